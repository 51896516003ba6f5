"""Packs of servers."""
