"""Room: the chat completions protocol, as OpenAI, and every server that speaks it, speaks it.
Comes from: the providers openai and compatible.
Goes to: the account's address.
Never: knows whose account it is.
"""
