"""The log of answers, and everything computed from it."""

from collections import defaultdict, deque
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
)

from bot.ids import AnswerId, MemberId, QuestionKey, ServerId
from bot.storage.answers import (
    AlreadyAnswered,
    Answered,
    BoardPage,
    Game,
    Graded,
    LogEvent,
    Occasion,
    Record,
    Recorded,
    Recording,
    Regraded,
    Reset,
    Share,
    Standing,
    Streak,
    TooLate,
)
from bot.storage.async_engine import AsyncConnection
from bot.storage.sql.database import Database
from bot.storage.sql.ledger import CLAIMED, CLOSED, POSTED
from bot.storage.streaks import NO_STREAK, Run, days_streak, streak_of
from bot.storage.tables import Number, aliases, answers, daily_posts, in_utc, regrades, resets, storable

AT_ONCE = 1_000
"""Maximum number of values in one IN clause; databases allow some 32,000."""

SERVER = bindparam("server", type_=Number)
"""Parameter of the cached statements."""


class SqlAnswerLog:
    """`AnswerLog` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        occasion = answer.occasion
        day = _day(occasion)
        if occasion.game is Game.DAILY and day is None:
            return TooLate()
        async with self._database.writing() as connection:
            if day is not None and not await _takes_answers(connection, occasion.server_id, day, answer.at):
                return TooLate()
            (answer,) = await as_accepted(connection, self._database, [answer])
            while True:
                new = self._database.insert(answers).values(
                    **_row(answer),
                    attempt=_next_attempt(answer) if may_change else 1,
                    era=_era(occasion.server_id),
                    day=day,
                )
                stored = (await connection.execute(new.on_conflict_do_nothing().returning(*answers.c))).first()
                if stored is not None:
                    return Recorded(graded(stored, is_right=stored.is_right))
                if not may_change:
                    (kept,) = await _graded_by(connection, _counting(_is_member_of(occasion, answer.member_id)))
                    return AlreadyAnswered(kept)

    async def answer(self, occasion: Occasion, member_id: MemberId) -> Graded | None:
        async with self._database.reading() as connection:
            found = await _graded_by(connection, _counting(_is_member_of(occasion, member_id)))
            return found[0] if found else None

    async def answers_to(self, occasion: Occasion) -> tuple[Graded, ...]:
        values = {
            "server": occasion.server_id,
            "game": occasion.game.value,
            "round": occasion.round,
            "number": occasion.number,
        }
        async with self._database.reading() as connection:
            rows = await connection.execute(_answers_to(), values)
            return tuple(graded(row, is_right=row.grade) for row in rows)

    async def regrade(
        self, answers: Collection[AnswerId], *, is_right: bool, by: MemberId, at: datetime
    ) -> tuple[Graded, ...]:
        async with self._database.writing() as connection:
            return await regrade_in(connection, sorted(set(answers)), is_right=is_right, by=by, at=at)

    async def board(
        self,
        server_id: ServerId,
        *,
        game: Game | None = None,
        since: datetime | None = None,
        offset: int = 0,
        limit: int = 10,
        member_id: MemberId | None = None,
        hidden: Collection[MemberId] = (),
    ) -> BoardPage:
        async with self._database.reading() as connection:
            return await _board(connection, server_id, game, since, offset, limit, member_id, hidden)

    async def record_of(
        self, server_id: ServerId, member_id: MemberId, *, game: Game | None = None, since: datetime | None = None
    ) -> Record:
        async with self._database.reading() as connection:
            history = await _graded_by(connection, _history(server_id, member_id, game, since))
            board = await _board(connection, server_id, game, since, 0, 0, member_id, ())
            streaks = await _day_streaks(connection, server_id, [member_id])
        by_category: dict[str, list[bool]] = defaultdict(list)
        for answer in history:
            by_category[answer.given.category].append(answer.is_right)
        return Record(
            rank=board.own.rank if board.own else None,
            points=sum(answer.points for answer in history),
            total=_share([answer.is_right for answer in history]),
            by_category={category: _share(grades) for category, grades in by_category.items()},
            days=streaks[member_id],
            hits=streak_of([answer.is_right for answer in history]),
        )

    async def history(
        self, server_id: ServerId, member_id: MemberId, *, game: Game | None = None, since: datetime | None = None
    ) -> tuple[Graded, ...]:
        async with self._database.reading() as connection:
            return await _graded_by(connection, _history(server_id, member_id, game, since))

    async def day_streaks(self, server_id: ServerId, members: Collection[MemberId]) -> Mapping[MemberId, Streak]:
        async with self._database.reading() as connection:
            return await _day_streaks(connection, server_id, members)

    async def server_streak(self, server_id: ServerId) -> Streak:
        async with self._database.reading() as connection:
            return await _server_streak(connection, server_id)

    async def shares(self, question_keys: Collection[QuestionKey]) -> Mapping[QuestionKey, Share]:
        names = sorted(set(map(storable, question_keys)))
        found = {}
        async with self._database.reading() as connection:
            for start in range(0, len(names), AT_ONCE):
                counting = _counting(answers.c.question.in_(names[start : start + AT_ONCE]))
                rows = await connection.execute(
                    select(
                        counting.c.question, func.count().label("answered"), _sum(counting.c.grade, 1).label("right")
                    ).group_by(counting.c.question)
                )
                found.update({row.question: Share(row.answered, int(row.right)) for row in rows})
        return found

    async def known_alone(self, server_id: ServerId, member_id: MemberId, *, others: int) -> frozenset[Occasion]:
        counting = _on_board(server_id, None, None)
        of = (counting.c.game, counting.c.round, counting.c.number)
        theirs = counting.c.grade & (counting.c.member == member_id)
        alone = (
            select(*of)
            .group_by(*of)
            .having(_sum(counting.c.grade, 1) == 1, _sum(theirs, 1) == 1, func.count() > others)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(alone)
            return frozenset(Occasion(server_id, Game(row.game), row.round, row.number) for row in rows)

    async def events(self, server_id: ServerId) -> AsyncIterator[LogEvent]:
        given = select(answers).where(answers.c.server == server_id).order_by(answers.c.at, answers.c.id)
        again = select(regrades).join(answers, answers.c.id == regrades.c.answer).where(answers.c.server == server_id)
        begun = select(resets).where(resets.c.server == server_id)
        async with self._database.reading() as connection:
            others: list[Regraded | Reset] = [
                *(Reset(row.server, row.number, row.by, row.at) for row in await connection.execute(begun)),
                *(
                    Regraded(row.answer, row.is_right, row.by, row.at)
                    for row in await connection.execute(again.order_by(regrades.c.id))
                ),
            ]
            rest = deque(sorted(others, key=lambda event: event.at))
            async for row in await connection.stream(given):
                while rest and rest[0].at < row.at:
                    yield rest.popleft()
                yield graded(row, is_right=row.is_right)
        for event in rest:
            yield event

    async def reset(self, server_id: ServerId, *, by: MemberId, at: datetime) -> int:
        async with self._database.writing() as connection:
            await self._database.lock(connection, server_id)
            number = select(func.coalesce(func.max(resets.c.number), 0)).where(resets.c.server == server_id)
            before = (await connection.execute(number)).scalar_one()
            of = (answers.c.game, answers.c.round, answers.c.number, answers.c.member)
            counting = select(*of).distinct().where(answers.c.server == server_id, answers.c.era == before).subquery()
            gone = await connection.execute(select(func.count()).select_from(counting))
            await connection.execute(insert(resets).values(server=server_id, number=before + 1, by=by, at=at))
            return int(gone.scalar_one())


async def as_accepted(
    connection: AsyncConnection, database: Database, given: Sequence[Answered]
) -> tuple[Answered, ...]:
    """Answers of one server with their current grades: a typed answer is right if the server accepts its text by now.

    The lock keeps new texts from being accepted before the transaction ends, so an answer is either in the log first,
    and regraded, or graded here.
    """
    doubtful = [answer for answer in given if answer.is_typed and not answer.is_right]
    if not doubtful:
        return tuple(given)
    server_id = doubtful[0].occasion.server_id
    await database.lock(connection, server_id)
    targets = {answer.target for answer in doubtful}
    known = await connection.execute(
        select(aliases.c.target, aliases.c.normal).where(aliases.c.server == server_id, aliases.c.target.in_(targets))
    )
    accepted = {(row.target, row.normal) for row in known}
    return tuple(
        replace(answer, is_right=True)
        if answer.is_typed and (storable(answer.target), storable(answer.normal)) in accepted
        else answer
        for answer in given
    )


async def log_in(connection: AsyncConnection, database: Database, answer: Answered) -> None:
    """Adds an answer to a trivia question to the log, after the member's earlier answers to it."""
    while True:
        row = {**_row(answer), "attempt": _next_attempt(answer), "era": _era(answer.occasion.server_id), "day": None}
        if (await connection.execute(database.insert(answers).values(row).on_conflict_do_nothing())).rowcount == 1:
            return


async def regrade_in(
    connection: AsyncConnection, ids: Collection[AnswerId], *, is_right: bool, by: MemberId, at: datetime
) -> tuple[Graded, ...]:
    """Regrades these answers; returns those whose grade changed, in the order in which they came."""
    changed: list[Row[Any]] = []
    names = sorted(set(ids))
    for start in range(0, len(names), AT_ONCE):
        rows = await connection.execute(
            select(answers)
            .where(answers.c.id.in_(names[start : start + AT_ONCE]), final_grade(answers) != is_right)
            .order_by(answers.c.id)
            .with_for_update()
        )
        changed.extend(rows.all())
    if changed:
        row = {"is_right": is_right, "by": by, "at": at}
        await connection.execute(insert(regrades), [{**row, "answer": answer.id} for answer in changed])
    return tuple(graded(row, is_right=is_right) for row in changed)


def graded(row: Row[Any], *, is_right: bool) -> Graded:
    """A row of `answers` with this grade, which is the current or the original one."""
    occasion = Occasion(row.server, Game(row.game), row.round, row.number)
    given = Answered(
        occasion=occasion,
        channel_id=row.channel,
        member_id=row.member,
        question_key=row.question,
        fact_key=row.fact,
        category=row.category,
        target=row.target,
        text=row.text,
        normal=row.normal,
        is_typed=row.is_typed,
        is_right=row.is_right,
        worth=row.worth,
        at=row.at,
    )
    return Graded(row.id, given, is_right)


def _row(answer: Answered) -> dict[str, object]:
    occasion = answer.occasion
    return {
        "server": occasion.server_id,
        "game": occasion.game.value,
        "round": occasion.round,
        "number": occasion.number,
        "channel": answer.channel_id,
        "member": answer.member_id,
        "question": answer.question_key,
        "fact": answer.fact_key,
        "category": answer.category,
        "target": answer.target,
        "text": answer.text,
        "normal": answer.normal,
        "is_typed": answer.is_typed,
        "is_right": answer.is_right,
        "worth": answer.worth,
        "at": answer.at,
    }


def _day(occasion: Occasion) -> date | None:
    """The date of a daily question."""
    if occasion.game is not Game.DAILY:
        return None
    try:
        return date.fromisoformat(occasion.round)
    except ValueError:
        return None


async def _takes_answers(connection: AsyncConnection, server_id: ServerId, day: date, at: datetime) -> bool:
    """Whether the daily question is open at this time. It cannot be closed before the transaction ends."""
    found = await connection.execute(
        select(daily_posts.c.day)
        .where(
            daily_posts.c.server == server_id,
            daily_posts.c.day == day,
            daily_posts.c.state.in_([CLAIMED, POSTED]),
            or_(daily_posts.c.closes_at.is_(None), daily_posts.c.closes_at > at),
        )
        .with_for_update(read=True)
    )
    return found.first() is not None


def _is_to(occasion: Occasion) -> ColumnElement[bool]:
    return (
        (answers.c.server == occasion.server_id)
        & (answers.c.game == occasion.game.value)
        & (answers.c.round == occasion.round)
        & (answers.c.number == occasion.number)
    )


def _is_member_of(occasion: Occasion, member_id: MemberId) -> ColumnElement[bool]:
    return _is_to(occasion) & (answers.c.member == member_id)


def _next_attempt(answer: Answered) -> ColumnElement[int]:
    made = select(func.coalesce(func.max(answers.c.attempt), 0)).where(_is_member_of(answer.occasion, answer.member_id))
    return made.scalar_subquery() + 1


def _era(server: int | BindParameter[int]) -> ColumnElement[int]:
    """How many times the server has been reset."""
    return select(func.coalesce(func.max(resets.c.number), 0)).where(resets.c.server == server).scalar_subquery()


def final_grade(of: FromClause) -> ColumnElement[bool]:
    """The latest grade of an answer."""
    last = (
        select(regrades.c.is_right)
        .where(regrades.c.answer == of.c.id)
        .order_by(regrades.c.id.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    return func.coalesce(last, of.c.is_right)


def _counting(*where: ColumnElement[bool], within_era: bool = False) -> Subquery:
    """The answers that count, with their `grade`. With `within_era` only answers of the same era compete.

    Most members answer a question once, so each answer is checked for a competing one, a single index lookup. Numbering
    all answers of a server by member and question takes five times as long.
    """
    other = answers.alias("other")
    hit, other_hit = answers.c.is_typed & final_grade(answers), other.c.is_typed & final_grade(other)
    beats = or_(
        other_hit & (not_(hit) | (other.c.attempt < answers.c.attempt)),
        not_(other_hit) & not_(hit) & (other.c.attempt > answers.c.attempt),
    )
    same = [other.c[name] == answers.c[name] for name in ("server", "game", "round", "number", "member")]
    if within_era:
        same.append(other.c.era == answers.c.era)
    beaten = select(other.c.id).where(*same, other.c.attempt != answers.c.attempt, beats).correlate(answers).exists()
    return select(answers, final_grade(answers).label("grade")).where(*where, not_(beaten)).subquery("counting")


def _on_board(
    server: int | BindParameter[int], game: Game | None, since: datetime | None, *where: ColumnElement[bool]
) -> Subquery:
    """The answers that count on a server since its last reset."""
    meant = [answers.c.server == server, answers.c.era == _era(server), *where]
    if game is not None:
        meant.append(answers.c.game == game.value)
    if since is not None:
        meant.append(answers.c.at >= in_utc(since))
    return _counting(*meant, within_era=True)


def _history(server_id: ServerId, member_id: MemberId, game: Game | None, since: datetime | None) -> Subquery:
    return _on_board(server_id, game, since, answers.c.member == member_id)


async def _graded_by(connection: AsyncConnection, counting: Subquery) -> tuple[Graded, ...]:
    """The answers that count, in the order in which they came."""
    rows = await connection.execute(select(counting).order_by(counting.c.id))
    return tuple(graded(row, is_right=row.grade) for row in rows)


async def _board(
    connection: AsyncConnection,
    server_id: ServerId,
    game: Game | None,
    since: datetime | None,
    offset: int,
    limit: int,
    member_id: MemberId | None,
    hidden: Collection[MemberId],
) -> BoardPage:
    counting = _on_board(server_id, game, since)
    totals = (
        select(
            counting.c.member,
            _sum(counting.c.grade, counting.c.worth).label("points"),
            _sum(counting.c.grade, 1).label("right"),
            func.count().label("answered"),
        )
        .where(counting.c.member.not_in(sorted(hidden)))
        .group_by(counting.c.member)
    )
    total = totals.subquery("total")
    best_first = total.c.points.desc()
    placed = select(
        total,
        func.rank().over(order_by=best_first).label("rank"),
        func.row_number().over(order_by=(best_first, total.c.member)).label("position"),
        func.count().over().label("members"),
    ).subquery("placed")
    rows = (
        await connection.execute(
            select(placed)
            .where(
                or_(
                    placed.c.position == 1,
                    placed.c.position.between(offset + 1, offset + limit),
                    placed.c.member == member_id,
                )
            )
            .order_by(placed.c.position)
        )
    ).all()
    standings = {
        row.position: Standing(row.rank, row.member, int(row.points), int(row.right), row.answered) for row in rows
    }
    return BoardPage(
        standings=tuple(standing for position, standing in standings.items() if offset < position <= offset + limit),
        members=rows[0].members if rows else 0,
        own=next((standing for standing in standings.values() if standing.member_id == member_id), None),
    )


async def _day_streaks(
    connection: AsyncConnection, server_id: ServerId, members: Collection[MemberId]
) -> dict[MemberId, Streak]:
    streaks = dict.fromkeys(members, NO_STREAK)
    names, reaching = sorted(streaks), await _reaching(connection, server_id)
    for start in range(0, len(names), AT_ONCE):
        values = {"server": server_id, "members": names[start : start + AT_ONCE]}
        found = await connection.execute(_members_runs(), values)
        for who, rows in groupby(found, key=lambda row: row.who):
            streaks[who] = days_streak((Run(row.first, row.last) for row in rows), reaching=reaching)
    return streaks


async def _server_streak(connection: AsyncConnection, server_id: ServerId) -> Streak:
    reaching = await _reaching(connection, server_id)
    lengths = [0]
    last = 0
    for row in await connection.execute(_server_runs(), {"server": server_id}):
        last = row.last
        lengths.append(row.last - row.first + 1)
    return Streak(lengths[-1] if last >= reaching else 0, max(lengths))


async def _reaching(connection: AsyncConnection, server_id: ServerId) -> int:
    """The number of the last daily question that had to be answered by now: of an open one nobody has to."""
    last = (await connection.execute(_last_day(), {"server": server_id})).first()
    return 0 if last is None else last.days if last.state == CLOSED else last.days - 1


@cache
def _answers_to() -> Select[Any]:
    """The answers to an asking that count. Building the statement once halves its cost."""
    names = ("server", "game", "round", "number")
    counting = _counting(*(answers.c[name] == bindparam(name) for name in names))
    return select(counting).order_by(counting.c.id)


@cache
def _server_runs() -> Select[Any]:
    """Streaks of days with a right answer."""
    counting = _on_board(SERVER, Game.DAILY, None)
    return _runs(select(literal(0).label("who"), counting.c.day).where(counting.c.grade).distinct())


@cache
def _members_runs() -> Select[Any]:
    """Streaks of days on which each of these members answered."""
    return _runs(
        select(answers.c.member.label("who"), answers.c.day)
        .where(
            answers.c.server == SERVER,
            answers.c.era == _era(SERVER),
            answers.c.day.is_not(None),
            answers.c.member.in_(bindparam("members", expanding=True)),
        )
        .distinct()
    )


def _is_post() -> tuple[ColumnElement[bool], ...]:
    return daily_posts.c.server == SERVER, daily_posts.c.state.in_([POSTED, CLOSED])


@cache
def _last_day() -> Select[Any]:
    """The state of the last day with a post, and the number of such days."""
    return (
        select(daily_posts.c.state, func.count().over().label("days"))
        .where(*_is_post())
        .order_by(daily_posts.c.day.desc())
        .limit(1)
    )


def _runs(kept: Select[Any]) -> Select[Any]:
    """The streaks of everybody in `kept` (`who`, `day`), over the days with a post, in order.

    Gaps and islands: days are numbered, and within a streak the number minus the position among one's own days is
    constant.
    """
    days = (
        select(daily_posts.c.day, func.row_number().over(order_by=daily_posts.c.day).label("number"))
        .where(*_is_post())
        .subquery("days")
    )
    mine = kept.subquery("kept")
    position = func.row_number().over(partition_by=mine.c.who, order_by=days.c.number)
    rows = (
        select(mine.c.who, days.c.number, (days.c.number - position).label("run"))
        .join_from(mine, days, mine.c.day == days.c.day)
        .subquery("numbered")
    )
    first, last = func.min(rows.c.number).label("first"), func.max(rows.c.number).label("last")
    return select(rows.c.who, first, last).group_by(rows.c.who, rows.c.run).order_by(rows.c.who, first)


def _sum(where: ColumnElement[bool], value: ColumnElement[int] | int) -> ColumnElement[int]:
    return func.sum(case((where, value), else_=0))


def _share(grades: Collection[bool]) -> Share:
    return Share(len(grades), sum(grades))
