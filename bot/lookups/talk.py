"""What a member and the bot were just talking about in a channel, so that "and who played her?" is understood."""

from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.answers.follow_up import NOTHING_SAID, Said

LASTS = timedelta(minutes=5)
"""How long a question can be followed up without a reply; later, "her" is somebody else."""

KEPT = 10_000
"""Conversations to remember; the one silent for longest is forgotten first."""


class Talk:
    """A bounded memory of what was said last, per channel and member. It lives as long as the process."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._said: LRUCache[tuple[int, int], tuple[datetime, Said]] = LRUCache(kept)

    def note(self, place: int, member: int, said: Said, now: datetime) -> None:
        """This member has just asked this there."""
        self._said[place, member] = (now, said)

    def before(self, place: int, member: int, now: datetime) -> Said:
        """What this member said there last, within `LASTS`; nothing where that is longer ago, or nothing was said."""
        at, said = self._said.get((place, member), (now, NOTHING_SAID))
        return said if timedelta() <= now - at <= LASTS else NOTHING_SAID
