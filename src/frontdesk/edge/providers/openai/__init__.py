"""Room: OpenAI, by chat completions or responses.
Comes from: ability.gateway.
Goes to: OpenAI, or any server that speaks its protocol, by edge.vendors.models.
Never: retries, falls back, counts money, or decides.
"""
