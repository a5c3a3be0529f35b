"""Room: what is watched, one alert rule per file: what it looks at, its limits, whom it tells first.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
