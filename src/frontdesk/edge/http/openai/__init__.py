"""Room: the door for other programs: chat completions, embeddings and models as OpenAI clients speak them.
Comes from: programs with a key of a tenant, through the shell.
Goes to: ability.gateway, under that tenant's limits and budgets.
Never: asks a model past the gateway, or answers in another shape than OpenAI's.
"""
