"""Rules of `bot.discord_front.listening`."""
