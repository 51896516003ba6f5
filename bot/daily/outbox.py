"""The channel interface that the daily question needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.daily.results import DailyPaused, DailyPost, DailyResult, PingDropped
from bot.ids import ChannelId, MemberId, MessageId, RoleId, ServerId


@dataclass(frozen=True)
class Found:
    """One of our daily posts, found in a channel. `asked` is read from its buttons (see `asked_of`)."""

    message_id: MessageId
    asked: str
    has_result: bool


class Outbox(Protocol):
    """Channel operations of the daily question. They raise OutboxError only.

    A call retries for a few seconds at most; later retries are up to the caller.
    """

    async def post(self, post: DailyPost) -> MessageId:
        """Post the question; returns the message id. `post.marker` is the enforced nonce, and part of the buttons' ids.

        Only `post.role_id` may be pinged. Refused means that nothing was posted.
        """
        ...

    async def find(self, channel_id: ChannelId, marker: str, *, after: datetime) -> tuple[Found, ...]:
        """Our messages since this moment whose buttons carry the marker, oldest first.

        Searches all messages since then. Raises Forbidden without permission to read the history.
        """
        ...

    async def shows_result(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        """Whether the post shows the result."""
        ...

    async def show_result(self, result: DailyResult) -> None:
        """Edit the post to show the result, with a button for each member's own result. Idempotent."""
        ...

    async def reply(self, result: DailyResult) -> MessageId:
        """Reply to the post with the answer; returns the reply's id. `result.reply_nonce` is its enforced nonce.

        Refused if the post was deleted.
        """
        ...

    async def replies(self, channel_id: ChannelId, message_id: MessageId, *, after: datetime) -> tuple[MessageId, ...]:
        """Our replies to the post since this moment, oldest first.

        Raises Forbidden without permission to read the history.
        """
        ...

    async def open_thread(self, post: DailyPost, message_id: MessageId) -> ChannelId:
        """The message's thread for discussing the answer; created if it doesn't exist."""
        ...

    async def remove(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Delete a duplicate of our own messages."""
        ...

    async def may_ping(
        self, server_id: ServerId, channel_id: ChannelId, role_id: RoleId, *, for_member: MemberId | None
    ) -> bool:
        """Whether everybody may mention the role, or the member may mention all roles there."""
        ...

    async def tell(self, member_id: MemberId, notice: DailyPaused | PingDropped, *, nonce: str) -> None:
        """Send a direct message. Raises Forbidden if the member doesn't accept any."""
        ...
