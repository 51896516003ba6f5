"""/settings, and who may use it."""
