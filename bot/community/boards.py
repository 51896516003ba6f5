"""Leaderboards and stats: periods in the server's own time zone, pages, and a reset preceded by an export."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Protocol

from bot.community.badges import OTHERS, EarnedBadge, badges_of
from bot.ids import MemberId, ServerId
from bot.scheduling.clock import Clock
from bot.scheduling.zones import zone_or_utc
from bot.storage.answers import BoardPage, Game, Graded, Occasion, Record, Regraded, Reset, Share, Streak
from bot.storage.ledger import ClosedPost, DailyEntry, MissedDay, Posted
from bot.storage.periods import Period, beginning
from bot.storage.storage import Storage

PAGE = 10
"""Members per page."""

TELLING = 3
"""Minimum number of answers for a best category; with fewer, luck would decide."""

SHARED_DAYS = 7
"""Number of days in the line that a member shares."""

CHARTED = 20
"""Number of latest answers in the chart."""


class Members(Protocol):
    """Knows who is on a server."""

    async def gone(self, server_id: ServerId, members: Collection[MemberId]) -> frozenset[MemberId]:
        """Those who are no longer on the server; empty if that can't be found out now."""
        ...


@dataclass(frozen=True)
class BoardShown:
    """A page of a board. `number` counts from 0, of `pages` (1 or more)."""

    period: Period
    game: Game | None
    board: BoardPage
    number: int
    pages: int
    server_streak: Streak


@dataclass(frozen=True)
class StatsShown:
    """A member's stats. `best` is the category with the best share, None if none has enough answers.

    `latest` are their last answers, the latest at the end, true if right; `badges` are in the order they were earned.
    """

    member_id: MemberId
    record: Record
    best: str | None
    latest: tuple[bool, ...]
    shared: str
    badges: tuple[EarnedBadge, ...] = ()


@dataclass(frozen=True)
class SharedLine:
    """A member's last dailies for others to see. `number` counts the server's questions, to the last square."""

    number: int
    squares: str
    streak: Streak


@dataclass(frozen=True)
class ResetOffer:
    """What a reset would discard: `log` is the whole log as JSON lines, for the manager to keep."""

    answers: int
    log: bytes


class BoardService:
    """Leaderboards and stats of a server."""

    def __init__(self, storage: Storage, members: Members, clock: Clock) -> None:
        self._settings = storage.settings
        self._answers = storage.answers
        self._ledger = storage.ledger
        self._members = members
        self._clock = clock

    async def board(
        self, server_id: ServerId, *, period: Period, game: Game | None, page: int, member_id: MemberId
    ) -> BoardShown:
        """A page (the last one if there aren't that many) with the member's rank. Those who left aren't ranked."""
        since = beginning(period, self._clock.now(), await self._zone(server_id))
        hidden: frozenset[MemberId] = frozenset()
        while True:
            board = await self._answers.board(
                server_id, game=game, since=since, offset=page * PAGE, limit=PAGE, member_id=member_id, hidden=hidden
            )
            pages = max(1, -(-board.members // PAGE))
            if page >= pages:
                page = pages - 1
                continue
            gone = await self._gone_before(server_id, board, page, game, since, hidden)
            if not gone:
                streak = await self._answers.server_streak(server_id)
                return BoardShown(period, game, board, page, pages, streak)
            hidden |= gone

    async def _gone_before(
        self,
        server_id: ServerId,
        board: BoardPage,
        page: int,
        game: Game | None,
        since: datetime | None,
        hidden: Collection[MemberId],
    ) -> frozenset[MemberId]:
        """Members on this page or before it who have left, so that they take nobody's rank."""
        shown = [standing.member_id for standing in board.standings]
        if page:
            before = await self._answers.board(server_id, game=game, since=since, limit=page * PAGE, hidden=hidden)
            shown = [*(standing.member_id for standing in before.standings), *shown]
        return await self._members.gone(server_id, shown)

    async def stats(self, server_id: ServerId, member_id: MemberId) -> StatsShown:
        """A member's stats. Their rank is that on the board, without members who left."""
        record = await self._answers.record_of(server_id, member_id)
        if record.rank is not None:
            page = (record.rank - 1) // PAGE
            own = (await self.board(server_id, period=Period.ALL, game=None, page=page, member_id=member_id)).board.own
            record = replace(record, rank=own.rank if own else None)
        history = await self._answers.history(server_id, member_id)
        return StatsShown(
            member_id=member_id,
            record=record,
            best=best_category(record.by_category),
            latest=tuple(answer.is_right for answer in history[-CHARTED:]),
            shared=await self.share(server_id, member_id),
            badges=badges_of(
                history,
                dailies=[
                    each.plan.day
                    for each in await self._ledger.entries(server_id)
                    if isinstance(each, Posted | ClosedPost)
                ],
                alone=await self._answers.known_alone(server_id, member_id, others=OTHERS),
                shares=await self._answers.shares({answer.given.question_key for answer in history if answer.is_right}),
            ),
        )

    async def share(self, server_id: ServerId, member_id: MemberId) -> str:
        """The member's last dailies as squares, the latest at the end, without giving away the questions.

        Green is right, red wrong, white unanswered, black a day without a question; empty if they answered none.
        """
        entries = await self._ledger.entries(server_id)
        return await self._squares(server_id, member_id, entries)

    async def shared_line(self, server_id: ServerId, member_id: MemberId) -> SharedLine | None:
        """What the member shows others; None where they answered none of the last dailies."""
        entries = await self._ledger.entries(server_id)
        squares = await self._squares(server_id, member_id, entries)
        if not squares:
            return None
        streaks = await self._answers.day_streaks(server_id, [member_id])
        last = entries[-1]
        if (
            isinstance(last, Posted)
            and await self._answers.answer(Occasion.daily(server_id, last.plan.day), member_id) is None
        ):
            entries = entries[:-1]  # today's is still to be answered, and has no square
        number = sum(isinstance(entry, Posted | ClosedPost) for entry in entries)
        return SharedLine(number, squares, streaks[member_id])

    async def _squares(self, server_id: ServerId, member_id: MemberId, entries: Sequence[DailyEntry]) -> str:
        shown = [entry for entry in entries if isinstance(entry, Posted | ClosedPost | MissedDay)][-SHARED_DAYS:]
        squares, has_answered = [], False
        for entry in shown:
            if isinstance(entry, MissedDay):
                squares.append("⬛")
                continue
            answer = await self._answers.answer(Occasion.daily(server_id, entry.plan.day), member_id)
            if answer is None and isinstance(entry, Posted):
                continue  # today's can still be answered
            has_answered = has_answered or answer is not None
            squares.append(_square(answer))
        return "".join(squares) if has_answered else ""

    async def offer_reset(self, server_id: ServerId) -> ResetOffer:
        """What a reset would discard, including the export."""
        log = await self._export(server_id)
        board = await self._answers.board(server_id, limit=100_000)
        return ResetOffer(sum(standing.answered for standing in board.standings), log)

    async def reset(self, server_id: ServerId, *, by: MemberId) -> int:
        """Starts the boards again from zero; returns how many answers stop counting."""
        return await self._answers.reset(server_id, by=by, at=self._clock.now())

    async def _export(self, server_id: ServerId) -> bytes:
        lines = [json.dumps(_event(event), ensure_ascii=False) async for event in self._answers.events(server_id)]
        return "".join(f"{line}\n" for line in lines).encode()

    async def _zone(self, server_id: ServerId) -> tzinfo:
        schedule = await self._settings.schedule(server_id)
        return zone_or_utc(schedule.zone if schedule is not None else None)


def best_category(shares: Mapping[str, Share]) -> str | None:
    """The category with the best share; of equals, the one with more answers."""
    telling = {name: share for name, share in shares.items() if share.answered >= TELLING and share.right}
    if not telling:
        return None
    return max(telling, key=lambda name: (telling[name].right / telling[name].answered, telling[name].answered, name))


def _square(answer: Graded | None) -> str:
    if answer is None:
        return "⬜"
    return "🟩" if answer.is_right else "🟥"


def _event(event: Graded | Regraded | Reset) -> dict[str, object]:
    """An event of the log as JSON. Ids are strings: many readers can't hold numbers that large."""
    match event:
        case Graded(id=id, given=given, is_right=is_right):
            return {
                "event": "answer",
                "id": id,
                "at": given.at.isoformat(),
                "game": given.occasion.game.value,
                "round": given.occasion.round,
                "number": given.occasion.number,
                "channel": str(given.channel_id),
                "member": str(given.member_id),
                "question": given.question_key,
                "category": given.category,
                "text": given.text,
                "is_typed": given.is_typed,
                "is_right": is_right,
                "worth": given.worth,
            }
        case Regraded(answer_id=answer, is_right=is_right, by=by, at=at):
            return {
                "event": "regrading",
                "answer": answer,
                "is_right": is_right,
                "by": None if by is None else str(by),
                "at": at.isoformat(),
            }
        case Reset(number=number, by=by, at=at):
            return {
                "event": "reset",
                "number": number,
                "by": None if by is None else str(by),
                "at": at.isoformat(),
            }


def file_name(day: date) -> str:
    """The name of an export."""
    return f"lorekeeper-answers-{day.isoformat()}.jsonl"
