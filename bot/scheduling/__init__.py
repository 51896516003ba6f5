"""When something is due, in whose time, and the loop that wakes for it."""
