"""What members teach the bot: suggestions, and their review by managers."""
