"""Room: model vendors, one thin file each, that turns an Ask into their protocol and back.
Comes from: ability.gateway.
Goes to: the vendor's HTTP interface.
Never: retries, falls back, counts money, or decides.
"""
