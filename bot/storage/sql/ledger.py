"""The ledger of daily posts. Each transition is one UPDATE conditional on the state it starts from, so only one caller
succeeds.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    literal,
    or_,
    select,
    update,
)

from bot.ids import ChannelId, MessageId, QuestionKey, ServerId
from bot.storage.bags import Draw
from bot.storage.ledger import Asks, Claimed, ClosedPost, DailyEntry, DailyPlan, MissedDay, Outlook, Posted
from bot.storage.settings import DailySchedule
from bot.storage.sql.bags import take_out
from bot.storage.sql.database import Database
from bot.storage.sql.rows import fields_of
from bot.storage.tables import daily_posts as posts
from bot.storage.tables import departures, in_utc, schedules

CLAIMED, POSTED, CLOSED, MISSED = "claimed", "posted", "closed", "missed"
"""The states of a row."""

AT_ONCE = 500
"""Rows read before other tasks get a chance to run."""

ENTRY = select(posts).where(posts.c.server == bindparam("server"), posts.c.day == bindparam("day"))
ONE = select(literal(1)).subquery()
PLANNED = select(
    exists().where(departures.c.server == bindparam("server")).label("was_left"), *schedules.c
).select_from(ONE.outerjoin(schedules, schedules.c.server == bindparam("server")))
"""Always one row, even for a server without a schedule."""
KNOWN = (
    select(posts)
    .where(posts.c.server == bindparam("server"))
    .where(or_(posts.c.day >= bindparam("since"), posts.c.state.in_([CLAIMED, POSTED])))
    .order_by(posts.c.day)
)
"""Runs for every server every day. Building the statement once halves its cost."""

ASKED = (
    select(posts.c.day, posts.c.question)
    .where(posts.c.server == bindparam("server"), posts.c.day >= bindparam("since"), posts.c.state != MISSED)
    .order_by(posts.c.day)
)


class SqlLedger:
    """`Ledger` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, plan: DailyPlan, *, now: datetime) -> Claimed | None:
        claimed = Claimed(plan, in_utc(now))
        row = {
            "server": plan.server_id,
            "day": plan.day,
            "state": CLAIMED,
            "channel": plan.channel_id,
            "pack": plan.draw.pack,
            "question": plan.draw.question_key,
            "turn": plan.draw.turn,
            "options": plan.options,
            "due_at": plan.due_at,
            "closes_at": plan.closes_at,
            "asked": plan.asked,
            "claimed_at": claimed.claimed_at,
        }
        async with self._database.writing() as connection:
            new = await connection.execute(self._database.insert(posts).values(row).on_conflict_do_nothing())
            if new.rowcount != 1:
                return None
            await take_out(self._database, connection, plan.server_id, plan.draw)
            return claimed

    async def mark_posted(
        self, server_id: ServerId, day: date, *, message_id: MessageId, at: datetime, asks: Asks | None = None
    ) -> bool:
        values = {"state": POSTED, "message": message_id, "posted_at": at}
        if asks is not None:
            draw = asks.draw
            values |= {"pack": draw.pack, "question": draw.question_key, "turn": draw.turn, "options": asks.options}
            values["asked"] = asks.asked
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(posts).where(_of(server_id, day), posts.c.state == CLAIMED).values(values).returning(*posts.c)
            )
            row = changed.first()
            if row is not None and asks is not None:
                await take_out(self._database, connection, server_id, asks.draw)
        posted = _entry(row) if row is not None else await self.entry(server_id, day)
        return isinstance(posted, Posted | ClosedPost) and posted.message_id == message_id

    async def mark_thread(self, server_id: ServerId, day: date, *, thread_id: ChannelId) -> bool:
        return await self._mark(server_id, day, thread=thread_id)

    async def mark_reply(self, server_id: ServerId, day: date, *, reply_id: MessageId) -> bool:
        return await self._mark(server_id, day, reply=reply_id)

    async def close_from(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        changed = await self._changed(
            update(posts).where(_of(server_id, day), posts.c.state.in_([CLAIMED, POSTED])).values(closes_at=at)
        )
        return changed is not None

    async def mark_closed(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        earlier = case((posts.c.closes_at < in_utc(at), posts.c.closes_at), else_=in_utc(at))
        closed = await self._changed(
            update(posts)
            .where(_of(server_id, day), posts.c.state == POSTED)
            .values(state=CLOSED, closed_at=at, closes_at=earlier)
        )
        return closed is not None

    async def miss(self, server_id: ServerId, day: date, *, now: datetime) -> bool:
        row = {"server": server_id, "day": day, "state": MISSED, "missed_at": now}
        new = self._database.insert(posts).values(row)
        async with self._database.writing() as connection:
            changed = await connection.execute(
                new.on_conflict_do_update(
                    index_elements=["server", "day"],
                    set_={"state": MISSED, "missed_at": new.excluded.missed_at},
                    where=posts.c.state == CLAIMED,
                )
            )
            return bool(changed.rowcount == 1)

    async def entry(self, server_id: ServerId, day: date) -> DailyEntry | None:
        async with self._database.reading() as connection:
            found = (await connection.execute(ENTRY, {"server": server_id, "day": day})).first()
            return _entry(found) if found else None

    async def latest(self, server_id: ServerId) -> DailyEntry | None:
        found = await self._found(
            select(posts).where(posts.c.server == server_id).order_by(posts.c.day.desc()).limit(1)
        )
        return found[0] if found else None

    async def entries(self, server_id: ServerId) -> tuple[DailyEntry, ...]:
        return await self._found(select(posts).where(posts.c.server == server_id).order_by(posts.c.day))

    async def asked(self, server_id: ServerId, *, since: date) -> tuple[tuple[date, QuestionKey], ...]:
        async with self._database.reading() as connection:
            rows = await connection.execute(ASKED, {"server": server_id, "since": since})
            return tuple((row.day, row.question) for row in rows)

    async def outlook(self, server_id: ServerId, *, since: date) -> Outlook:
        async with self._database.reading() as connection:
            planned = dict((await connection.execute(PLANNED, {"server": server_id})).mappings().one())
            found = (await connection.execute(KNOWN, {"server": server_id, "since": since})).all()
        was_left = planned.pop("was_left")
        schedule = DailySchedule(**fields_of(planned)) if planned["server"] is not None else None
        unfinished = (_entry(row) for row in found if row.state in {CLAIMED, POSTED})
        return Outlook(
            was_left,
            schedule,
            frozenset(row.day for row in found if row.day >= since),
            tuple(entry for entry in unfinished if isinstance(entry, Claimed | Posted)),
        )

    async def unfinished(self) -> frozenset[ServerId]:
        query = select(posts.c.server).distinct().where(posts.c.state.in_([CLAIMED, POSTED]))
        servers: set[ServerId] = set()
        async with self._database.reading() as connection:
            async for some in (await connection.stream_scalars(query)).partitions(AT_ONCE):
                servers.update(some)
        return frozenset(servers)

    async def _mark(self, server_id: ServerId, day: date, **values: int) -> bool:
        """Returns whether the day has a post, which now has these values."""
        changed = await self._changed(
            update(posts).where(_of(server_id, day), posts.c.state.in_([POSTED, CLOSED])).values(values)
        )
        return changed is not None

    async def _changed(self, statement: Update) -> DailyEntry | None:
        """The entry after the statement; None if no row matched."""
        async with self._database.writing() as connection:
            changed = (await connection.execute(statement.returning(*posts.c))).first()
            return _entry(changed) if changed else None

    async def _found(self, query: Select[Any]) -> tuple[DailyEntry, ...]:
        async with self._database.reading() as connection:
            return tuple(_entry(row) for row in await connection.execute(query))


def _of(server_id: ServerId, day: date) -> ColumnElement[bool]:
    return and_(posts.c.server == server_id, posts.c.day == day)


def _entry(row: Row[Any]) -> DailyEntry:
    if row.state == MISSED:
        return MissedDay(row.server, row.day, row.missed_at)
    draw = Draw(row.pack, row.question, row.turn)
    plan = DailyPlan(row.server, row.day, row.channel, draw, row.options, row.due_at, row.closes_at, row.asked or "")
    if row.state == CLAIMED:
        return Claimed(plan, row.claimed_at)
    if row.state == POSTED:
        return Posted(plan, row.claimed_at, row.posted_at, row.message, row.thread, row.reply)
    return ClosedPost(plan, row.claimed_at, row.posted_at, row.message, row.thread, row.closed_at, row.reply)
