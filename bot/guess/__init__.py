"""Guess the character: six tries, each compared with the hidden character."""
