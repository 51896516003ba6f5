"""Rules of `bot.discord_front.daily`."""
