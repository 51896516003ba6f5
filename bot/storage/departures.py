"""Servers from which the bot was removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.ids import ServerId


class Departures(Protocol):
    """Servers from which the bot was removed. Their data is kept for a while, so that the bot can come back."""

    async def note(self, server_id: ServerId, *, at: datetime) -> bool:
        """Records that the bot was removed from a server. Returns whether that is new; an existing record stays."""

    async def take_back(self, server_id: ServerId, *, at: datetime) -> bool:
        """Clears the record of a server that the bot is back on. Returns whether there was one; nothing due before `at`
        is posted then.
        """

    async def noted(self) -> Mapping[ServerId, datetime]:
        """The servers that were left, with the times."""

    async def present(self) -> frozenset[ServerId]:
        """The servers with any data that haven't been left."""
