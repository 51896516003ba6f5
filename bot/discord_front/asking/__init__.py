"""Asking in one's own words: /ask, /help, /about, chat, and "Why this answer?"."""
