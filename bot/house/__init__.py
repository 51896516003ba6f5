"""What a server has set: where and how the bot answers, what gives away too much, and who may do what."""
