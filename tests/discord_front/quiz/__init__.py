"""Rules of `bot.discord_front.quiz`."""
