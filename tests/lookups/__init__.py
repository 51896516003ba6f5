"""Rules of `bot.lookups`."""
