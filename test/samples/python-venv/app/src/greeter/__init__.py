"""A service that greets, loudly."""
