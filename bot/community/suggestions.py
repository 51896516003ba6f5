"""What members suggest for the packs: managers review it, and what they accept becomes part of the server's pack."""

from dataclasses import dataclass

from bot.community.misses import kept_text
from bot.english.text import normal_form
from bot.errors import StorageError, UserError
from bot.ids import ChannelId, MemberId, ServerId, SuggestionId
from bot.packs.members_facts import MembersFact, MembersPack, problem_of
from bot.scheduling.clock import Clock
from bot.storage.misses import MissEnd
from bot.storage.storage import Storage
from bot.storage.suggestions import NewSuggestion, Suggestion, SuggestionState

MOST_OF_A_MEMBER, MOST_OF_A_SERVER = 5, 100
"""Maximum numbers of suggestions that wait for the managers, so that nobody floods their channel."""

NOBODY_READS = "Nobody reads suggestions on this server yet. A manager can change that: /settings suggestions on"
WAIT_FOR_YOURS = (
    f"{MOST_OF_A_MEMBER} of your suggestions are still waiting for a manager, and that's the most I keep for you. "
    "Try again once they are decided."
)
WAIT_FOR_ALL = "The managers have too many suggestions to read already. Try again later."
DECIDED = "That suggestion is already decided, or was deleted."


@dataclass(frozen=True)
class ToReview:
    """A suggestion, and the channel where managers review it."""

    suggestion: Suggestion
    channel_id: ChannelId


@dataclass(frozen=True)
class Accepted:
    """A suggestion that is part of the server's pack now. `is_used`: the server uses that pack."""

    suggestion: Suggestion
    is_used: bool


@dataclass(frozen=True)
class Declined:
    """A suggestion that was turned down. `is_settled`: its question has left the waiting list, too."""

    suggestion: Suggestion
    is_settled: bool


class SuggestionService:
    """Takes suggestions, and lets managers edit and decide them."""

    def __init__(self, storage: Storage, pack: MembersPack, clock: Clock) -> None:
        self._suggestions = storage.suggestions
        self._misses = storage.misses
        self._pack = pack
        self._clock = clock
        self._takes: dict[ServerId, bool] = {}

    async def review_channel(self, server_id: ServerId) -> ChannelId | None:
        """Where managers review suggestions; None if the server takes none."""
        return await self._suggestions.review_channel(server_id)

    async def can_be(self, server_id: ServerId | None) -> bool:
        """Whether members of the server may judge answers: where their managers read suggestions.

        Known from memory after the first time, so that answers don't wait for the database, nor need it.
        """
        if server_id is None:
            return False
        if server_id not in self._takes:
            try:
                self._takes[server_id] = await self._suggestions.review_channel(server_id) is not None
            except StorageError:
                return False
        return self._takes[server_id]

    async def review_in(self, server_id: ServerId, channel_id: ChannelId | None) -> None:
        """Take suggestions, to be reviewed in this channel; None: take none."""
        await self._suggestions.review_in(server_id, channel_id)
        self._takes[server_id] = channel_id is not None

    async def state(self, server_id: ServerId) -> int | None:
        """The channel where managers review suggestions, as the log of changes keeps it."""
        return await self.review_channel(server_id)

    async def restore(self, server_id: ServerId, state: int | None) -> None:
        """Review suggestions where they were reviewed before; None: take none."""
        await self.review_in(server_id, None if state is None else ChannelId(state))

    def forget(self, server_id: ServerId) -> None:
        """Look again at whether the server takes suggestions: it has removed the bot, or has it back."""
        self._takes.pop(server_id, None)

    async def waiting(self, server_id: ServerId) -> int:
        """Number of suggestions that wait for the managers."""
        return len(await self._suggestions.suggestions(server_id, state=SuggestionState.OPEN))

    async def suggest(
        self,
        server_id: ServerId,
        channel_id: ChannelId,
        member_id: MemberId,
        text: str,
        *,
        question: str = "",
        credit: str = "",
        about: str = "",
    ) -> ToReview:
        """Keep a suggestion (see `NewSuggestion`) for the managers. Raises UserError if it can't be taken."""
        review_channel = await self._suggestions.review_channel(server_id)
        if review_channel is None:
            raise UserError(NOBODY_READS)
        text, question, credit = (" ".join(each.split()) for each in (text, question, credit))
        if problem := problem_of(MembersFact("new", text, question, credit)):
            raise UserError(f"I can't take that: {problem}.")
        waiting = await self._suggestions.suggestions(server_id, state=SuggestionState.OPEN)
        if sum(each.made.member_id == member_id for each in waiting) >= MOST_OF_A_MEMBER:
            raise UserError(WAIT_FOR_YOURS)
        if len(waiting) >= MOST_OF_A_SERVER:
            raise UserError(WAIT_FOR_ALL)
        now = self._clock.now()
        new = NewSuggestion(server_id, channel_id, member_id, text, about, now, question=question, credit=credit)
        return ToReview(await self._suggestions.add(new), review_channel)

    async def withdraw(self, suggestion: Suggestion) -> None:
        """Delete a suggestion that couldn't be shown to the managers."""
        await self._suggestions.drop(suggestion.id)

    async def open(self, server_id: ServerId, id: SuggestionId) -> Suggestion:
        """A suggestion that waits to be decided. Raises UserError if it doesn't."""
        found = await self._suggestions.suggestion(server_id, id)
        if found is None or found.state is not SuggestionState.OPEN:
            raise UserError(DECIDED)
        return found

    async def edit(self, server_id: ServerId, id: SuggestionId, *, text: str, question: str) -> Suggestion:
        """Change a suggestion before it is decided. Raises UserError if that isn't possible."""
        credit = (await self.open(server_id, id)).made.credit
        text, question = (" ".join(each.split()) for each in (text, question))
        if problem := problem_of(MembersFact("new", text, question, credit)):
            raise UserError(f"I can't take that: {problem}.")
        await self._suggestions.edit(id, text=text, question=question)
        return await self.open(server_id, id)

    async def accept(self, server_id: ServerId, id: SuggestionId, *, by: MemberId, is_spoiler: bool) -> Accepted:
        """Make a suggestion part of the server's pack. Raises UserError if that isn't possible.

        The pack comes first: if the process ends between the two, accepting it again adds nothing twice.
        """
        suggestion = await self.open(server_id, id)
        made = suggestion.made
        fact = MembersFact(f"suggestion-{id}", made.text, made.question, made.credit, is_spoiler)
        is_used = await self._pack.contribute(server_id, fact, by=by)
        return Accepted(await self._decided(suggestion, SuggestionState.ACCEPTED, by), is_used)

    async def decline(self, server_id: ServerId, id: SuggestionId, *, by: MemberId) -> Declined:
        """Turn a suggestion down. Raises UserError if it is decided already.

        A question that is on the waiting list only because a member found its answer wrong leaves it: the manager
        doesn't. One that had no answer stays.
        """
        declined = await self._decided(await self.open(server_id, id), SuggestionState.DECLINED, by)
        question = kept_text(declined.made.question)
        miss = await self._misses.alike(server_id, normal_form(question)) if question else None
        if miss is None or miss.ended is not MissEnd.WRONG:
            return Declined(declined, is_settled=False)
        return Declined(declined, is_settled=await self._misses.drop(server_id, miss.id))

    async def _decided(self, suggestion: Suggestion, state: SuggestionState, by: MemberId) -> Suggestion:
        if not await self._suggestions.decide(suggestion.id, state, by=by, at=self._clock.now()):
            raise UserError(DECIDED)
        found = await self._suggestions.suggestion(suggestion.made.server_id, suggestion.id)
        return found or suggestion
