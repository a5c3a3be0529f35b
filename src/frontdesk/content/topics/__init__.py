"""Room: what people of one trade ask on the side, whichever of its bots is answering.
Comes from: content.bots.
Goes to: flow.conversation.contracts.
Never: is a bot, or does I/O.
"""
