"""The rules of the game: the board, when it is over, what may be shared, and the draw. Pure; chance is passed in."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.guess.attributes import Comparison, Match, Profile, Roster, compare
from bot.guess.hints import CharacterHint, Hints

TRIES = 6

FIRST_HINT = 3
SECOND_HINT = 5
"""Numbers of tries after which the hints open."""

RESTS = 30
"""Days before a character is drawn again, if the pack has more characters than that."""

SQUARES = {Match.SAME: "🟩", Match.NEAR: "🟨", Match.DIFFERENT: "⬛"}


@dataclass(frozen=True)
class BoardRow:
    """A try, and how it compares with the target."""

    tried: Profile
    verdicts: tuple[Comparison, ...]
    is_right: bool


@dataclass(frozen=True)
class PuzzleBoard:
    """A member's tries. `count` is their number, `hints` are the open ones."""

    target: Profile
    rows: tuple[BoardRow, ...]
    count: int
    hints: tuple[CharacterHint, ...]

    @property
    def is_solved(self) -> bool:
        return any(row.is_right for row in self.rows)

    @property
    def is_over(self) -> bool:
        return self.is_solved or self.count >= TRIES

    @property
    def score(self) -> str:
        """`4/6`, or `X/6` for a member who didn't get it."""
        return f"{self.count if self.is_solved else 'X'}/{TRIES}"

    @property
    def grid(self) -> str:
        """A line of squares for each try, without naming anybody."""
        return "\n".join(squares(row) for row in self.rows)


def board_of(roster: Roster, target: str, tried: Sequence[str], hints: Callable[[], Hints]) -> PuzzleBoard:
    """The board after these tries. Characters no longer in the pack are left out.

    `hints` is only called when one opens.
    """
    sought = roster.profiles[target]
    rows = tuple(
        BoardRow(profile, compare(sought, profile), is_right=profile.character.id == target)
        for profile in (roster.profiles.get(id) for id in tried)
        if profile is not None
    )
    opened: tuple[CharacterHint, ...] = ()
    if len(tried) >= FIRST_HINT:
        both = hints()
        opened = (both.first, both.second) if len(tried) >= SECOND_HINT else (both.first,)
    return PuzzleBoard(sought, rows, len(tried), opened)


def squares(row: BoardRow) -> str:
    """One row of squares."""
    return "".join(SQUARES[verdict.match] for verdict in row.verdicts)


def draw(targets: Sequence[str], past: Sequence[str], chance: random.Random) -> str:
    """Draws the next target, given the past ones, latest last.

    No target repeats within `RESTS` draws; in a smaller pack, within three quarters of its size. Among the rest, one of
    the least frequent is drawn. Raises IndexError if there are no targets.
    """
    rests = RESTS if len(targets) > RESTS else len(targets) * 3 // 4
    resting = set(past[-rests:]) if rests else set()
    free = [target for target in targets if target not in resting]
    counts = Counter(past)
    least = min((counts[target] for target in free), default=0)
    return chance.choice([target for target in free if counts[target] == least])


def held(solved: Collection[int], today: int, *, is_open: bool) -> list[bool]:
    """For each day from the first solved one until today, whether it was solved. Days are ordinals.

    A puzzle of today that `is_open` doesn't count yet, so it breaks no streak.
    """
    if not solved:
        return []
    days = [day in solved for day in range(min(solved), today + 1)]
    return days[:-1] if is_open else days
