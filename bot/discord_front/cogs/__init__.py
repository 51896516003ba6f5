"""What members type: slash commands, the message menu, chat."""
