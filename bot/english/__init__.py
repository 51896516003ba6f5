"""The English language, independent of any pack: words, spelling, numbers, sentences. Pure."""
