"""Channels in which the bot hears plain messages: /settings listen."""
