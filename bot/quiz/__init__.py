"""Trivia games: the rules of a round, which is told the time, and the service that runs many."""
