"""Lookups: /fact, /whoplayed, /character and /plot, and the buttons under replies."""
