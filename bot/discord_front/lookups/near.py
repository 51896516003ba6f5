"""Facts near a text, found by the search that answers questions."""

from collections.abc import Sequence

from bot.answers.results import Answer, Closest, NoMatch
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.near import NearFact
from bot.knowledge.model import Fact
from bot.lookups.labels import labels
from bot.packs.in_use import Place, Shelf

CANDIDATES = 5
"""Number of facts to choose from."""


class SearchedFacts:
    """`NearFacts` over a shelf."""

    def __init__(self, shelf: Shelf, queue: AnswerQueue) -> None:
        self._shelf = shelf
        self._queue = queue

    async def nearest(self, place: Place, text: str) -> tuple[NearFact, ...]:
        """See `NearFacts`."""
        replies = await self._replies(place)
        response = await self._queue.ask(replies.service, text)
        ranking = response.working.ranking if isinstance(response, Answer | Closest | NoMatch) else ()
        return _named(replies, [each.fact for each in ranking[:CANDIDATES]])

    async def told_by(self, place: Place, text: str) -> NearFact | None:
        """See `NearFacts`."""
        replies = await self._replies(place)
        response = await self._queue.ask(replies.service, text)
        found = response.facts[:1] if isinstance(response, Answer | Closest) else ()
        return next(iter(_named(replies, found)), None)

    async def is_statement(self, place: Place, text: str) -> bool:
        """See `NearFacts`."""
        return (await self._replies(place)).service.is_statement(text)

    async def fact(self, place: Place, handle: str) -> Fact | None:
        """See `NearFacts`."""
        return (await self._replies(place)).handles.fact(handle)

    async def _replies(self, place: Place) -> Replies:
        return (await self._shelf.at(place)).of(Replies)


def _named(replies: Replies, facts: Sequence[Fact]) -> tuple[NearFact, ...]:
    named = zip(map(replies.handles.of, facts), labels(facts, None, replies.knowledge), facts, strict=True)
    return tuple(NearFact(handle, label, fact) for handle, label, fact in named)
