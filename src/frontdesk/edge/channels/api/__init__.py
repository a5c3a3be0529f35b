"""Room: the JSON door: a program sends a customer's message and gets the answer in the response.
Comes from: programs with a key of scope customer, agent or operator.
Goes to: flow.conversation.run, ability.desk.
Never: decides an answer.
"""
