"""Rules of `bot.discord_front.guess`."""
