"""The part of the servers that one gateway connection handles."""

from dataclasses import dataclass

from bot.ids import ServerId


@dataclass(frozen=True)
class Shard:
    """Connection `number` of `count`, counted from 0. A single one handles all servers.

    Raises ValueError for an invalid number.
    """

    number: int = 0
    count: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.number < self.count:
            raise ValueError(f"there is no {self.number} of {self.count}; the first is 0, the last {self.count - 1}")

    def hears_of(self, server_id: ServerId) -> bool:
        """Whether this shard receives a server's events.

        Discord's formula: https://docs.discord.com/developers/events/gateway#sharding
        """
        return (server_id >> 22) % self.count == self.number

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


WHOLE = Shard()
"""All servers."""
