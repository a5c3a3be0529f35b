"""Room: rules on models: limits of vendors, quotas, money, breakers, how often a smaller one answers.
Comes from: the authors of this installation.
Goes to: flow.operations, which judges by them.
Never: does I/O, or looks at what it does not say that it reads.
"""
