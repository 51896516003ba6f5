"""Rules of `bot.quiz`."""
