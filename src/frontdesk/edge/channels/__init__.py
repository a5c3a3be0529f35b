"""Room: the doors customers come through, one folder per channel with CHANNEL and DOOR.
Comes from: customers' clients and carriers.
Goes to: flow.conversation.run, edge.vendors.
Never: decides an answer, or knows another channel.
"""
