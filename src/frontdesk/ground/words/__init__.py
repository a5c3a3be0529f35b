"""Room: the shared nouns (messages, readings, decisions, problems, money) as frozen dataclasses.
Comes from: nothing.
Goes to: every room that speaks of them.
Never: does I/O, reads a clock, or holds more than twelve files.
"""
