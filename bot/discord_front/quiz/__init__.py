"""Trivia games in Discord: their commands, buttons, wording, and the way into a channel."""
