"""When something is due, in which time zone, and the loop that wakes up for it."""
