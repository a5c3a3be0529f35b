"""Room: the two lines: a customer's message answered, and the house watched.
Comes from: edge doors and the loops of app; content fills its contracts.
Goes to: ability and ground.
Never: imports a channel, vendor, bot or rule by name.
"""
