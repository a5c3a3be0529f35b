"""Room: the commands about how the installation runs: what models cost, and what its watch sees.
Comes from: `frontdesk` (app.cli.main).
Goes to: the live database, through abilities and flow.operations.
Never: decides; what a command does, a page of the console does by the same functions.
"""
