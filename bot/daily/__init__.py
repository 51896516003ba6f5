"""The daily question: when it is due, how it is posted exactly once, and what members make of it."""
