"""The tables, in SQLAlchemy Core, and the column types for our values."""

import json
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

LOST = "\N{REPLACEMENT CHARACTER}"
"""Replaces a character that can't be stored."""

Number = BigInteger().with_variant(Integer, "sqlite")
"""Wide enough for Discord's ids. SQLite only autoincrements an INTEGER, which is as wide."""


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive one, which could be any of 24 hours."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC)


def storable(text: str) -> str:
    """The text, with unstorable characters replaced: NUL and lone surrogates."""
    return text.replace("\0", LOST).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Moment(TypeDecorator[datetime]):
    """An aware time. SQLite drops the zone, so it is stored as UTC there and read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return in_utc(value).replace(tzinfo=None) if dialect.name == "sqlite" else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else in_utc(value)


class Words(TypeDecorator[str]):
    """Text that people typed, without characters that PostgreSQL can't store."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the same in both
        return None if value is None else storable(value)


class WordList(TypeDecorator[tuple[str, ...]]):
    """A list of texts, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else json.dumps([storable(text) for text in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        return None if value is None else tuple(json.loads(value))


class Weekdays(TypeDecorator[frozenset[int]]):
    """Days of the week as a bit mask; Monday is the lowest bit."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else sum(1 << day for day in value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> frozenset[int] | None:  # noqa: ARG002
        return None if value is None else frozenset(day for day in range(7) if value >> day & 1)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

servers = Table(
    "servers",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
)
"""One row per server, locked while something of the server is read and then written."""

departures = Table(
    "departures",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
"""Servers from which the bot was removed, with the time it was recorded."""

listening = Table(
    "listening",
    metadata,
    Column("channel", Number, primary_key=True, autoincrement=False),
    Column("server", Number, nullable=False, index=True),
)

solved_posts = Table(
    "solved_posts",
    metadata,
    Column("channel", Number, primary_key=True, autoincrement=False),
    Column("server", Number, nullable=False, index=True),
)
"""Posts of forums that were marked as solved, by the id of their thread."""

schedules = Table(
    "schedules",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("channel", Number, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("set_up_by", Number),
    Column("weekdays", Weekdays, nullable=False),
    Column("role", Number),
    Column("has_thread", Boolean, nullable=False),
    Column("closes_at", Time),
    Column("is_active", Boolean, nullable=False),
    Column("pause_reason", Words, nullable=False),
    Column("skipped", Date),
    Column("may_spoil", Boolean, nullable=False, server_default=false()),
    Column("reveals_in_reply", Boolean, nullable=False, server_default=false()),
    Column("invites_to_guess", Boolean, nullable=False, server_default=false()),
)

drawn = Table(
    "drawn",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
    Column("question", Words, primary_key=True),
    Column("turn", Integer, nullable=False),
)

daily_posts = Table(
    "daily_posts",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("state", Text, nullable=False),
    Column("channel", Number),
    Column("pack", Words),
    Column("question", Words),
    Column("turn", Integer),
    Column("options", WordList),
    Column("due_at", Moment),
    Column("closes_at", Moment),
    Column("claimed_at", Moment),
    Column("posted_at", Moment),
    Column("message", Number, unique=True),
    Column("thread", Number),
    Column("reply", Number),
    Column("closed_at", Moment),
    Column("missed_at", Moment),
    Column("asked", Words),
    CheckConstraint(
        "state = 'missed' AND missed_at IS NOT NULL OR question IS NOT NULL AND ("
        "state = 'claimed' AND message IS NULL"
        " OR state = 'posted' AND message IS NOT NULL AND posted_at IS NOT NULL AND closed_at IS NULL"
        " OR state = 'closed' AND message IS NOT NULL AND closed_at IS NOT NULL)",
        name="state",
    ),
    Index("ix_daily_posts_state_closes_at", "state", "closes_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Number, primary_key=True),
    Column("server", Number, nullable=False),
    Column("game", Text, nullable=False),
    Column("round", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("member", Number, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("era", Integer, nullable=False),
    Column("day", Date),
    Column("channel", Number, nullable=False),
    Column("question", Words, nullable=False, index=True),
    Column("fact", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("normal", Words, nullable=False),
    Column("is_typed", Boolean, nullable=False),
    Column("is_right", Boolean, nullable=False),
    Column("worth", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("server", "game", "round", "number", "member", "attempt"),
    Index("ix_answers_server_member", "server", "member"),
    Index("ix_answers_server_at", "server", "at"),
    sqlite_autoincrement=True,
)
"""The log: rows are added, and removed only when a member asks to be forgotten. `attempt` counts a member's
answers to an asking, `era` the server's resets before the answer. `day` is the date of a daily question.
"""

regrades = Table(
    "regrades",
    metadata,
    Column("id", Number, primary_key=True),
    Column("answer", Number, ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("is_right", Boolean, nullable=False),
    Column("by", Number),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

resets = Table(
    "resets",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("by", Number),
    Column("at", Moment, nullable=False),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Number, primary_key=True),
    Column("answer", Number, ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Number),
    Column("decided_at", Moment),
    sqlite_autoincrement=True,
)

aliases = Table(
    "aliases",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("target", Words, primary_key=True),
    Column("normal", Words, primary_key=True),
)

games = Table(
    "games",
    metadata,
    Column("channel", Number, primary_key=True, autoincrement=False),
    Column("server", Number, nullable=False),
    Column("id", Text, nullable=False),
    Column("started_by", Number, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("state", Words, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("server", Number, nullable=False, index=True),
    Column("channel", Number, nullable=False),
    Column("member", Number, nullable=False),
    Column("text", Words, nullable=False),
    Column("about", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Number),
    Column("decided_at", Moment),
    Column("question", Words, nullable=False, server_default=text("''")),
    Column("credit", Words, nullable=False, server_default=text("''")),
    sqlite_autoincrement=True,
)

review_channels = Table(
    "review_channels",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("channel", Number, nullable=False),
)
"""Where managers review suggestions."""

misses = Table(
    "misses",
    metadata,
    Column("id", Number, primary_key=True),
    Column("server", Number, nullable=False),
    Column("channel", Number, nullable=False),
    Column("text", Words, nullable=False),
    Column("normal", Words, nullable=False),
    Column("ended", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    UniqueConstraint("server", "normal"),
    sqlite_autoincrement=True,
)
"""Questions that the bot couldn't answer, alike ones as one row. Nobody knows who asked them."""

miss_digests = Table(
    "miss_digests",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("week", Date, nullable=False),
    Column("channel", Number, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("settled_at", Moment),
)
"""The latest weekly digest of each server."""

reports = Table(
    "reports",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("question", Words, primary_key=True),
    Column("reported_by", Number),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Number),
    Column("decided_at", Moment),
)
"""Questions that members found bad."""

guess_puzzles = Table(
    "guess_puzzles",
    metadata,
    Column("id", Number, primary_key=True),
    Column("scope", Number, nullable=False),
    Column("server", Number, index=True),
    Column("pack", Words, nullable=False),
    Column("round", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("target", Words, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("scope", "pack", "round"),
    sqlite_autoincrement=True,
)
"""Puzzles. `scope` is the server, or a member if `server` is NULL. `round` is a date, or "endless"."""

guess_tries = Table(
    "guess_tries",
    metadata,
    Column("puzzle", Number, ForeignKey("guess_puzzles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("member", Number, primary_key=True, autoincrement=False, index=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("character", Words, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("puzzle", "member", "character"),
)
"""The characters that members tried, numbered from 1."""

server_packs = Table(
    "server_packs",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
    Column("current", Integer, nullable=False),
)
"""Packs of servers, with the number of the version that is used."""

pack_versions = Table(
    "pack_versions",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("files", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("by", Number),
    Column("at", Moment, nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("used_at", Moment),
    Column("pictures", Words, nullable=False, server_default=text("'{}'")),
)
"""Their versions. `files` is JSON: texts by path; so is `pictures`: digests by path."""

pack_pictures = Table(
    "pack_pictures",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The pictures of all versions of servers' packs, each once."""

packs_chosen = Table(
    "packs_chosen",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("channel", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
)
"""The packs chosen for a channel, or for the server (channel 0)."""

server_rules = Table(
    "server_rules",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("rules", Words, nullable=False),
)
"""What managers have set, as JSON."""

rule_changes = Table(
    "rule_changes",
    metadata,
    Column("id", Number, primary_key=True),
    Column("server", Number, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("by", Number),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
"""Values that managers changed, as JSON before and after."""

told_once = Table(
    "told_once",
    metadata,
    Column("server", Number, primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""What a server was told, so that it isn't told again."""

member_seen = Table(
    "member_seen",
    metadata,
    Column("member", Number, primary_key=True, autoincrement=False),
    Column("pack", Words, primary_key=True),
    Column("scene", Integer, nullable=False),
)
"""The last scene of each pack that a member has seen. Not about a server: a member has seen it everywhere."""
