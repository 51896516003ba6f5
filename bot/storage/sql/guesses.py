"""Puzzles of /guess, and members' tries."""

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select

from bot.ids import MemberId, PuzzleId, ServerId
from bot.storage.async_engine import AsyncConnection
from bot.storage.guesses import ENDLESS, NewPuzzle, PlayedPuzzle, Puzzle, Tried
from bot.storage.sql.database import Database
from bot.storage.tables import guess_puzzles as puzzles
from bot.storage.tables import guess_tries as tries


class SqlGuesses:
    """`guesses.Guesses` in two tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, new: NewPuzzle, *, instead_of: PuzzleId | None = None) -> Puzzle:
        row = {
            "scope": new.scope,
            "server": new.server_id,
            "pack": new.pack,
            "round": new.round,
            "target": new.target,
            "at": new.at,
        }
        dated = (puzzles.c.scope == new.scope) & (puzzles.c.pack == new.pack) & (puzzles.c.round != ENDLESS)
        is_of_round = (puzzles.c.scope == new.scope) & (puzzles.c.pack == new.pack) & (puzzles.c.round == new.round)
        async with self._database.writing() as connection:
            number = 0
            if new.round != ENDLESS:
                last = await connection.scalar(select(func.max(puzzles.c.number)).where(dated))
                number = 1 + (last or 0)
            if instead_of is not None:
                gone = delete(puzzles).where(puzzles.c.id == instead_of, is_of_round).returning(puzzles.c.number)
                number = await connection.scalar(gone) or number
            await connection.execute(
                self._database.insert(puzzles).values({**row, "number": number}).on_conflict_do_nothing()
            )
            return _puzzle((await connection.execute(select(puzzles).where(is_of_round))).one())

    async def puzzle(self, id: PuzzleId) -> Puzzle | None:
        return await self._only(puzzles.c.id == id)

    async def of_round(self, scope: ServerId | MemberId, pack: str, round: str) -> Puzzle | None:
        return await self._only(puzzles.c.scope == scope, puzzles.c.pack == pack, puzzles.c.round == round)

    async def _only(self, *where: ColumnElement[bool]) -> Puzzle | None:
        async with self._database.reading() as connection:
            found = (await connection.execute(select(puzzles).where(*where))).one_or_none()
            return None if found is None else _puzzle(found)

    async def past(self, scope: ServerId | MemberId, pack: str) -> tuple[str, ...]:
        query = select(puzzles.c.target).where(
            puzzles.c.scope == scope, puzzles.c.pack == pack, puzzles.c.round != ENDLESS
        )
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(query.order_by(puzzles.c.round)))

    async def tried(self, puzzle_id: PuzzleId, member_id: MemberId) -> tuple[str, ...]:
        async with self._database.reading() as connection:
            return await _tried(connection, puzzle_id, member_id)

    async def record(
        self, puzzle_id: PuzzleId, member_id: MemberId, character: str, *, at: datetime, most: int
    ) -> Tried | None:
        async with self._database.writing() as connection:
            # Locks the puzzle: nobody else adds a try until this one is there.
            locked = select(puzzles.c.target).where(puzzles.c.id == puzzle_id).with_for_update()
            target = await connection.scalar(locked)
            if target is None:
                return None
            before = await _tried(connection, puzzle_id, member_id)
            if character in before or target in before or len(before) >= most:
                return Tried(before, is_new=False)
            row = {
                "puzzle": puzzle_id,
                "member": member_id,
                "number": len(before) + 1,
                "character": character,
                "at": at,
            }
            await connection.execute(insert(tries).values(row))
            return Tried((*before, character), is_new=True)

    async def played(self, scope: ServerId | MemberId, member_id: MemberId) -> tuple[PlayedPuzzle, ...]:
        async with self._database.reading() as connection:
            return await played_in(
                connection, puzzles.c.scope == scope, puzzles.c.round != ENDLESS, member_id=member_id
            )


async def played_in(
    connection: AsyncConnection, *where: ColumnElement[bool], member_id: MemberId
) -> tuple[PlayedPuzzle, ...]:
    """A member's tries in some puzzles, in order of their rounds and packs."""
    rows = await connection.execute(
        select(puzzles, tries.c.character, tries.c.at.label("tried_at"))
        .join_from(tries, puzzles, tries.c.puzzle == puzzles.c.id)
        .where(tries.c.member == member_id, *where)
        .order_by(puzzles.c.round, puzzles.c.pack, puzzles.c.id, tries.c.number)
    )
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.id)]
    return tuple(
        PlayedPuzzle(_puzzle(group[0]), tuple(row.character for row in group), tuple(row.tried_at for row in group))
        for group in grouped
    )


async def forget_tries(connection: AsyncConnection, member_id: MemberId, server_id: ServerId | None) -> int:
    """Deletes a member's tries and their own puzzles, on one server or everywhere; returns the number of tries."""
    gone = delete(tries).where(tries.c.member == member_id)
    if server_id is not None:
        gone = gone.where(tries.c.puzzle.in_(select(puzzles.c.id).where(puzzles.c.server == server_id)))
    count = (await connection.execute(gone)).rowcount
    if server_id is None:
        await connection.execute(delete(puzzles).where(puzzles.c.scope == member_id, puzzles.c.server.is_(None)))
    return count


async def _tried(connection: AsyncConnection, puzzle_id: PuzzleId, member_id: MemberId) -> tuple[str, ...]:
    found = select(tries.c.character).where(tries.c.puzzle == puzzle_id, tries.c.member == member_id)
    return tuple(await connection.scalars(found.order_by(tries.c.number)))


def _puzzle(row: Row[Any]) -> Puzzle:
    return Puzzle(row.id, row.number, row.scope, row.server, row.pack, row.round, row.target)
