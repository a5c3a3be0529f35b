"""Room: one call taken to one model after another: breakers, admission, time, money, what went wrong.
Comes from: the gateway, with the models in order and what is left of the time.
Goes to: the clients of the providers, the breakers' rows, the ledger.
Never: waits past the deadline, retries what cannot help, or takes half an answer for a whole one.
"""
