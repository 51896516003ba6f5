"""Rules of `bot.community`."""
