"""Converts existing material into packs."""
