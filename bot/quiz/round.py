"""The rules of a game: takes actions with their time, and returns events. Never waits.

Answers are stored as given. Streaks and standings are computed from them, so that an accepted appeal takes effect as if
the answer had been right at once. The worth of an answer is fixed when its question closes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.english.text import fold
from bot.ids import MemberId, QuestionKey
from bot.questions.grading import LONGEST_GUESS, Verdict, grade, is_meant_as_answer, normal
from bot.questions.model import QuizQuestion, question_from_json
from bot.quiz.events import (
    ActionRefused,
    AlsoRight,
    Earned,
    Ending,
    Event,
    Finished,
    Guessed,
    HintGiven,
    Joined,
    LockedIn,
    PlayerScore,
    QuestionClosed,
    QuestionMissed,
    QuestionOpened,
    Reason,
    Rescored,
    Skipped,
    Solved,
    Standings,
    Team,
    TeamScore,
)
from bot.quiz.scoring import points_for, time_for

MOST_ROUNDS = 50

GUESSES = 3
"""Typed answers per player and question, so that nobody can try every name."""

ONE_OF_TWO = ({"true", "false"}, {"yes", "no"})
"""Pairs of options for which a second guess would always be right."""

UNANSWERED = 3
"""The game ends after this many questions in a row without answers."""

GRACE = timedelta(seconds=4)
"""How long a typed question stays open after the first right answer."""

BREAK = timedelta(seconds=7)
"""Break between two questions, for reading the result."""

HINTS_AT = (0.5, 0.75)
"""Fractions of the time at which automatic hints appear, for typed answers."""

LAST_COUNTS = 2
"""Multiplier for the last of several questions, so that everyone has a chance until the end."""

WAITED_FOR = 2
"""The game stops waiting for players who missed this many questions in a row."""

TEAMS: tuple[Team, ...] = (1, 2)

_VERSION = 1


class AnswerMode(StrEnum):
    """How players answer."""

    BUTTONS = "buttons"
    TYPED = "typed"


class Phase(StrEnum):
    """The phase of a game."""

    WAITING = "waiting"
    LOBBY = "lobby"
    """Players join before the first question."""
    OPEN = "open"
    BREAK = "break"
    OVER = "over"


@dataclass(frozen=True)
class Given:
    """An answer as given: an option's number or a text, `after` a fraction of the question's time.

    `is_part` means that another player had been right before. `worth` is what the answer earns if it is right, also for
    wrong answers, in case of an appeal. None while the question is open, and in games saved by an earlier version.
    """

    player_id: MemberId
    option: int | None
    text: str
    is_right: bool
    after: float
    hints: int = 0
    is_part: bool = False
    worth: int | None = None


@dataclass(frozen=True)
class Turn:
    """One question and its answers, in order. `also` are texts accepted on appeal."""

    given: tuple[Given, ...] = ()
    also: tuple[str, ...] = ()
    hints: int = 0
    was_skipped: bool = False

    @property
    def right(self) -> tuple[Given, ...]:
        """The right answers, one per player, in order."""
        found: dict[MemberId, Given] = {}
        for each in self.given:
            if each.is_right and each.player_id not in found:
                found[each.player_id] = each
        return tuple(sorted(found.values(), key=lambda each: each.after))


@dataclass
class Round:
    """A game in one channel.

    `questions` are asked in order, 1 to 50 of them. Only the `starter` and managers may skip and stop. Call `start`,
    then `tick` whenever `next_at` has come. Times must be timezone-aware; they may go back only as far as clocks do.

    It is long because every event changes the one state of a game: apart, the parts would pass all of it around.
    """

    questions: tuple[QuizQuestion, ...]
    starter: MemberId
    answers: AnswerMode = AnswerMode.BUTTONS
    relaxed: bool = False
    also: Mapping[QuestionKey, tuple[str, ...]] = field(default_factory=dict)
    """Additional right answers by question key, accepted by this server in earlier games."""
    lobby: timedelta = timedelta()
    """How long players may join before the first question. With a lobby, a question closes as soon as all players have
    answered; without one, the players aren't known in advance."""
    has_teams: bool = False
    phase: Phase = field(default=Phase.WAITING, init=False)
    joined: dict[MemberId, Team] = field(default_factory=dict, init=False)
    """The players in the order of joining, by the lobby or by answering."""
    turns: list[Turn] = field(default_factory=list, init=False)
    """All asked questions; the open one is last."""
    opened_at: datetime | None = field(default=None, init=False)
    closes_at: datetime | None = field(default=None, init=False)
    seen_at: datetime | None = field(default=None, init=False)
    """The latest time passed to the game."""
    ending: Ending | None = field(default=None, init=False)
    """Why it is over, and who stopped it."""
    stopped_by: MemberId | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= MOST_ROUNDS:
            raise ValueError(f"a game has 1 to {MOST_ROUNDS} questions, not {len(self.questions)}")

    # Actions

    def start(self, now: datetime) -> list[Event]:
        """Open the lobby, or ask the first question at once. The starter joins the lobby automatically."""
        if self.phase is not Phase.WAITING:
            return []
        self._see(now)
        if not self.lobby:
            return self._ask(now)
        self.phase, self.closes_at = Phase.LOBBY, now + self.lobby
        return [self._let_in(self.starter)]

    def join(self, player_id: MemberId, now: datetime, *, team: Team = 0) -> list[Event]:
        """Join before the first question, in games with teams for one of them. Teams can be changed until then."""
        now = self._see(now)
        if self.phase is not Phase.LOBBY:
            return [ActionRefused(player_id, Reason.BEGUN)]
        if player_id in self.joined and (not self.has_teams or self.joined[player_id] == team):
            return [ActionRefused(player_id, Reason.IN_ALREADY)]
        return [self._let_in(player_id, team)]

    def pick(self, player_id: MemberId, option: int, now: datetime) -> list[Event]:
        """Record a private pick; the latest one before the close counts."""
        now = self._see(now)
        if self.answers is not AnswerMode.BUTTONS:
            return [ActionRefused(player_id, Reason.NOT_BUTTONS)]
        if not self._is_open(now):
            return [ActionRefused(player_id, Reason.NOT_OPEN)]
        if not 0 <= option < len(self.question.options):
            return [ActionRefused(player_id, Reason.NO_SUCH_OPTION)]
        turn = self.turns[-1]
        before = next((each for each in turn.given if each.player_id == player_id), None)
        if before is not None and before.option == option:
            return [LockedIn(player_id, option, changed=False)]
        own = Given(player_id, option, "", option == self.question.right, self._after(now), turn.hints)
        others = tuple(each for each in turn.given if each.player_id != player_id)
        self.turns[-1] = replace(turn, given=(*others, own))
        self._has_answered(player_id, now)
        return [LockedIn(player_id, option, changed=before is not None)]

    def guess(
        self, player_id: MemberId, text: str, now: datetime, *, overheard: bool = False, names: Collection[str] = ()
    ) -> list[Event]:
        """Judge a typed answer. Small talk doesn't use up a guess.

        Neither do `overheard` messages not meant as answers; `names` help to tell (see `is_meant_as_answer`).
        """
        now = self._see(now)
        if self.answers is not AnswerMode.TYPED:
            return [ActionRefused(player_id, Reason.NOT_TYPED)]
        if not self._is_open(now):
            return [ActionRefused(player_id, Reason.NOT_OPEN)]
        turn = self.turns[-1]
        own = [each for each in turn.given if each.player_id == player_id]
        if any(each.is_right for each in own):
            return [ActionRefused(player_id, Reason.ALREADY_RIGHT)]
        left = guesses_for(self.question) - len(own)
        if left <= 0:
            return [ActionRefused(player_id, Reason.NO_MORE_GUESSES)]
        text = text[:LONGEST_GUESS]
        verdict = grade(text, self.question, also=(*turn.also, *self.also.get(self.question.key, ())))
        if verdict is Verdict.EMPTY or (
            overheard and not is_meant_as_answer(text, self.question, verdict, names=names)
        ):
            return [Guessed(player_id, Verdict.EMPTY, left)]
        is_right = verdict is Verdict.RIGHT
        was_solved = bool(turn.right)
        given = Given(player_id, None, text, is_right, self._after(now), turn.hints, is_part=is_right and was_solved)
        self.turns[-1] = replace(turn, given=(*turn.given, given))
        self._has_answered(player_id, now)
        if not is_right:
            return [Guessed(player_id, verdict, left - 1)]
        earned = self._earned(len(self.turns) - 1)[player_id]
        if was_solved:
            return [AlsoRight(player_id, earned.points)]
        self.closes_at = min(self._closing, now + GRACE)
        return [Solved(player_id, self.question.answer, earned.points, earned.streak)]

    def hint(self, player_id: MemberId, now: datetime) -> list[Event]:
        """Show the next hint to everyone. All later answers earn slightly less."""
        now = self._see(now)
        if not self._is_open(now) or (self.turns[-1].right and self.answers is AnswerMode.TYPED):
            return [ActionRefused(player_id, Reason.NOT_OPEN)]
        shown = self._show_hint()
        return shown or [ActionRefused(player_id, Reason.NO_MORE_HINTS)]

    def skip(self, player_id: MemberId, now: datetime, *, may_manage: bool = False) -> list[Event]:
        """Skip the open question; no points change."""
        now = self._see(now)
        if player_id != self.starter and not may_manage:
            return [ActionRefused(player_id, Reason.NOT_ALLOWED)]
        if not self._is_open(now):
            return [ActionRefused(player_id, Reason.NOT_OPEN)]
        number, question = len(self.turns), self.question
        self.turns[-1] = replace(self.turns[-1], was_skipped=True)
        return [Skipped(number, question, player_id), *self._rest(now)]

    def stop(self, player_id: MemberId, now: datetime, *, may_manage: bool = False) -> list[Event]:
        """End the game. An open question doesn't count."""
        now = self._see(now)
        if self.phase is Phase.OVER:
            return [ActionRefused(player_id, Reason.OVER)]
        if player_id != self.starter and not may_manage:
            return [ActionRefused(player_id, Reason.NOT_ALLOWED)]
        if self.phase is Phase.OPEN:
            self.turns[-1] = replace(self.turns[-1], was_skipped=True)
        return self._finish(Ending.STOPPED, player_id)

    def tick(self, now: datetime) -> list[Event]:
        """Do what is due: a hint, the close of a question, or the next one. Late calls are safe."""
        now = self._see(now)
        if self.phase in {Phase.LOBBY, Phase.BREAK} and self.closes_at is not None and now >= self.closes_at:
            return self._ask(now)
        if self.phase is not Phase.OPEN:
            return []
        if now >= self._closing:
            return self._close(now)
        events: list[Event] = []
        while self._hint_due(now):
            events += self._show_hint()
        return events

    def resume(self, now: datetime) -> list[Event]:
        """Resume after a restart; the clock was stopped since the last call."""
        if self.seen_at is not None and now > self.seen_at:
            away = now - self.seen_at
            self.opened_at = self.opened_at + away if self.opened_at else None
            self.closes_at = self.closes_at + away if self.closes_at else None
        self.seen_at = now if self.seen_at is None else max(now, self.seen_at)
        if self.phase is Phase.OPEN:
            return [QuestionOpened(len(self.turns), len(self.questions), self.question, self._closing)]
        return []

    def also_right(self, number: int, text: str, now: datetime) -> list[Event]:
        """Accept a text as right for question `number`, asked or not, from now on.

        Everyone who typed it earns what their answer was worth at the time. Nobody loses points.
        """
        now = self._see(now)
        key = self.questions[number - 1].key
        known = self.also.get(key, ())
        if text not in known:
            self.also = {**self.also, key: (*known, text)}
        if number > len(self.turns) or self.answers is not AnswerMode.TYPED:
            return []
        turn, meant = self.turns[number - 1], {text, normal(text)}
        winners = [each for each in turn.given if normal(each.text) in meant and not each.is_right]
        if not winners or turn.was_skipped:
            return []
        first = turn.right[0].after if turn.right else None
        given = tuple(
            replace(each, is_right=True, is_part=first is not None and each.after > first) if each in winners else each
            for each in turn.given
        )
        self.turns[number - 1] = replace(turn, given=given, also=(*turn.also, text))
        earned = self._earned(number - 1)
        if number == len(self.turns) and self._is_open(now) and first is None:
            self.closes_at = min(self._closing, now + GRACE)
        players = dict.fromkeys(each.player_id for each in winners)
        return [Rescored(number, text, tuple(earned[who] for who in players), self.standing)]

    # State

    @property
    def question(self) -> QuizQuestion:
        """The latest question. Raises IndexError before the first."""
        if not self.turns:
            raise IndexError("no question was asked yet")
        return self.questions[len(self.turns) - 1]

    @property
    def next_at(self) -> datetime | None:
        """When `tick` is due; None if nothing more is due."""
        if self.phase is Phase.OPEN and self.opened_at is not None:
            hint = self._next_hint_at()
            return min(self._closing, hint) if hint else self._closing
        return self.closes_at if self.phase in {Phase.LOBBY, Phase.BREAK} else None

    def forget(self, player_id: MemberId) -> bool:
        """Remove all of a player's answers, as if they had never played; returns whether there were any.

        Other players keep their results, except that another one may become the first to be right.
        """
        without = [
            replace(turn, given=tuple(each for each in turn.given if each.player_id != player_id))
            for turn in self.turns
        ]
        has_played = without != self.turns or player_id in self.joined
        self.turns = without
        self.joined.pop(player_id, None)
        return has_played

    @property
    def standing(self) -> Standings:
        """The standings over all closed questions, best first."""
        told = (number for number in range(len(self.turns)) if not self._is_hidden(number))
        closed = [number for number in told if not self.turns[number].was_skipped]
        points: dict[MemberId, int] = {}
        right: dict[MemberId, int] = {}
        answered: dict[MemberId, int] = {}
        best: dict[MemberId, int] = {}
        for number in closed:
            for player_id in dict.fromkeys(each.player_id for each in self.turns[number].given):
                answered[player_id] = answered.get(player_id, 0) + 1
                points.setdefault(player_id, 0)
            for player_id, earned in self._earned(number).items():
                points[player_id] += earned.points
                right[player_id] = right.get(player_id, 0) + 1
                best[player_id] = max(best.get(player_id, 0), earned.streak)
        order = sorted(points, key=lambda player_id: -points[player_id])
        return tuple(
            PlayerScore(
                player_id,
                points[player_id],
                right.get(player_id, 0),
                answered[player_id],
                best.get(player_id, 0),
                1 + sum(other > points[player_id] for other in points.values()),
            )
            for player_id in order
        )

    @property
    def teams(self) -> tuple[TeamScore, ...]:
        """The teams, best first; empty in games without teams."""
        points = {score.player_id: score.points for score in self.standing}
        scores = []
        for team in TEAMS if self.has_teams else ():
            own = [points[player_id] for player_id, of in self.joined.items() if of == team and player_id in points]
            scores.append(TeamScore(team, round(sum(own) / len(own)) if own else 0, len(own)))
        return tuple(sorted(scores, key=lambda score: -score.points))

    def counts_double(self, number: int) -> bool:
        """Whether question `number` (from 1) counts double."""
        return number == len(self.questions) > 1

    def answered(self, number: int) -> int:
        """How many players have answered question `number` (from 1)."""
        return len({each.player_id for each in self.turns[number - 1].given})

    def earned(self, number: int) -> tuple[Earned, ...]:
        """What each player earned for question `number` (from 1), the first to be right first."""
        return tuple(self._earned(number - 1).values())

    def worth(self, number: int, given: Given) -> int:
        """What an answer to question `number` (from 1) earns, or would earn if it were right."""
        if given.worth is not None:
            return given.worth
        turn = self.turns[number - 1]
        is_part = given.is_part
        if self.answers is AnswerMode.TYPED and not given.is_right:
            is_part = any(each.is_right for each in turn.given[: turn.given.index(given)])
        streak = self._streak_before(given.player_id, number - 1)
        points = points_for(speed=1 - given.after, streak=streak, hints=given.hints, is_first=not is_part)
        return points * (LAST_COUNTS if self.counts_double(number) else 1)

    def _is_hidden(self, number: int) -> bool:
        """Whether a question's picks are still private."""
        return self.phase is Phase.OPEN and self.answers is AnswerMode.BUTTONS and number == len(self.turns) - 1

    # Rules

    def _let_in(self, player_id: MemberId, team: Team = 0) -> Joined:
        """Add a player to the team; by default, to the smaller one."""
        if self.has_teams and team not in TEAMS:
            others = [of for who, of in self.joined.items() if who != player_id]
            team = min(TEAMS, key=others.count)
        self.joined[player_id] = team if self.has_teams else 0
        return Joined(player_id, len(self.joined), self.joined[player_id])

    def _has_answered(self, player_id: MemberId, now: datetime) -> None:
        """An answer makes the player join. Once all players have answered, the question closes."""
        if player_id not in self.joined:
            self._let_in(player_id)
        latest = self.turns[-1 - WAITED_FOR : -1]
        awaited = [
            each
            for each in self.joined
            if len(latest) < WAITED_FOR or any(each == given.player_id for turn in latest for given in turn.given)
        ]
        if self.lobby and all(map(self._is_done, awaited)):
            self.closes_at = min(self._closing, now)

    def _is_done(self, player_id: MemberId) -> bool:
        """Whether a player can't answer the open question any more."""
        own = [each for each in self.turns[-1].given if each.player_id == player_id]
        if self.answers is AnswerMode.BUTTONS:
            return bool(own)
        return any(each.is_right for each in own) or len(own) >= guesses_for(self.question)

    def _ask(self, now: datetime) -> list[Event]:
        self.turns.append(Turn())
        self.phase = Phase.OPEN
        self.opened_at = now
        time = time_for(self.question, typed=self.answers is AnswerMode.TYPED, relaxed=self.relaxed)
        self.closes_at = now + time
        return [QuestionOpened(len(self.turns), len(self.questions), self.question, self.closes_at)]

    def _close(self, now: datetime) -> list[Event]:
        number, turn = len(self.turns) - 1, self.turns[-1]
        settled = tuple(replace(each, worth=self.worth(number + 1, each)) for each in turn.given)
        turn = self.turns[-1] = replace(turn, given=settled)
        spread = tuple(
            sum(each.option == option for each in turn.given) for option in range(len(self.question.options))
        )
        closed: Event
        if turn.right:
            earned = tuple(self._earned(number).values())
            closed = QuestionClosed(number + 1, self.question, spread, earned, turn.right[0].player_id)
        else:
            closed = QuestionMissed(number + 1, self.question, spread, len({each.player_id for each in turn.given}))
        last = self.turns[-UNANSWERED:]
        if len(last) == UNANSWERED and not any(each.given or each.was_skipped for each in last):
            return [closed, *self._finish(Ending.NOBODY)]
        return [closed, *self._rest(now)]

    def _rest(self, now: datetime) -> list[Event]:
        """Start the break before the next question, or end the game."""
        if len(self.turns) == len(self.questions):
            return self._finish(Ending.PLAYED)
        self.phase = Phase.BREAK
        self.closes_at = now + BREAK
        return []

    def _finish(self, ending: Ending, player_id: MemberId | None = None) -> list[Event]:
        self.phase = Phase.OVER
        self.closes_at = None
        self.ending, self.stopped_by = ending, player_id
        return [Finished(ending, self.standing, player_id)]

    def _earned(self, number: int) -> dict[MemberId, Earned]:
        """What each player earned for a question, computed from the answers; the first to be right first."""
        turn = self.turns[number]
        if turn.was_skipped:
            return {}
        earned = {}
        for each in turn.right:
            streak = self._streak_before(each.player_id, number)
            earned[each.player_id] = Earned(each.player_id, self.worth(number + 1, each), streak + 1)
        return earned

    def _streak_before(self, player_id: MemberId, number: int) -> int:
        """Right answers in a row before this question, ignoring skipped questions."""
        streak = 0
        for turn in reversed(self.turns[:number]):
            if turn.was_skipped:
                continue
            if not any(each.player_id == player_id for each in turn.right):
                break
            streak += 1
        return streak

    # Hints

    def hints(self, number: int) -> tuple[HintGiven, ...]:
        """The hints of question `number` (from 1): first about the facts, then for typed answers the letters."""
        question = self.questions[number - 1]
        texts = [(text, False) for text in question.hints]
        if self.answers is AnswerMode.TYPED:
            texts = [*texts[: len(HINTS_AT) - 1], (letters_of(question.answer), True)]
        return tuple(HintGiven(place, text, letters) for place, (text, letters) in enumerate(texts, 1))

    def _hints(self) -> tuple[HintGiven, ...]:
        return self.hints(len(self.turns))

    def _show_hint(self) -> list[Event]:
        turn, hints = self.turns[-1], self._hints()
        if turn.hints >= len(hints):
            return []
        self.turns[-1] = replace(turn, hints=turn.hints + 1)
        return [hints[turn.hints]]

    def _next_hint_at(self) -> datetime | None:
        if self.answers is not AnswerMode.TYPED or self.opened_at is None or self.turns[-1].right:
            return None
        shown = self.turns[-1].hints
        if shown >= min(len(self._hints()), len(HINTS_AT)):
            return None
        time = time_for(self.question, typed=True, relaxed=self.relaxed)
        return self.opened_at + time * HINTS_AT[shown]

    def _hint_due(self, now: datetime) -> bool:
        at = self._next_hint_at()
        return at is not None and now >= at

    # Time

    @property
    def _closing(self) -> datetime:
        if self.closes_at is None:
            raise ValueError("no question is open")
        return self.closes_at

    def _see(self, now: datetime) -> datetime:
        """The game's time: it never goes back, even if the clock does."""
        self.seen_at = now if self.seen_at is None else max(now, self.seen_at)
        return self.seen_at

    def _is_open(self, now: datetime) -> bool:
        return self.phase is Phase.OPEN and now < self._closing

    def _after(self, now: datetime) -> float:
        time = time_for(self.question, typed=self.answers is AnswerMode.TYPED, relaxed=self.relaxed)
        opened = self.opened_at or now
        return round(min(max((now - opened) / time, 0.0), 1.0), 6)

    # Serialization

    def to_json(self) -> dict[str, object]:
        """The whole game as JSON values."""
        return {
            "version": _VERSION,
            "questions": [question.to_json() for question in self.questions],
            "starter": self.starter,
            "answers": self.answers.value,
            "relaxed": self.relaxed,
            "lobby": self.lobby.total_seconds(),
            "has_teams": self.has_teams,
            "joined": [[player_id, team] for player_id, team in self.joined.items()],
            "also": {key: list(texts) for key, texts in self.also.items()},
            "phase": self.phase.value,
            "turns": [_turn_to_json(turn) for turn in self.turns],
            "opened_at": _moment(self.opened_at),
            "closes_at": _moment(self.closes_at),
            "seen_at": _moment(self.seen_at),
            "ending": self.ending and self.ending.value,
            "stopped_by": self.stopped_by,
        }


def round_from_json(said: Mapping[str, object]) -> Round:
    """Restore a game from `to_json`. Raises ValueError or KeyError for other versions and invalid data."""
    if said.get("version") != _VERSION:
        raise ValueError(f"a game of version {said.get('version')!r} cannot be continued")
    game = Round(
        questions=tuple(question_from_json(_mapping(each)) for each in _list(said["questions"])),
        starter=MemberId(_number(said["starter"])),
        answers=AnswerMode(str(said["answers"])),
        relaxed=said["relaxed"] is True,
        also={QuestionKey(key): tuple(map(str, _list(texts))) for key, texts in _mapping(said["also"]).items()},
        lobby=timedelta(seconds=_seconds(said.get("lobby", 0))),
        has_teams=said.get("has_teams") is True,
    )
    for each in _list(said.get("joined", [])):
        player, team = _list(each)
        game.joined[MemberId(_number(player))] = _number(team)
    game.phase = Phase(str(said["phase"]))
    game.turns = [_turn_from_json(_mapping(each)) for each in _list(said["turns"])]
    is_before = game.phase in {Phase.WAITING, Phase.LOBBY}
    is_between = game.phase in {Phase.OPEN, Phase.BREAK}
    if len(game.turns) > len(game.questions) or (is_before and game.turns) or (is_between and not game.turns):
        raise ValueError("the game does not fit its questions")
    game.opened_at = _to_moment(said["opened_at"])
    game.closes_at = _to_moment(said["closes_at"])
    game.seen_at = _to_moment(said["seen_at"])
    game.ending = None if said["ending"] is None else Ending(str(said["ending"]))
    game.stopped_by = None if said["stopped_by"] is None else MemberId(_number(said["stopped_by"]))
    return game


def guesses_for(question: QuizQuestion) -> int:
    """How many typed answers each player has for a question."""
    return 1 if set(map(fold, question.options)) in ONE_OF_TWO else GUESSES


def letters_of(answer: str) -> str:
    """The pattern of an answer: `T___`, `B____ W____`; digits are hidden, too."""
    return " ".join("".join(_shape(word)) for word in answer.split())


def _shape(word: str) -> Iterator[str]:
    for position, letter in enumerate(word):
        hidden = letter.isalnum() and (position > 0 or letter.isdigit())
        yield "_" if hidden else letter


def _turn_to_json(turn: Turn) -> dict[str, object]:
    return {
        "given": [
            [each.player_id, each.option, each.text, each.is_right, each.after, each.hints, each.is_part, each.worth]
            for each in turn.given
        ],
        "also": list(turn.also),
        "hints": turn.hints,
        "was_skipped": turn.was_skipped,
    }


def _turn_from_json(said: Mapping[str, object]) -> Turn:
    given = []
    for each in _list(said["given"]):
        player, option, text, is_right, after, hints, is_part, *later = _list(each)
        worth = later[0] if later else None
        given.append(
            Given(
                MemberId(_number(player)),
                None if option is None else _number(option),
                str(text),
                is_right is True,
                float(after) if isinstance(after, int | float) else 0.0,
                _number(hints),
                is_part is True,
                None if worth is None else _number(worth),
            )
        )
    return Turn(tuple(given), tuple(map(str, _list(said["also"]))), _number(said["hints"]), said["was_skipped"] is True)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _to_moment(said: object) -> datetime | None:
    return None if said is None else datetime.fromisoformat(str(said))


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no number")  # noqa: TRY004  # corrupt state, not a wrong call
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")  # noqa: TRY004
    return float(value)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list")  # noqa: TRY004
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} has no keys")  # noqa: TRY004
    return value
