"""Notes questions that were put to the bot, or overheard by it, and that it couldn't answer."""

from typing import Protocol

from bot.ids import ChannelId, ServerId
from bot.lookups.results import Response
from bot.lookups.unanswered import end_of, question_in
from bot.packs.in_use import Place
from bot.storage.misses import MissEnd


class Unanswered(Protocol):
    """Keeps them, where managers want that."""

    def note(self, server_id: ServerId | None, channel_id: ChannelId, question: str, ended: MissEnd) -> None: ...


def note_if_open(
    unanswered: Unanswered, place: Place, question: str, response: Response, *, overheard: bool = False
) -> None:
    """Notes a question that was asked at a place, unless the response answers it."""
    ended = end_of(question, response, overheard=overheard)
    if ended is not None and place.channel_ids:
        unanswered.note(place.server_id, place.channel_ids[0], question_in(question, response), ended)
