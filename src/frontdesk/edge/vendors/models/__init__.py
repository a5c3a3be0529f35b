"""Room: what all model vendors share: calls with a deadline, event streams, error meanings, limits.
Comes from: providers.
Goes to: the vendor, by ground.kit.http.
Never: retries, falls back, counts money, or decides.
"""
