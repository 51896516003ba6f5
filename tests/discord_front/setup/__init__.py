"""Rules of `bot.discord_front.setup`."""
