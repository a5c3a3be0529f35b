"""Room: Anthropic, by its Messages API.
Comes from: ability.gateway.
Goes to: Anthropic, or a server that speaks its protocol, by edge.vendors.models.
Never: retries, falls back, counts money, or decides.
"""
