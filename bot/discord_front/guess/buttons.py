"""The buttons under a board of /guess. The puzzle is in their id, so they work after a restart, too."""

from dataclasses import dataclass

from bot.discord_front.custom_ids import Action, LongNumber


@dataclass(frozen=True)
class SharePuzzle(Action, id="lk:g:s:{puzzle_id}"):
    """Shows the squares of a finished board to the channel."""

    puzzle_id: LongNumber


@dataclass(frozen=True)
class AnotherPuzzle(Action, id="lk:g:a:{puzzle_id}"):
    """Starts another practice board."""

    puzzle_id: LongNumber
