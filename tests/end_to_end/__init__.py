"""The bot in the playground: the real client over real sockets, driven by members."""
