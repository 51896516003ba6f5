"""Leaderboards, members' suggestions and own data, and servers that the bot leaves."""
