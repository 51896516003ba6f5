"""Rules of `bot.discord_front.lookups`."""
