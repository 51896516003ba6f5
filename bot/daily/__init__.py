"""The daily question: when it is due, how it is posted exactly once, and how members answer it."""
