"""Room: one file per bot, each with BOT, in a folder per trade.
Comes from: the registry.
Goes to: flow.conversation.contracts.
Never: does I/O, reads a clock, or imports another bot.
"""
