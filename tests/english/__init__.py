"""Rules of `bot.english`."""
