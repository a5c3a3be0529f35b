"""Fake model vendors: real HTTP servers that speak each vendor's protocol and fail on demand."""
