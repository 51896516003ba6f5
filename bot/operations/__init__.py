"""What the operator sees of the bot: its log, its health, its metrics, and `lorekeeper doctor`."""
