"""The list of questions that the bot couldn't answer, for managers: /misses, replies worth keeping, a weekly digest."""
