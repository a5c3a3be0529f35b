"""Room: what model calls cost: prices, the ledger of calls, budgets that stop, and reports.
Comes from: the gateway before and after each call; reports from the command line and the console.
Goes to: ground.store.
Never: lets a limit be passed, or takes a call whose price is unknown for a free one.
"""
