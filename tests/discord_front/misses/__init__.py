"""Open questions on Discord."""
