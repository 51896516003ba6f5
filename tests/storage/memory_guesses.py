"""What is remembered of `/guess`, in memory, for tests."""

from collections.abc import Callable
from datetime import datetime

from bot.ids import MemberId, PuzzleId, ServerId
from bot.storage.guesses import ENDLESS, NewPuzzle, PlayedPuzzle, Puzzle, Tried
from bot.storage.tables import in_utc


class MemoryGuesses:
    """`guesses.Guesses` in memory."""

    def __init__(self) -> None:
        self._puzzles: dict[PuzzleId, Puzzle] = {}
        self._tries: dict[tuple[PuzzleId, MemberId], list[tuple[str, datetime]]] = {}
        self._last_id = 0

    async def open(self, new: NewPuzzle, *, instead_of: PuzzleId | None = None) -> Puzzle:
        dated = [puzzle for puzzle in self._dated(new.scope) if puzzle.pack == new.pack]
        number = 0 if new.round == ENDLESS else 1 + max((puzzle.number for puzzle in dated), default=0)
        found = await self.of_round(new.scope, new.pack, new.round)
        if found is not None:
            if found.id != instead_of:
                return found
            number = found.number
            self._drop(lambda puzzle: puzzle.id == instead_of)
        self._last_id += 1
        puzzle = Puzzle(PuzzleId(self._last_id), number, new.scope, new.server_id, new.pack, new.round, new.target)
        self._puzzles[puzzle.id] = puzzle
        return puzzle

    async def puzzle(self, id: PuzzleId) -> Puzzle | None:
        return self._puzzles.get(id)

    async def of_round(self, scope: ServerId | MemberId, pack: str, round: str) -> Puzzle | None:
        wanted = (scope, pack, round)
        return next((p for p in self._puzzles.values() if (p.scope, p.pack, p.round) == wanted), None)

    async def past(self, scope: ServerId | MemberId, pack: str) -> tuple[str, ...]:
        return tuple(puzzle.target for puzzle in self._dated(scope) if puzzle.pack == pack)

    async def tried(self, puzzle_id: PuzzleId, member_id: MemberId) -> tuple[str, ...]:
        return tuple(character for character, _ in self._tries.get((puzzle_id, member_id), ()))

    async def record(
        self, puzzle_id: PuzzleId, member_id: MemberId, character: str, *, at: datetime, most: int
    ) -> Tried | None:
        if puzzle_id not in self._puzzles:
            return None
        before = await self.tried(puzzle_id, member_id)
        if character in before or self._puzzles[puzzle_id].target in before or len(before) >= most:
            return Tried(before, is_new=False)
        self._tries.setdefault((puzzle_id, member_id), []).append((character, in_utc(at)))
        return Tried((*before, character), is_new=True)

    async def played(self, scope: ServerId | MemberId, member_id: MemberId) -> tuple[PlayedPuzzle, ...]:
        return self._played(self._dated(scope), member_id)

    def of_member(self, member_id: MemberId, server_id: ServerId | None) -> tuple[PlayedPuzzle, ...]:
        """All that the member tried, here or everywhere."""
        puzzles = sorted(self._puzzles.values(), key=lambda puzzle: (puzzle.round, puzzle.pack, puzzle.id))
        return self._played([puzzle for puzzle in puzzles if server_id in {None, puzzle.server_id}], member_id)

    def forget_member(self, member_id: MemberId, server_id: ServerId | None) -> int:
        gone = self.of_member(member_id, server_id)
        for played in gone:
            del self._tries[played.puzzle.id, member_id]
        if server_id is None:
            self._drop(lambda puzzle: puzzle.scope == member_id and puzzle.server_id is None)
        return sum(len(played.characters) for played in gone)

    def forget_server(self, server_id: ServerId) -> None:
        self._drop(lambda puzzle: puzzle.server_id == server_id)

    def servers(self) -> set[ServerId]:
        """Of which something is kept."""
        return {puzzle.server_id for puzzle in self._puzzles.values() if puzzle.server_id is not None}

    def _dated(self, scope: ServerId | MemberId) -> list[Puzzle]:
        dated = (puzzle for puzzle in self._puzzles.values() if puzzle.scope == scope and puzzle.round != ENDLESS)
        return sorted(dated, key=lambda puzzle: (puzzle.round, puzzle.pack))

    def _played(self, puzzles: list[Puzzle], member_id: MemberId) -> tuple[PlayedPuzzle, ...]:
        of_member = ((puzzle, self._tries.get((puzzle.id, member_id), [])) for puzzle in puzzles)
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
