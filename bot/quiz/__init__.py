"""Trivia games: the rules of a round, which never reads a clock itself, and the service that runs many."""
