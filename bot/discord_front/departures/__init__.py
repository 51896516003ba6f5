"""Servers that the bot comes to and leaves."""
