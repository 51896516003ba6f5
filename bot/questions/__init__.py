"""From facts to quiz questions: made or authored, proved fair, drawn, and typed answers graded. Pure."""
