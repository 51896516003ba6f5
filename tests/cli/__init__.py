"""Rules of `bot.cli`."""
