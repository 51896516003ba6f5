"""Quiz questions: authored or generated from a pack's data, drawn for games, and typed answers graded. Pure."""
