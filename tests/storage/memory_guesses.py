"""What is remembered of `/guess`, in memory, for tests."""

from collections.abc import Callable
from datetime import datetime

from bot.storage.guesses import ENDLESS, NewPuzzle, PlayedPuzzle, Puzzle, Tried
from bot.storage.tables import in_utc


class MemoryGuesses:
    """`guesses.Guesses` in memory."""

    def __init__(self) -> None:
        self._puzzles: dict[int, Puzzle] = {}
        self._tries: dict[tuple[int, int], list[tuple[str, datetime]]] = {}
        self._last_id = 0

    async def open(self, new: NewPuzzle, *, instead_of: int | None = None) -> Puzzle:
        dated = [puzzle for puzzle in self._dated(new.scope) if puzzle.pack == new.pack]
        number = 0 if new.round == ENDLESS else 1 + max((puzzle.number for puzzle in dated), default=0)
        found = await self.of_round(new.scope, new.pack, new.round)
        if found is not None:
            if found.id != instead_of:
                return found
            number = found.number
            self._drop(lambda puzzle: puzzle.id == instead_of)
        self._last_id += 1
        puzzle = Puzzle(self._last_id, number, new.scope, new.server, new.pack, new.round, new.target)
        self._puzzles[puzzle.id] = puzzle
        return puzzle

    async def puzzle(self, id: int) -> Puzzle | None:
        return self._puzzles.get(id)

    async def of_round(self, scope: int, pack: str, round: str) -> Puzzle | None:
        wanted = (scope, pack, round)
        return next((p for p in self._puzzles.values() if (p.scope, p.pack, p.round) == wanted), None)

    async def past(self, scope: int, pack: str) -> tuple[str, ...]:
        return tuple(puzzle.target for puzzle in self._dated(scope) if puzzle.pack == pack)

    async def tried(self, puzzle: int, member: int) -> tuple[str, ...]:
        return tuple(character for character, _ in self._tries.get((puzzle, member), ()))

    async def record(self, puzzle: int, member: int, character: str, *, at: datetime, most: int) -> Tried | None:
        if puzzle not in self._puzzles:
            return None
        before = await self.tried(puzzle, member)
        if character in before or self._puzzles[puzzle].target in before or len(before) >= most:
            return Tried(before, is_new=False)
        self._tries.setdefault((puzzle, member), []).append((character, in_utc(at)))
        return Tried((*before, character), is_new=True)

    async def played(self, scope: int, member: int) -> tuple[PlayedPuzzle, ...]:
        return self._played(self._dated(scope), member)

    def of_member(self, member: int, server: int | None) -> tuple[PlayedPuzzle, ...]:
        """All that the member tried, here or everywhere."""
        puzzles = sorted(self._puzzles.values(), key=lambda puzzle: (puzzle.round, puzzle.pack, puzzle.id))
        return self._played([puzzle for puzzle in puzzles if server in {None, puzzle.server}], member)

    def forget_member(self, member: int, server: int | None) -> int:
        gone = self.of_member(member, server)
        for played in gone:
            del self._tries[played.puzzle.id, member]
        if server is None:
            self._drop(lambda puzzle: puzzle.scope == member and puzzle.server is None)
        return sum(len(played.characters) for played in gone)

    def forget_server(self, server: int) -> None:
        self._drop(lambda puzzle: puzzle.server == server)

    def servers(self) -> set[int]:
        """Of which something is kept."""
        return {puzzle.server for puzzle in self._puzzles.values() if puzzle.server is not None}

    def _dated(self, scope: int) -> list[Puzzle]:
        dated = (puzzle for puzzle in self._puzzles.values() if puzzle.scope == scope and puzzle.round != ENDLESS)
        return sorted(dated, key=lambda puzzle: (puzzle.round, puzzle.pack))

    def _played(self, puzzles: list[Puzzle], member: int) -> tuple[PlayedPuzzle, ...]:
        of_member = ((puzzle, self._tries.get((puzzle.id, member), [])) for puzzle in puzzles)
        return tuple(
            PlayedPuzzle(puzzle, tuple(character for character, _ in tries), tuple(at for _, at in tries))
            for puzzle, tries in of_member
            if tries
        )

    def _drop(self, is_meant: Callable[[Puzzle], bool]) -> None:
        for id in [puzzle.id for puzzle in self._puzzles.values() if is_meant(puzzle)]:
            del self._puzzles[id]
            for key in [key for key in self._tries if key[0] == id]:
                del self._tries[key]
