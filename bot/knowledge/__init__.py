"""What the bot knows: packs read from disk, checked as a whole, then frozen."""
