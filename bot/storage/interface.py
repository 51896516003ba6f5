"""What the bot remembers, as promises: frozen values, and a Protocol for each thing that keeps some of them.

Every method is one transaction: all of it happens or none. Every moment is an aware `datetime`; a naive one raises
ValueError, and what comes back is in UTC. Servers, channels, members, roles and messages are Discord's ids.
Whatever the database cannot do raises StorageError.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from bot.storage.guesses import Guesses, Played

EVERY_DAY = frozenset(range(7))
"""All weekdays, as `date.weekday` counts them: Monday is 0."""

LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that cannot be kept."""


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive one, which could mean any of 24 hours."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC)


def storable(text: str) -> str:
    """The text, with a mark for what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\0", LOST).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# Settings of a server


@dataclass(frozen=True)
class DailySchedule:
    """When and where a server gets its daily question.

    `at` is the local time in the IANA zone `zone`; `closes_at` is another one, None where each question stays open
    until the next. `role` is pinged by the post. Nothing that was due before `since` is posted. The day `skipped`
    gets no post. A `pause_reason` is for people to read, and empty where the schedule is active or was paused by
    them. `set_up_by` is None where that member has asked to be forgotten.
    """

    server: int
    channel: int
    at: time
    zone: str
    since: datetime
    set_up_by: int | None
    weekdays: frozenset[int] = EVERY_DAY
    role: int | None = None
    has_thread: bool = False
    closes_at: time | None = None
    is_active: bool = True
    pause_reason: str = ""
    skipped: date | None = None


class Settings(Protocol):
    """What managers have set."""

    async def is_listening(self, channel: int) -> bool:
        """Whether the bot may answer plain messages of the channel. No, until somebody said so."""

    async def listening(self, server: int) -> frozenset[int]:
        """The channels of a server in which the bot listens."""

    async def listen(self, server: int, channel: int, *, listening: bool) -> None: ...

    async def schedule(self, server: int) -> DailySchedule | None: ...

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        """Those that are not paused of all servers that were not left, in order of the server's id."""

    async def save_schedule(self, schedule: DailySchedule) -> None:
        """Take the place of the one that the server had."""

    async def pause(self, server: int, *, reason: str = "") -> bool:
        """Whether it was active and is paused now, so that exactly one caller has to tell an admin."""

    async def resume(self, server: int, *, since: datetime) -> bool:
        """Whether it was paused and is active now. Nothing that was due before `since` is posted."""

    async def skip(self, server: int, day: date | None) -> bool:
        """Whether there is a schedule, which now leaves out `day` (None: no day)."""

    async def remove_schedule(self, server: int) -> bool:
        """Whether there was one."""


# Servers that were left


class Departures(Protocol):
    """Servers from which the bot was removed. Everything about them is kept for a while, so that it can come back."""

    async def note(self, server: int, *, at: datetime) -> bool:
        """Note that the bot was removed from a server. Whether that is new; a note that is there stands."""

    async def take_back(self, server: int, *, at: datetime) -> bool:
        """The bot is back. Whether it had been noted; then nothing that was due before `at` is posted."""

    async def noted(self) -> Mapping[int, datetime]:
        """The servers that were left, each with its time."""

    async def present(self) -> frozenset[int]:
        """The servers about which anything is kept, and which were not left."""


# Shuffle bags


@dataclass(frozen=True)
class Draw:
    """A question drawn from the bag of a pack, in which turn through the bag (from 1)."""

    pack: str
    question: str
    turn: int


class Bags(Protocol):
    """Which questions a server was asked. Each pack's bag gives every question once before it gives one again.

    The caller shuffles. Of what may be asked now (all of the pack, or the easy half) those come first that were not
    asked in this turn; when all of them were, the next turn begins with them.
    """

    async def peek(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        """The next `count` different questions, or as many as there are, without taking them out."""

    async def draw(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        """The same, and taken out."""


# The ledger of daily posts


@dataclass(frozen=True)
class DailyPlan:
    """What is posted as the daily question of a day; decided before anything is sent, and kept through a crash.

    `options` are in the order of their buttons. From `closes_at` on no answer counts; None: until it is set.
    """

    server: int
    day: date
    channel: int
    draw: Draw
    options: tuple[str, ...]
    due_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Asks:
    """What a post asks that was found in a channel, where the claim says something else."""

    draw: Draw
    options: tuple[str, ...]


@dataclass(frozen=True)
class Claimed:
    """Somebody is posting it, or died of it: until `lease_until` nobody else may take it."""

    plan: DailyPlan
    claimed_at: datetime
    holder: str
    lease_until: datetime


@dataclass(frozen=True)
class Posted:
    """It stands in the channel. Whoever closes it holds it until `lease_until`."""

    plan: DailyPlan
    claimed_at: datetime
    holder: str
    lease_until: datetime
    posted_at: datetime
    message: int
    thread: int | None = None


@dataclass(frozen=True)
class Closed:
    """It has shown its answer, and is done."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message: int
    thread: int | None
    closed_at: datetime


@dataclass(frozen=True)
class Missed:
    """The day has no post and gets none. Streaks go on over it."""

    server: int
    day: date
    missed_at: datetime


DailyEntry = Claimed | Posted | Closed | Missed


@dataclass(frozen=True)
class Outlook:
    """All that a server's daily questions follow from: its schedule, the days that have an entry, from some day on, and
    what is half done, of any day, in their order. `was_left`: the bot was removed from the server."""

    was_left: bool
    schedule: DailySchedule | None
    known: frozenset[date]
    unfinished: tuple[Claimed | Posted, ...]


class Ledger(Protocol):
    """At most one entry for each server and local date. Every way between them is taken by exactly one caller."""

    async def claim(self, plan: DailyPlan, *, holder: str, now: datetime, lease: timedelta) -> Claimed | None:
        """The new claim, its question taken out of the bag; None where the day has an entry already."""

    async def take(
        self, server: int, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> Claimed | Posted | None:
        """The entry, now held by `holder`; None where there is none, it is done, or somebody else's lease runs."""

    async def release(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        """End the holder's lease, so that anybody may take the entry at once. Whether it was the holder's."""

    async def mark_posted(
        self, server: int, day: date, *, message: int, at: datetime, asks: Asks | None = None
    ) -> bool:
        """Whether the day's post is this message now. Asks for no holder: that a message stands there is a fact.

        With `asks` the claim is about that from now on, and its question is taken out of the bag, too. Said again for
        the same message it is true again; for another message it is false, and that one is too many.
        """

    async def mark_thread(self, server: int, day: date, *, thread: int) -> bool:
        """Whether a post is there whose thread this is now."""

    async def close_from(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether there is an unfinished entry; answers to it count until `at`."""

    async def mark_closed(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether this call closed it. Answers stop at `at` where they did not before."""

    async def miss(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        """Whether the day is missed now by this call: it had no entry, or a claim that is the holder's or nobody's."""

    async def entry(self, server: int, day: date) -> DailyEntry | None: ...

    async def of_message(self, message: int) -> Posted | Closed | None:
        """The entry whose post this message is."""

    async def latest(self, server: int) -> DailyEntry | None:
        """The entry of the server's last day."""

    async def entries(self, server: int, *, since: date | None = None) -> tuple[DailyEntry, ...]:
        """In order of the days."""

    async def outlook(self, server: int, *, since: date) -> Outlook: ...

    async def overdue(self, *, now: datetime) -> Mapping[int, date]:
        """Servers with something half done that nobody holds: a claim, or a post that `closes_at` has passed.

        Each with the earliest day of which it is.
        """


# Answers


class Game(StrEnum):
    """Where a question was asked."""

    TRIVIA = "trivia"
    DAILY = "daily"


@dataclass(frozen=True)
class Asking:
    """A question as it was asked once. `round` is the id of a trivia game, or a daily question's date."""

    server: int
    game: Game
    round: str
    number: int = 1

    @classmethod
    def daily(cls, server: int, day: date) -> "Asking":
        return cls(server, Game.DAILY, day.isoformat())

    @classmethod
    def trivia(cls, server: int, game: str, number: int) -> "Asking":
        """The question with this number (from 1) of the game with this id."""
        return cls(server, Game.TRIVIA, game, number)


@dataclass(frozen=True)
class Answered:
    """Somebody answered.

    `target` says what a right answer names (a question's key, or a character's): aliases are accepted for it.
    `text` is the picked option or what was typed, `normal` the same as the grader compares it.
    `worth` are the points that it earns if it is right, also where it was found wrong: an appeal may change that.
    """

    asking: Asking
    channel: int
    member: int
    question: str
    fact: str
    category: str
    target: str
    text: str
    normal: str
    is_typed: bool
    is_right: bool
    worth: int
    at: datetime


@dataclass(frozen=True)
class Graded:
    """An answer as it counts now, after all appeals."""

    id: int
    given: Answered
    is_right: bool

    @property
    def points(self) -> int:
        return self.given.worth if self.is_right else 0


@dataclass(frozen=True)
class Regraded:
    """A manager found otherwise. `by` is None where that manager has asked to be forgotten."""

    answer: int
    is_right: bool
    by: int | None
    at: datetime


@dataclass(frozen=True)
class Reset:
    """A manager let everybody begin again, for the `number`-th time: the answers given before count no longer."""

    server: int
    number: int
    by: int | None
    at: datetime


Event = Graded | Regraded | Reset
"""What the log of a server holds. Here a `Graded` is as it was graded at first."""


@dataclass(frozen=True)
class Recorded:
    """The answer is in the log, and counts."""

    answer: Graded


@dataclass(frozen=True)
class AlreadyAnswered:
    """One answer was allowed, and this is it."""

    answer: Graded


@dataclass(frozen=True)
class TooLate:
    """The daily question is closed, or there was none."""


Recording = Recorded | AlreadyAnswered | TooLate


@dataclass(frozen=True)
class Standing:
    """A member's place on a board. Equal points share a place, and the next place is left out (1, 1, 3)."""

    place: int
    member: int
    points: int
    right: int
    answered: int


@dataclass(frozen=True)
class Board:
    """A page of a board, of how many members on all pages, and the place of whoever asked (None: not on it)."""

    standings: tuple[Standing, ...]
    members: int
    own: Standing | None


@dataclass(frozen=True)
class Share:
    """How many answers were right."""

    answered: int
    right: int


@dataclass(frozen=True)
class Streak:
    """In a row, now and at best."""

    current: int
    longest: int


@dataclass(frozen=True)
class Record:
    """What a member has done. `place` is None before the first answer that counts.

    `days` are daily questions answered in a row, `hits` right answers in a row (over the games that were asked for).
    A day without a post, and the open question of today while it has no answer, break no streak.
    """

    place: int | None
    points: int
    total: Share
    by_category: Mapping[str, Share]
    days: Streak
    hits: Streak


class Answers(Protocol):
    """The log of answers, and what follows from it.

    For each asking and member one answer counts: of picks the last; of typed guesses the first right one, else the
    last. `game` None means both. `since` leaves out answers before it. What lies before a reset counts nowhere
    but in `shares`, `answer` and `answers_to`.
    """

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        """Put an answer into the log. With `may_change`, after others of the same member to the same asking, too.

        A daily question takes answers while its entry is claimed or posted and `closes_at` has not passed. What was
        typed and is an alias of its target counts as right, also where it was graded before somebody accepted it.
        """

    async def answer(self, asking: Asking, member: int) -> Graded | None:
        """The member's answer that counts."""

    async def answers_to(self, asking: Asking) -> tuple[Graded, ...]:
        """The answers that count, one a member, in the order in which they came."""

    async def regrade(self, answers: Collection[int], *, is_right: bool, by: int, at: datetime) -> tuple[Graded, ...]:
        """Grade these answers anew; those whose grade changed by it, as they are now."""

    async def board(
        self,
        server: int,
        *,
        game: Game | None = None,
        since: datetime | None = None,
        offset: int = 0,
        limit: int = 10,
        member: int | None = None,
        hidden: Collection[int] = (),
    ) -> Board:
        """Who has most points, equals in order of their ids. `hidden` members (who left) take no place."""

    async def record_of(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> Record: ...

    async def history(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> tuple[Graded, ...]:
        """The member's answers that count, in the order in which they came."""

    async def day_streaks(self, server: int, members: Collection[int]) -> Mapping[int, Streak]:
        """For each of these members, daily questions answered in a row."""

    async def server_streak(self, server: int) -> Streak:
        """Daily questions in a row that at least one member answered rightly."""

    async def shares(self, questions: Collection[str]) -> Mapping[str, Share]:
        """For those of these questions that were answered, how often rightly, over all servers."""

    def events(self, server: int) -> AsyncIterator[Event]:
        """The whole log in order of time, to be exported."""

    async def reset(self, server: int, *, by: int, at: datetime) -> int:
        """Let everybody begin again. The log stays as it was; how many of its answers count no longer by this.

        Of several that a member typed to one question, one counts.
        """


# Appeals, and the aliases that they bring


class AppealState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Appeal:
    """A member holds that a typed answer was right. `given.normal` becomes an alias of `given.target` by a yes."""

    id: int
    answer: int
    given: Answered
    at: datetime
    state: AppealState
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Alias:
    """A text, as the grader compares it, that a server accepts for a target."""

    server: int
    target: str
    normal: str


class Appeals(Protocol):
    """What members asked to be looked at again, and what a server accepts since."""

    async def open(self, answer: int, *, at: datetime) -> Appeal | None:
        """The appeal against the grade of an answer: a new one, or the one that it had. None: no such answer."""

    async def appeal(self, id: int) -> Appeal | None: ...

    async def pending(self, server: int) -> tuple[Appeal, ...]:
        """Those nobody has decided, the oldest first."""

    async def accept(self, id: int, *, by: int, at: datetime) -> tuple[Graded, ...] | None:
        """Accept the text from now on, and re-score everyone who typed it for the same target in this server.

        Gives the answers that have become right by it. Other pending appeals for the same text are accepted with
        it. None where the appeal is not pending (any more).
        """

    async def reject(self, id: int, *, by: int, at: datetime) -> bool:
        """Whether it was pending."""

    async def aliases(self, server: int) -> tuple[Alias, ...]:
        """Everything that a server accepts, in order of target and text."""

    async def remove_alias(self, alias: Alias) -> bool:
        """Whether there was one. Grades stay as they are."""


# Running games


@dataclass(frozen=True)
class RunningGame:
    """A trivia game in a channel. `state` is JSON text, which only the game itself reads.

    The process `holder` plays it, and from `lease_until` on another one may take it. None: nobody has it.
    """

    server: int
    channel: int
    id: str
    started_by: int
    started_at: datetime
    state: str
    saved_at: datetime
    holder: str | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True)
class FreeGame:
    """Which game it is that nobody plays."""

    server: int
    channel: int
    id: str


class Games(Protocol):
    """The games that run, one a channel, each played by one process, so that they go on after a restart.

    A lease that has run out takes a game from nobody: it lets others take it, and until one does it is its holder's.
    """

    async def start(self, game: RunningGame) -> RunningGame | None:
        """None where it has begun; otherwise the game that the channel has already."""

    async def save(
        self,
        channel: int,
        id: str,
        *,
        holder: str,
        lease_until: datetime,
        state: str,
        at: datetime,
        answers: Sequence[Answered] = (),
    ) -> bool:
        """Whether the game still runs, is the holder's, and is kept like this, together with answers that count now.

        The answers go into the log one after another, as by `Answers.record` with `may_change`. Of a game that has
        ended, or that somebody else holds, none does, and none of a member whom the game has yet to forget.
        """

    async def take(self, channel: int, id: str, *, holder: str, now: datetime, lease: timedelta) -> RunningGame | None:
        """The game, now held by `holder`; None where it has ended, or somebody else's lease runs."""

    async def renew(self, holder: str, *, until: datetime) -> Mapping[int, str]:
        """The ids of all games that it holds, each from now on until then, by their channels."""

    async def release(self, holder: str) -> int:
        """Let anybody take at once what it holds; how many games that were."""

    async def to_forget(self, holder: str) -> Mapping[int, frozenset[int]]:
        """By their channels, the members whom games of the holder have yet to forget, as they asked elsewhere."""

    async def has_forgotten(self, channel: int, member: int) -> None:
        """The state of the game there knows nothing of the member any more."""

    async def free(self, *, now: datetime) -> tuple[FreeGame, ...]:
        """The games that anybody may take, the oldest first."""

    async def game(self, channel: int) -> RunningGame | None: ...

    async def running(self) -> tuple[RunningGame, ...]:
        """All of them, the oldest first."""

    async def end(self, channel: int, id: str, *, holder: str) -> bool:
        """Whether it was the holder's, and this call ended it."""


# Suggestions


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class NewSuggestion:
    """What a member would like a pack to say. `about` is the key of a fact or the id of a character, or empty."""

    server: int
    channel: int
    member: int
    text: str
    about: str
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    """A suggestion that was kept."""

    id: int
    made: NewSuggestion
    state: SuggestionState
    decided_by: int | None
    decided_at: datetime | None


class Suggestions(Protocol):
    """What members would like the packs to say."""

    async def add(self, suggestion: NewSuggestion) -> Suggestion: ...

    async def suggestions(self, server: int, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        """The oldest first."""

    async def decide(self, id: int, state: SuggestionState, *, by: int, at: datetime) -> bool:
        """Whether it was open."""


# All of it


@dataclass(frozen=True)
class Gave:
    """An answer of a member, which may not count any more, with what became of it."""

    answer: Graded
    appeal: AppealState | None


@dataclass(frozen=True)
class About:
    """All that is kept about a member, but for the games that run.

    `decided` is how often their id stands beside something that they set up or decided as a manager.
    """

    answers: tuple[Gave, ...]
    suggestions: tuple[Suggestion, ...]
    decided: int
    guesses: tuple[Played, ...] = ()


class Storage(Protocol):
    """Everything that the bot remembers."""

    @property
    def settings(self) -> Settings: ...
    @property
    def departures(self) -> Departures: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def bags(self) -> Bags: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def games(self) -> Games: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def guesses(self) -> Guesses: ...

    async def about_member(self, member: int, *, server: int | None = None) -> About:
        """What `forget_member` would delete, here or everywhere, in the order in which it came."""

    async def forget_member(self, member: int, *, server: int | None = None) -> int:
        """Delete what a member answered, guessed, appealed and suggested, here or everywhere; how many answers, guesses
        and suggestions.

        What they set up or decided stays, without their id. The states of running games are left alone; those that
        know the member are to forget them (see `Games.to_forget`).
        """

    async def forget_server(self, server: int, *, left_before: datetime | None = None) -> bool:
        """Delete everything about a server; with `left_before` only if it was left, and noted so, before then.

        Whether it was done by this call.
        """

    async def end_leases(self, *, at: datetime) -> None:
        """Let anybody take at once what somebody holds. For whoever knows that none of the holders lives."""

    async def close(self) -> None:
        """Let go of the database. Afterwards nothing else may be called."""
