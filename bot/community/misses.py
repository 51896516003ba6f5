"""The waiting list: questions that the bot couldn't answer, for those who can, where managers want it."""

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.english.text import normal_form
from bot.errors import StorageError, UserError
from bot.house.service import HouseService
from bot.ids import ChannelId, MemberId, MissId, ServerId
from bot.packs.members_facts import MembersFact, MembersPack, problem_of
from bot.scheduling.clock import Clock
from bot.storage.misses import Miss, MissEnd, Misses, NewMiss

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long a question is kept after it was last asked."""

LONGEST = 300
"""Characters kept of a question: as many as the bot reads."""

MOST_OF_A_SERVER = 500
"""Maximum number of questions on a list; more than managers read."""

MOST_WAITING = 1000
"""Questions that wait to be written down while the database is slow; later ones are dropped."""

READER_WAITS = 1.0
"""Seconds that a reader of the list waits for what was asked just now to be written down."""

NOT_ON = "I keep no list of open questions on this server. A manager can change that: /settings panel"
ANSWERED = "That question isn't on the list any more: it was answered or dismissed, or it's too old."

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|@(?:everyone|here)\b")


def kept_text(question: str) -> str:
    """A question as it is kept: one line, cut, without mentions and without characters that can't be seen."""
    words = _MENTION.sub(" ", question).split()
    return "".join(each for each in " ".join(words) if each.isprintable())[:LONGEST].strip()


class Lessons:
    """A server's pack that takes facts, and takes the questions that they answer off the waiting list."""

    def __init__(self, pack: MembersPack, misses: Misses) -> None:
        self._pack = pack
        self._misses = misses

    async def contribute(self, server_id: ServerId, fact: MembersFact, *, by: MemberId) -> bool:
        """See `MembersPack`."""
        is_used = await self._pack.contribute(server_id, fact, by=by)
        answered = await self._misses.alike(server_id, normal_form(fact.question)) if fact.question else None
        if answered is not None:
            await self._misses.drop(server_id, answered.id)
        return is_used


class MissService:
    """Keeps the waiting lists of servers, and lets their managers answer what is on them.

    `on_new` is called with the server of each question that is new on its list.
    """

    def __init__(
        self,
        misses: Misses,
        house: HouseService,
        pack: MembersPack,
        clock: Clock,
        *,
        on_new: Callable[[ServerId], None] = lambda _: None,
    ) -> None:
        self._misses = misses
        self._house = house
        self._pack = pack
        self._clock = clock
        self._on_new = on_new
        self._waiting: asyncio.Queue[NewMiss] = asyncio.Queue(MOST_WAITING)

    def note(self, server_id: ServerId | None, channel_id: ChannelId, question: str, ended: MissEnd) -> None:
        """Puts a question on the list of its server, if that keeps one. Nobody waits for the database: `run` does."""
        text = kept_text(question)
        if server_id is None or not text:
            return
        new = NewMiss(server_id, channel_id, text, normal_form(text), ended, self._clock.now())
        try:
            self._waiting.put_nowait(new)
        except asyncio.QueueFull:
            log.warning("too many open questions wait for the database, so one isn't kept")

    async def run(self) -> None:
        """Writes down what was noted, until cancelled."""
        while True:
            new = await self._waiting.get()
            try:
                await self._keep(new)
            except StorageError as error:
                log.warning("an open question of server %s isn't kept: %s", new.server_id, error)
            except Exception:  # later ones are kept all the same
                log.exception("an open question of server %s isn't kept", new.server_id)
            finally:
                self._waiting.task_done()

    async def written(self) -> None:
        """Returns once everything that was noted is written down. Only while `run` runs."""
        await self._waiting.join()

    async def _keep(self, new: NewMiss) -> None:
        if not (await self._house.rules(new.server_id)).keeps_misses:
            return
        if await self._misses.note(new, most=MOST_OF_A_SERVER):
            self._on_new(new.server_id)

    async def kept(self, server_id: ServerId) -> tuple[Miss, ...]:
        """The server's list, those asked most first. Raises UserError if it keeps none."""
        if not (await self._house.rules(server_id)).keeps_misses:
            raise UserError(NOT_ON)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.written(), READER_WAITS)
        oldest = self._clock.now() - KEPT_FOR
        return tuple(each for each in await self._misses.kept(server_id) if each.last_at >= oldest)

    async def open(self, server_id: ServerId, id: MissId) -> Miss:
        """A question that is still on the list. Raises UserError if it isn't."""
        found = await self._misses.miss(server_id, id)
        if found is None:
            raise UserError(ANSWERED)
        return found

    async def asked_in(self, server_id: ServerId, question: str) -> Miss | None:
        """The question on the list that is like this one."""
        text = kept_text(question)
        return await self._misses.alike(server_id, normal_form(text)) if text else None

    async def answer(self, server_id: ServerId, id: MissId, fact: MembersFact, *, by: MemberId) -> bool:
        """Make a fact that answers the question part of the server's pack, and take the question off the list.

        The fact's `id` is set here, so that answering twice adds nothing twice; its `question` is the one on the list
        unless it has another. Returns whether the server uses that pack. Raises UserError if it can't be done.
        """
        miss = await self.open(server_id, id)
        text, question = (" ".join(each.split()) for each in (fact.text, fact.question or miss.text))
        fact = replace(fact, id=f"answer-{id}", text=text, question=question)
        if problem := problem_of(fact):
            raise UserError(f"I can't take that: {problem}.")
        is_used = await self._pack.contribute(server_id, fact, by=by)
        await self._misses.drop(server_id, id)
        return is_used

    async def dismiss(self, server_id: ServerId, id: MissId) -> None:
        """Take a question off the list. Nothing happens if it isn't there."""
        await self._misses.drop(server_id, id)

    async def clear(self, server_id: ServerId) -> int:
        """Take all questions off the list. Returns how many there were."""
        return await self._misses.clear(server_id)
