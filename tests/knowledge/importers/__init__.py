"""Packs made out of what people already have."""
