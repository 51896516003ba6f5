"""Rules of `bot.discord_front.boards`."""
