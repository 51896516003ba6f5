"""A quiz on paper: questions out of a pack, typed answers graded, a game told the time. Pure."""
