"""Room: rules on what is logged and refused: errors in a row, wrong keys.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
