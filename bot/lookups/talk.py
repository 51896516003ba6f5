"""Remembers a member's recent conversation in a channel, so that "and who played her?" is understood."""

from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.ids import ChannelId, MemberId

LASTS = timedelta(minutes=5)
"""How long a question can be followed up without a reply; after that, "her" is somebody else."""

KEPT = 10_000
"""Maximum number of conversations remembered; the least recent is dropped first."""


class RecentTalk:
    """A bounded memory of the latest turn per channel and member. It lives as long as the process."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._said: LRUCache[tuple[ChannelId, MemberId], tuple[datetime, Said]] = LRUCache(kept)

    def note(self, channel_id: ChannelId, member_id: MemberId, said: Said, now: datetime) -> None:
        """Remembers that this member has just asked this."""
        self._said[channel_id, member_id] = (now, said)

    def before(self, channel_id: ChannelId, member_id: MemberId, now: datetime) -> Said:
        """The member's latest turn there within `LASTS`; otherwise nothing."""
        at, said = self._said.get((channel_id, member_id), (now, NOTHING_SAID))
        return said if timedelta() <= now - at <= LASTS else NOTHING_SAID
