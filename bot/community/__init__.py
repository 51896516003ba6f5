"""Boards, what is kept about members, and servers that the bot leaves."""
