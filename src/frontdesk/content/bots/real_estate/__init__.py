"""Room: the bots of a real-estate office: who first answers, who helps sell, who helps buy.
Comes from: the registry, which reads BOT from each file.
Goes to: flow.conversation.contracts.
Never: imports another bot, states a price or a market claim, or does I/O.
"""
