"""A channel to speak in, as the daily question needs it, and every way in which speaking can fail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.daily.results import DailyPaused, DailyPost, DailyResult


class OutboxError(Exception):
    """Something could not be said. Each way is a type of its own, because each is followed by something else."""


class Gone(OutboxError):
    """The channel or the message does not exist any more."""


class Forbidden(OutboxError):
    """We may not. The text names the right that is missing, as Discord calls it ("Send Messages")."""


class Refused(OutboxError):
    """Discord does not take what was sent, and would not take it again. Nothing was done. The text says why."""


class Unavailable(OutboxError):
    """Not now: too many requests, or Discord is down. `retry_after` is how long it wants to be left alone, if it says.

    Whoever posted may not rely on it that nothing was posted: a server that answers 500 may have done it.
    """

    def __init__(self, text: str = "Discord is not available", *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Unknown(OutboxError):
    """The request went out and no answer came: it may have been done or not."""


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
