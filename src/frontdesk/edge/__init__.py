"""Room: everything outside the house: customers' channels, vendors, tools, operator pages, HTTP.
Comes from: the world, and app which mounts it.
Goes to: flow and ability.
Never: decides what a conversation does next, or knows a bot or a rule.
"""
