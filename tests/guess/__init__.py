"""Rules of `bot.guess`."""
