"""Finds the fact that answers a question, or decides to stay silent. Pure: no files, clock, Discord or chance."""
