"""Servers from which the bot was removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Departures(Protocol):
    """Servers from which the bot was removed. Everything about them is kept for a while, so that it can come back."""

    async def note(self, server: int, *, at: datetime) -> bool:
        """Note that the bot was removed from a server. Whether that is new; a note that is there stands."""

    async def take_back(self, server: int, *, at: datetime) -> bool:
        """The bot is back. Whether it had been noted; then nothing that was due before `at` is posted."""

    async def noted(self) -> Mapping[int, datetime]:
        """The servers that were left, each with its time."""

    async def present(self) -> frozenset[int]:
        """The servers about which anything is kept, and which were not left."""
