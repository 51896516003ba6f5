"""Rules of `bot.questions`."""
