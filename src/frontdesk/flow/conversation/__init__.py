"""Room: one customer message on its way to an answer, step by step, in the order of turn.py.
Comes from: doors (edge.channels) and the sweeping loops of app.
Goes to: abilities, and the rows of ground.store.
Never: calls back up, sends to a vendor outside outbox and act, or imports flow.operations.
"""
