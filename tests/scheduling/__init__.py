"""Time zones, recurrences and the planner."""
