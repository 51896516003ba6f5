"""Quiz questions: written by an author or made of data, drawn, and typed answers graded. Pure."""
