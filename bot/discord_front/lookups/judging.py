"""Right and wrong, below an answer: members say which fact answers a question, and managers review it."""

from collections.abc import Sequence
from typing import Any, Protocol

from discord import RadioGroupOption, TextStyle, ui

from bot.answers.results import Answer, Closest, NoMatch
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Judge, Meant
from bot.discord_front.lookups.conversation import Asked, Conversation
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.lookups.unanswered import Unanswered
from bot.discord_front.near import NearFact, options
from bot.discord_front.permissions import channel_of, server_of
from bot.discord_front.places import place_of
from bot.discord_front.presses import Form, Item, form_with, on, on_form
from bot.discord_front.replies import Outgoing, Press, notice
from bot.discord_front.wording import GONE
from bot.errors import UserError
from bot.knowledge.limits import LONGEST_TEXT
from bot.lookups.labels import labels
from bot.packs.in_use import Shelf
from bot.storage.misses import MissEnd

CANDIDATES = 5
"""Number of facts to choose from."""


NONE_OF_THESE = "none"
"""The value of that option of the form."""


class Suggesting(Protocol):
    """Passes a suggestion on to the managers."""

    async def suggest(
        self, press: Press, text: str, *, question: str = "", credit: str = "", about: str = ""
    ) -> Outgoing: ...


class JudgingPresses:
    """The handlers of these signs."""

    def __init__(
        self,
        shelf: Shelf,
        queue: AnswerQueue,
        conversation: Conversation,
        suggesting: Suggesting,
        unanswered: Unanswered,
    ) -> None:
        self._shelf = shelf
        self._unanswered = unanswered
        self._queue = queue
        self._conversation = conversation
        self._suggesting = suggesting

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (on(Judge, self._judge),)

    @property
    def forms(self) -> Sequence[Form]:
        """The form to handle."""
        return (on_form(Meant, self._meant),)

    async def _judge(self, press: Press, action: Judge) -> Outgoing | None:
        """Right: the question becomes one that the fact answers, unless the bot was sure.

        Wrong: asks what was meant.
        """
        server_of(press)
        replies = await self._replies(press)
        asked, fact = await self._asked(press, replies), replies.handles.fact(action.fact)
        if fact is None:
            raise UserError(GONE)
        response = await self._queue.ask(replies.service, asked.question, before=asked.before)
        if action.is_right:
            if isinstance(response, Closest):
                return await self._suggesting.suggest(press, fact.text, question=asked.question, about=fact.key)
            return notice(answer_wording.RIGHT)
        ranking = response.working.ranking if isinstance(response, Answer | Closest | NoMatch) else ()
        others = [each.fact for each in ranking if each.fact != fact][:CANDIDATES]
        named = zip(map(replies.handles.of, others), labels(others, fact, replies.knowledge), others, strict=True)
        await press.response.send_modal(_meant_form(action.fact, [NearFact(*each) for each in named]))
        return None

    async def _meant(self, press: Press, action: Meant, *said: str) -> Outgoing:
        """Passes on which fact was meant, or what the member wrote."""
        server_id, channel_id = channel_of(press)
        replies = await self._replies(press)
        asked = await self._asked(press, replies)
        picked, text = said if len(said) == 2 else (NONE_OF_THESE, said[0])
        shown, meant = replies.handles.fact(action.shown), replies.handles.fact(picked)
        if text.strip():
            about = shown.key if shown is not None else ""
        elif picked == NONE_OF_THESE:
            raise UserError(answer_wording.NOTHING_SAID)
        elif meant is None:
            raise UserError(GONE)
        else:
            text, about = meant.text, meant.key
        taken = await self._suggesting.suggest(press, text, question=asked.question, about=about)
        self._unanswered.note(server_id, channel_id, asked.question, MissEnd.WRONG)
        return taken

    async def _asked(self, press: Press, replies: Replies) -> Asked:
        """The question that the judged message answers. Raises UserError if it can't be read."""
        found = await self._conversation.answered(replies, press.message) if press.message is not None else None
        if not isinstance(found, Asked):
            raise UserError(answer_wording.QUESTION_LOST)
        return found

    async def _replies(self, press: Press) -> Replies:
        return (await self._shelf.at(place_of(press))).of(Replies)


def _meant_form(shown: str, candidates: Sequence[NearFact]) -> ui.Modal:
    """The form that asks what was meant. `candidates` are other facts, 9 at most."""
    none = RadioGroupOption(label=answer_wording.NONE_OF_THESE, value=NONE_OF_THESE)
    fields: dict[str, ui.TextInput[Any] | ui.RadioGroup[Any]] = {}
    if candidates:  # Discord's radio groups have two options or more
        fields[answer_wording.MEANT_LABEL] = ui.RadioGroup(options=[*options(candidates), none])
    fields[answer_wording.MEANT_TEXT_LABEL] = ui.TextInput(
        style=TextStyle.paragraph, max_length=LONGEST_TEXT, required=False
    )
    return form_with(Meant(shown), answer_wording.MEANT_TITLE, fields)
