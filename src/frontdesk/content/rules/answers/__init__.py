"""Room: rules on what customers get: how fast, how often broken, and what is left of what was promised.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
