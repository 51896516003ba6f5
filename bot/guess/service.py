"""Guess the character: a daily puzzle for the whole server, and endless ones for practice."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.errors import UserError
from bot.guess.attributes import ENOUGH, Roster, roster_of
from bot.guess.hints import Hints, hints_to
from bot.guess.results import GuessStats, Notice, PuzzleShown
from bot.guess.rules import TRIES, board_of, draw, held
from bot.ids import MemberId, PuzzleId, ServerId
from bot.packs.in_use import PacksInUse
from bot.scheduling.clock import Clock
from bot.scheduling.zones import zone_or_utc
from bot.storage.answers import Streak
from bot.storage.guesses import ENDLESS, NewPuzzle, PlayedPuzzle, Puzzle
from bot.storage.storage import Storage
from bot.storage.streaks import streak_of

TOO_FEW = (
    f"There is nobody to guess here: that takes a pack with at least {ENOUGH} characters whose facts tell them apart, "
    "and I have none. /trivia start works with any pack."
)
BEYOND = "Today's character is beyond what you've seen, or what may be told here. /guess endless has others."
JUST_CHANGED = "This puzzle is gone. Start again with /guess daily or /guess endless."


@dataclass(frozen=True)
class Player:
    """A member, and the server in which they play; without one they play alone, and their day is UTC's."""

    member_id: MemberId
    server_id: ServerId | None

    @property
    def scope(self) -> ServerId | MemberId:
        return self.member_id if self.server_id is None else self.server_id


class GuessService:
    """Opens puzzles, records tries, and computes streaks."""

    def __init__(self, storage: Storage, clock: Clock, chance: random.Random) -> None:
        self._guesses = storage.guesses
        self._settings = storage.settings
        self._clock = clock
        self._chance = chance

    async def daily(
        self, player: Player, roster: Roster, character: str | None = None, *, everybody: Roster | None = None
    ) -> PuzzleShown:
        """Today's board, after a try if a character's id is given.

        The puzzle is drawn from `everybody`. Raises UserError if its character isn't in the `roster` that the member
        may see.
        """
        zone = await self._zone(player)
        today = self._clock.now().astimezone(zone).date()
        puzzle = await self._of_day(player, everybody or roster, today)
        if puzzle.target not in roster.profiles:
            raise UserError(BEYOND)
        tried, notice = await self._tried(puzzle, player, character)
        return await self._shown(player, roster, puzzle, tried, notice, today=today, zone=zone)

    async def endless(self, player: Player, roster: Roster, character: str | None = None) -> PuzzleShown:
        """The member's practice board, after a try; without one, a new board if the last one is over."""
        puzzle = await self._guesses.of_round(player.member_id, roster.pack.id, ENDLESS)
        tried = await self._guesses.tried(puzzle.id, player.member_id) if puzzle else ()
        is_done = puzzle is not None and character is None and self._is_over(puzzle, tried)
        if puzzle is None or is_done or puzzle.target not in roster.profiles:
            puzzle = await self._practice(player, roster, puzzle)
        tried, notice = await self._tried(puzzle, player, character)
        return await self._shown(player, roster, puzzle, tried, notice)

    async def another(self, player: Player, packs: PacksInUse, puzzle_id: PuzzleId) -> PuzzleShown:
        """A new practice board after one that is over, from the same pack if it is still used."""
        found = await self._guesses.puzzle(puzzle_id)
        is_there = found is not None and any(found.pack == roster.pack.id for roster in packs.of(rosters_of))
        return await self.endless(player, roster_in(packs, found.pack if found and is_there else ""))

    async def finished(self, packs: PacksInUse, puzzle_id: PuzzleId, member_id: MemberId) -> PuzzleShown | None:
        """The member's finished board, for sharing; None if it is gone or not over."""
        found = await self._guesses.puzzle(puzzle_id)
        roster = next((roster for roster in packs.of(rosters_of) if found and roster.pack.id == found.pack), None)
        if found is None or roster is None or found.target not in roster.profiles:
            return None
        player = Player(member_id, found.server_id)
        tried = await self._guesses.tried(found.id, member_id)
        if found.day is None or not self._is_over(found, tried):
            return None
        zone = await self._zone(player)
        return await self._shown(player, roster, found, tried, None, today=found.day, zone=zone)

    async def stats(self, player: Player) -> GuessStats:
        """The member's stats for this server's daily puzzles, over all packs. Days that aren't over are left out."""
        today = self._clock.now().astimezone(await self._zone(player)).date()
        played = await self._guesses.played(player.scope, player.member_id)
        over = [one for one in played if self._is_over(one.puzzle, one.characters)]
        needed = [len(one.characters) for one in over if _is_solved(one)]
        return GuessStats(
            played=len(over),
            solved=len(needed),
            by_tries=tuple(needed.count(number) for number in range(1, TRIES + 1)),
            streak=self._streak(played, today),
        )

    async def _of_day(self, player: Player, roster: Roster, day: date) -> Puzzle:
        """The puzzle of a day: drawn on the first request, seeded by the server, the pack and the date."""
        scope, pack = player.scope, roster.pack.id
        known = await self._guesses.of_round(scope, pack, day.isoformat())
        if known is not None and known.target in roster.profiles:
            return known
        past = await self._guesses.past(scope, pack)
        target = draw(roster.targets, past, _chance_of(scope, pack, day))
        return await self._guesses.open(
            NewPuzzle(scope, player.server_id, pack, day.isoformat(), target, self._clock.now()),
            instead_of=known.id if known else None,
        )

    async def _practice(self, player: Player, roster: Roster, before: Puzzle | None) -> Puzzle:
        target = draw(roster.targets, [before.target] if before else [], self._chance)
        return await self._guesses.open(
            NewPuzzle(player.member_id, None, roster.pack.id, ENDLESS, target, self._clock.now()),
            instead_of=before.id if before else None,
        )

    async def _tried(
        self, puzzle: Puzzle, player: Player, character: str | None
    ) -> tuple[tuple[str, ...], Notice | None]:
        if character is None:
            return await self._guesses.tried(puzzle.id, player.member_id), None
        recorded = await self._guesses.record(puzzle.id, player.member_id, character, at=self._clock.now(), most=TRIES)
        if recorded is None:
            raise UserError(JUST_CHANGED)
        if recorded.is_new:
            return recorded.characters, None
        is_over = self._is_over(puzzle, recorded.characters)
        return recorded.characters, Notice.WAS_OVER if is_over else Notice.TRIED_BEFORE

    async def _shown(
        self,
        player: Player,
        roster: Roster,
        puzzle: Puzzle,
        tried: Sequence[str],
        notice: Notice | None,
        *,
        today: date | None = None,
        zone: tzinfo = UTC,
    ) -> PuzzleShown:
        def hints() -> Hints:
            chance = _chance_of(puzzle.scope, puzzle.pack, puzzle.round, puzzle.id)
            return hints_to(roster.profiles[puzzle.target].character, roster.pack, chance)

        board = board_of(roster, puzzle.target, tried, hints)
        streak = None
        if today is not None:
            streak = self._streak(await self._guesses.played(player.scope, player.member_id), today)
        return PuzzleShown(puzzle, roster, board, notice, streak, _next_day(today, zone) if today else None)

    @staticmethod
    def _is_over(puzzle: Puzzle, tried: Sequence[str]) -> bool:
        return puzzle.target in tried or len(tried) >= TRIES

    def _streak(self, played: Sequence[PlayedPuzzle], today: date) -> Streak:
        """The member's streak of solved days."""
        days = [(one.puzzle.day, one) for one in played]
        solved = {day.toordinal() for day, one in days if day is not None and day <= today and _is_solved(one)}
        is_lost = any(
            day == today and not _is_solved(one) and self._is_over(one.puzzle, one.characters) for day, one in days
        )
        is_open = today.toordinal() not in solved and not is_lost
        return streak_of(held(solved, today.toordinal(), is_open=is_open))

    async def _zone(self, player: Player) -> tzinfo:
        """The time zone of the server's daily question."""
        schedule = await self._settings.schedule(player.server_id) if player.server_id is not None else None
        return zone_or_utc(schedule.zone if schedule is not None else None)


def rosters_of(packs: PacksInUse) -> tuple[Roster, ...]:
    """The packs with enough characters for a game, in their order."""
    large = (pack for pack in packs.knowledge.packs if len(pack.characters) >= ENOUGH)
    return tuple(roster for roster in map(roster_of, large) if roster.is_enough)


def roster_in(packs: PacksInUse, pack: str = "") -> Roster:
    """The pack with this id or title, or the first one. Raises UserError if there is none."""
    rosters = packs.of(rosters_of)
    if not rosters:
        raise UserError(TOO_FEW)
    if not pack.strip():
        return rosters[0]
    wanted = pack.strip().casefold()
    for roster in rosters:
        if wanted in {roster.pack.id.casefold(), roster.pack.title.casefold()}:
            return roster
    titles = ", ".join(roster.pack.title for roster in rosters)
    raise UserError(f"There is nobody to guess in “{pack.strip()}”. You can choose from: {titles}.")


def _is_solved(played: PlayedPuzzle) -> bool:
    return played.puzzle.target in played.characters


def _next_day(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _chance_of(*seed: object) -> random.Random:
    """A random generator with the same results for the same seed, in every process."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311  # chance for variety, not for secrets
