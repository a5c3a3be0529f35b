"""Room: promised levels (SLO): those of a file in OpenSLO's format, kept as rows, and what is long to load.
Comes from: the command line, and the judge.
Goes to: the rule on error budgets.
Never: says whether a budget burns.
"""
