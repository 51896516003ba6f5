"""Rules of `bot.discord_front.asking`."""
