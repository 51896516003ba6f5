"""Guess the character: six tries, each compared with the one who is looked for."""
