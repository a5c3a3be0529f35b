"""Room: fakes and throw-away servers we ship, for our tests and for those of who builds on us.
Comes from: tests, and demonstrations that must not reach a vendor.
Goes to: the same contracts the real ones fulfil.
Never: is imported by the product.
"""
