"""The same packs for every server."""

from bot.packs.in_use import PacksInUse, Place
from bot.packs.library import Library


class Everywhere:
    """A `Shelf` for a bot without packs of servers."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def at(self, place: Place) -> PacksInUse:  # noqa: ARG002  # the same everywhere
        """See `Shelf`."""
        return self._library.everything

    async def known_to(self, server: int | None) -> PacksInUse:  # noqa: ARG002  # the same everywhere
        """See `Shelf`."""
        return self._library.everything
