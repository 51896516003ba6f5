"""Every column of every table: whether it is about a member, and then that it can be seen, deleted and read about.

A new table or column fails the first test until it is in `ABOUT_MEMBERS`, or among those that are about nobody.
"""

from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Column, Table, select

from bot.ids import MemberId
from bot.storage.sql.departures import KEPT
from bot.storage.sql.storage import DECIDERS
from bot.storage.tables import Moment, Weekdays, WordList, metadata
from tests.storage.builders import DAY, NOON
from tests.storage.ready import open_ready

DOCS = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")

ABOUT_MEMBERS = {
    "answers.member": "answers to quiz and daily questions",
    "appeals.decided_by": "appeals against a grade",
    "games.started_by": "while a game runs, its state, with the members in it",
    "games.state": "while a game runs, its state, with the members in it",
    "guess_puzzles.scope": "tries in `/guess`",
    "guess_tries.member": "tries in `/guess`",
    "member_seen.member": "how far a member has seen a story",
    "pack_versions.by": "who uploaded which version of a server's pack",
    "regrades.by": "which manager decided",
    "reports.decided_by": "quiz questions that were reported as bad",
    "reports.reported_by": "with who reported them",
    "resets.by": "who reset the boards",
    "rule_changes.by": "with the manager who made each",
    "schedules.set_up_by": "who set up a daily question",
    "suggestions.decided_by": "which manager decided",
    "suggestions.member": "suggestions for a pack",
}
"""Columns with the id of a member, or several, and what docs/privacy.md says about them."""

DELETED = {"answers.member", "guess_puzzles.scope", "guess_tries.member", "member_seen.member", "suggestions.member"}
"""Columns whose rows are deleted with a member's data (tests/storage/test_forgetting.py), and shown in /mydata."""

ENDS_BY_ITSELF = {"games.started_by", "games.state"}
"""Columns of what is deleted with the end of a game, and changed by `QuizService.forget`."""

MEMBER = MemberId(987_654_321)

VALUES: dict[str, object] = {
    "answers.game": "daily",
    "appeals.state": "pending",
    "daily_posts.state": "missed",
    "guess_puzzles.server": None,
    "misses.ended": "nothing",
    "suggestions.state": "open",
}
"""Values of columns that don't take any."""

IDS_OF_OTHERS = {
    *("answer", "attempt", "channel", "era", "id", "message", "number", "options", "puzzle", "reply", "role"),
    *("server", "thread", "turn", "weekdays", "worth", "based_on", "current", "scene", "times"),
}
"""Columns of numbers that aren't ids of members."""


def test_every_column_that_may_hold_a_members_id_is_known() -> None:
    numbers = {_name(each) for each in _columns() if each.type.python_type is int and each.name not in IDS_OF_OTHERS}
    told = {name for name in ABOUT_MEMBERS if name != "games.state"}

    assert numbers == told, (
        "A column of numbers is new, or gone. If it holds a member's id, put it into ABOUT_MEMBERS, docs/privacy.md, "
        f"/mydata and SqlStorage.forget_member; otherwise into IDS_OF_OTHERS: {sorted(numbers ^ told)}"
    )


def test_all_of_them_are_deleted_emptied_or_end_by_themselves() -> None:
    emptied = {f"{table.name}.{column.name}" for table, column in DECIDERS}

    assert emptied | DELETED | ENDS_BY_ITSELF == set(ABOUT_MEMBERS)
    assert not emptied & DELETED
    assert all(column.nullable for _, column in DECIDERS)


async def test_of_a_member_who_is_in_all_of_them_nothing_is_left(tmp_path: Path) -> None:
    storage = await open_ready(tmp_path)
    async with storage.database.writing() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(table.insert().values({each.name: _filled(each) for each in table.columns}))

    before = await storage.about_member(MEMBER)
    await storage.forget_member(MEMBER)
    async with storage.database.reading() as connection:
        rows = {table.name: (await connection.execute(select(table))).all() for table in metadata.sorted_tables}
    await storage.close()

    assert before.decided == len(DECIDERS)
    assert all((before.answers, before.suggestions, before.guesses))
    left = [name for name, each in rows.items() if str(MEMBER) in str(each) and f"{name}.state" not in ENDS_BY_ITSELF]
    assert not left, f"SqlStorage.forget_member leaves the member's id in these tables: {left}"


def _filled(column: Column[object]) -> object:
    """A value for the column: the member's id where it is about a member, and otherwise whatever fits."""
    name, kind = _name(column), column.type.python_type
    if name in ABOUT_MEMBERS:
        return MEMBER if kind is int else str(MEMBER)
    if name in VALUES:
        return VALUES[name]
    if isinstance(column.type, Weekdays):
        return frozenset({1})
    if isinstance(column.type, WordList):
        return ("x",)
    if isinstance(column.type, Moment):
        return NOON
    return {int: 1, bool: True, str: "x", bytes: b"x", object: "x", date: DAY, time: time(12), datetime: NOON}[kind]


def test_the_documentation_tells_of_all_of_them() -> None:
    untold = [f"{name}: {what!r}" for name, what in ABOUT_MEMBERS.items() if what not in DOCS]

    assert not untold, f"docs/privacy.md doesn't say so: {untold}"


def test_every_table_goes_with_the_server_that_removed_the_bot() -> None:
    goes_by_itself = {"departures", "servers", "member_seen"}  # the last belongs to no server
    left = [table.name for table in metadata.tables.values() if not _goes(table) and table.name not in goes_by_itself]

    assert not left, f"SqlStorage.forget_server deletes nothing of these; KEPT has the tables: {left}"


def _goes(table: Table) -> bool:
    """Whether its rows are deleted, or those that they belong to."""
    if table in KEPT:
        return True
    return any(key.ondelete == "CASCADE" and _goes(key.column.table) for key in table.foreign_keys)


def _columns() -> list[Column[object]]:
    return [column for table in metadata.tables.values() for column in table.columns]


def _name(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"
