"""Which packs a channel uses: the operator's, a server's own, and everything built from them."""
