"""Room: a reading turned into filled slots: what was told, what was only asked, what was agreed to.
Comes from: flow.conversation.turn, once the answering bot is known.
Goes to: ground.words, flow.conversation.state and contracts.
Never: asks, decides what comes next, or does I/O.
"""
