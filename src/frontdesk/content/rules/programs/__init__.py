"""Room: rules about programs beside us: jobs and machines that report, and our own watch.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
