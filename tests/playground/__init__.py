"""The rules of the playground: its world, its wire as discord.py meets it, its page."""
