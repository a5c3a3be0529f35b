"""Room: ground, what everything else stands on.
Comes from: nothing inside this package.
Goes to: every floor above.
Never: knows a bot, a channel, a vendor or a rule.
"""
