"""The bot's knowledge: packs, read from disk, checked as a whole, then frozen."""
