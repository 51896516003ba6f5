"""Looking things up: /fact, /whoplayed, /character and /plot, and the buttons under replies."""
