"""The kinds of questions that a pack's data makes, one file each. Pure."""
