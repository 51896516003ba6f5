"""Leaderboards, members' own data, and servers that the bot leaves."""
