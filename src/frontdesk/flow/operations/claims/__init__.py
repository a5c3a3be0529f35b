"""Room: which due pages leave now, in which messages, and which are put aside, and why.
Comes from: flow.operations.notify, inside the transaction that claims.
Goes to: flow.operations.notify, as groups that are sent.
Never: sends anything, or holds a page in memory for each alert of a group.
"""
