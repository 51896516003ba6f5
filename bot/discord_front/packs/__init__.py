"""/pack: the packs of a server, for its managers."""
