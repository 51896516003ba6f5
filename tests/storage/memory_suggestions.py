"""Members' suggestions in memory."""

from dataclasses import replace
from datetime import datetime

from bot.ids import ChannelId, MemberId, ServerId, SuggestionId
from bot.storage.suggestions import NewSuggestion, Suggestion, SuggestionState
from bot.storage.tables import in_utc


class MemorySuggestions:
    """`Suggestions` in memory."""

    def __init__(self) -> None:
        self._made: dict[SuggestionId, Suggestion] = {}
        self._channels: dict[ServerId, ChannelId] = {}
        self._last = 0

    async def review_channel(self, server_id: ServerId) -> ChannelId | None:
        return self._channels.get(server_id)

    async def review_in(self, server_id: ServerId, channel_id: ChannelId | None) -> None:
        self._channels.pop(server_id, None)
        if channel_id is not None:
            self._channels[server_id] = channel_id

    async def add(self, suggestion: NewSuggestion) -> Suggestion:
        self._last += 1
        new = Suggestion(SuggestionId(self._last), suggestion, SuggestionState.OPEN, None, None)
        self._made[new.id] = new
        return new

    async def suggestions(self, server_id: ServerId, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        return tuple(
            each for each in self._made.values() if each.made.server_id == server_id and state in {None, each.state}
        )

    async def suggestion(self, server_id: ServerId, id: SuggestionId) -> Suggestion | None:
        found = self._made.get(id)
        return found if found is not None and found.made.server_id == server_id else None

    async def edit(self, id: SuggestionId, *, text: str, question: str) -> bool:
        found = self._made.get(id)
        if found is None or found.state is not SuggestionState.OPEN:
            return False
        self._made[id] = replace(found, made=replace(found.made, text=text, question=question))
        return True

    async def drop(self, id: SuggestionId) -> None:
        self._made.pop(id, None)

    async def decide(self, id: SuggestionId, state: SuggestionState, *, by: MemberId, at: datetime) -> bool:
        found = self._made.get(id)
        if found is None or found.state is not SuggestionState.OPEN:
            return False
        self._made[id] = replace(found, state=state, decided_by=by, decided_at=in_utc(at))
        return True

    def forget_member(self, member_id: MemberId, server_id: ServerId | None) -> int:
        gone = [
            id
            for id, each in self._made.items()
            if each.made.member_id == member_id and server_id in {None, each.made.server_id}
        ]
        for id in gone:
            del self._made[id]
        return len(gone)

    def forget_server(self, server_id: ServerId) -> None:
        self._made = {id: each for id, each in self._made.items() if each.made.server_id != server_id}
        self._channels.pop(server_id, None)
