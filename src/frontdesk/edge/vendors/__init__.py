"""Room: one client per vendor account: its authentication, addresses, limits and error meanings.
Comes from: channels, tools and notifiers that stand on the account.
Goes to: the vendor, by ground.kit.http.
Never: knows what a message says or why it is sent.
"""
