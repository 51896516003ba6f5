"""From a question to the fact that answers it, or to silence. Pure: no files, no clock, no Discord, no chance."""
