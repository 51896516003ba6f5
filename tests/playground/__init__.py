"""Tests of the playground: its world, its wire format with and without discord.py, its page."""
