"""The English language, and no film: words, spelling, numbers, sentences. Pure."""
