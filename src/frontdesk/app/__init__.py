"""Room: the roof: settings, the registry of kinds, build(settings) -> House, loops, command line.
Comes from: a person or a supervisor that starts a process.
Goes to: every floor below, which it puts together.
Never: decides anything a customer or an operator would notice.
"""
