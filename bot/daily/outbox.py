"""A channel to speak in, as the daily question needs it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.daily.results import DailyPaused, DailyPost, DailyResult


@dataclass(frozen=True)
class Found:
    """A daily post of ours that stands in a channel. `asked` is what its buttons say of it (see `asked_of`)."""

    message: int
    asked: str
    has_result: bool


class Outbox(Protocol):
    """What the daily question does in a channel. Everything raises OutboxError, and nothing else on purpose.

    A call does not try again for longer than a few seconds by itself: whoever calls decides when it is tried again.
    """

    async def post(self, post: DailyPost) -> int:
        """The id of the message. `post.marker` goes along as nonce, to be enforced, and into the buttons' ids.

        Only `post.role` may be pinged by it. Refused means that there is no post.
        """
        ...

    async def find(self, channel: int, marker: str, *, after: datetime) -> tuple[Found, ...]:
        """Our own messages, sent there after this moment, whose buttons carry the marker; the oldest first.

        Looks through all messages since then; Forbidden where the history may not be read.
        """
        ...

    async def shows_result(self, channel: int, message: int) -> bool:
        """Whether the post shows how it went."""
        ...

    async def show_result(self, result: DailyResult) -> None:
        """Edit the post to show how it went, with a button that tells everybody how they did. The same again is no
        error."""
        ...

    async def open_thread(self, post: DailyPost, message: int) -> int:
        """The thread of the message, for talk about the answer: a new one, or the one that it has."""
        ...

    async def remove(self, channel: int, message: int) -> None:
        """Delete a message of our own, of which there is one too many."""
        ...

    async def tell(self, member: int, notice: DailyPaused, *, nonce: str) -> None:
        """Send a private message. Forbidden where the member takes none."""
        ...
