"""Where pages arrive in tests: real servers that hold each message against the vendor's limits."""
