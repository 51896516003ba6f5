"""The first message on a server, and /setup, which looks for what is wrong."""
