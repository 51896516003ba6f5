"""Remembers a member's recent conversation in a channel, so that "and who played her?" is understood."""

from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.answers.follow_up import NOTHING_SAID, Said

LASTS = timedelta(minutes=5)
"""How long a question can be followed up without a reply; after that, "her" is somebody else."""

KEPT = 10_000
"""Maximum number of conversations remembered; the least recent is dropped first."""


class RecentTalk:
    """A bounded memory of the latest turn per channel and member. It lives as long as the process."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._said: LRUCache[tuple[int, int], tuple[datetime, Said]] = LRUCache(kept)

    def note(self, place: int, member: int, said: Said, now: datetime) -> None:
        """Remembers that this member has just asked this."""
        self._said[place, member] = (now, said)

    def before(self, place: int, member: int, now: datetime) -> Said:
        """The member's latest turn there within `LASTS`; otherwise nothing."""
        at, said = self._said.get((place, member), (now, NOTHING_SAID))
        return said if timedelta() <= now - at <= LASTS else NOTHING_SAID
