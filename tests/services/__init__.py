"""Rules of `bot.services`."""
