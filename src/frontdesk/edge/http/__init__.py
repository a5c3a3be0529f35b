"""Room: the machine's own surface: health, metrics, request limits and headers, who is calling.
Comes from: app mounts it; probes, scrapers and operators call it.
Goes to: ability and flow.
Never: speaks to a customer.
"""
