"""Rules of `bot.daily`."""
