"""Room: conversations with known answers: their shape, a customer who plays one, how slots compare.
Comes from: replays and evaluation runs.
Goes to: ground.words.
Never: does I/O, reads a clock, or knows a bot by name.
"""
