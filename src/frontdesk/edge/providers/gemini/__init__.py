"""Room: Google's Gemini, by its own API.
Comes from: ability.gateway.
Goes to: Google, or a server that speaks its protocol, by edge.vendors.models.
Never: retries, falls back, counts money, or decides.
"""
