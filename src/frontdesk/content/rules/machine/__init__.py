"""Room: rules on what everything runs on: processors, memory, disk, certificate, version, HTTP.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
