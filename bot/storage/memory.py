"""The storage in memory, for tests: the same promises in plain Python, and nothing survives."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Any, TypeVar, cast

from bot.storage.bags import next_draws
from bot.storage.interface import (
    About,
    Alias,
    AlreadyAnswered,
    Answered,
    Appeal,
    AppealState,
    Asking,
    Asks,
    Board,
    Claimed,
    Closed,
    DailyEntry,
    DailyPlan,
    DailySchedule,
    Draw,
    Event,
    FreeGame,
    Game,
    Gave,
    Graded,
    Missed,
    NewSuggestion,
    Outlook,
    Posted,
    Record,
    Recorded,
    Recording,
    Regraded,
    Reset,
    RunningGame,
    Share,
    Standing,
    Streak,
    Suggestion,
    SuggestionState,
    TooLate,
    in_utc,
    storable,
)
from bot.storage.memory_guesses import MemoryGuesses
from bot.storage.streaks import streak_of

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Logged:
    """An answer of the log. `era` counts the resets of its server before it."""

    id: int
    given: Answered
    era: int


@dataclass
class _Kept:
    """Everything that is remembered."""

    departures: dict[int, datetime] = field(default_factory=dict)
    listening: dict[int, int] = field(default_factory=dict)
    schedules: dict[int, DailySchedule] = field(default_factory=dict)
    drawn: dict[tuple[int, str, str], int] = field(default_factory=dict)
    posts: dict[tuple[int, date], DailyEntry] = field(default_factory=dict)
    answers: list[_Logged] = field(default_factory=list)
    regrades: list[Regraded] = field(default_factory=list)
    resets: list[Reset] = field(default_factory=list)
    appeals: dict[int, Appeal] = field(default_factory=dict)
    aliases: set[Alias] = field(default_factory=set)
    games: dict[int, RunningGame] = field(default_factory=dict)
    forgotten: set[tuple[int, int]] = field(default_factory=set)
    """Channels of games, with the members whom they have yet to forget."""
    suggestions: dict[int, Suggestion] = field(default_factory=dict)
    guesses: MemoryGuesses = field(default_factory=MemoryGuesses)
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def take_out(self, server: int, draw: Draw) -> None:
        key = (server, draw.pack, draw.question)
        self.drawn[key] = max(draw.turn, self.drawn.get(key, 0))

    def end(self, channel: int) -> None:
        """The game there is over."""
        del self.games[channel]
        self.forgotten = {(where, member) for where, member in self.forgotten if where != channel}

    def era(self, server: int) -> int:
        return sum(reset.server == server for reset in self.resets)

    def log(self, answer: Answered) -> _Logged:
        """Put an answer into the log. What was typed is right where the server accepts it by now."""
        alias = Alias(answer.asking.server, answer.target, answer.normal)
        answer = replace(answer, is_right=answer.is_right or (answer.is_typed and alias in self.aliases))
        logged = _Logged(self.next_id(), answer, self.era(answer.asking.server))
        self.answers.append(logged)
        return logged

    def graded(self, answer: _Logged) -> Graded:
        grades = [regraded.is_right for regraded in self.regrades if regraded.answer == answer.id]
        return Graded(answer.id, answer.given, grades[-1] if grades else answer.given.is_right)

    def counting(self, answers: Iterable[_Logged]) -> list[Graded]:
        """The answers that count, one for each asking and member, in the order in which they came."""
        sittings: dict[tuple[Asking, int], list[Graded]] = defaultdict(list)
        for answer in answers:
            sittings[answer.given.asking, answer.given.member].append(self.graded(answer))
        return sorted(map(_counts, sittings.values()), key=lambda answer: answer.id)

    def regrade(self, ids: Collection[int], *, is_right: bool, by: int, at: datetime) -> tuple[Graded, ...]:
        before = [self.graded(answer) for answer in self.answers if answer.id in set(ids)]
        changed = [replace(answer, is_right=is_right) for answer in before if answer.is_right != is_right]
        self.regrades.extend(Regraded(answer.id, is_right, by, in_utc(at)) for answer in changed)
        return tuple(changed)


def _counts(answers: Sequence[Graded]) -> Graded:
    """Which of a member's answers to one asking counts."""
    hits = (answer for answer in answers if answer.given.is_typed and answer.is_right)
    return next(hits, answers[-1])


class MemoryStorage:
    """`interface.Storage` in memory."""

    def __init__(self) -> None:
        self._kept = _Kept()
        self.settings = MemorySettings(self._kept)
        self.departures = MemoryDepartures(self._kept)
        self.ledger = MemoryLedger(self._kept)
        self.bags = MemoryBags(self._kept)
        self.answers = MemoryAnswers(self._kept)
        self.appeals = MemoryAppeals(self._kept)
        self.games = MemoryGames(self._kept)
        self.suggestions = MemorySuggestions(self._kept)
        self.guesses = self._kept.guesses

    async def about_member(self, member: int, *, server: int | None = None) -> About:
        """See `interface.Storage`."""
        kept = self._kept

        def is_meant(of: int) -> bool:
            return server is None or of == server

        states = {appeal.answer: appeal.state for appeal in kept.appeals.values()}
        servers = {answer.id: answer.given.asking.server for answer in kept.answers}
        deciders = [
            *((plan.set_up_by, of) for of, plan in kept.schedules.items()),
            *((again.by, servers[again.answer]) for again in kept.regrades),
            *((reset.by, reset.server) for reset in kept.resets),
            *((appeal.decided_by, appeal.given.asking.server) for appeal in kept.appeals.values()),
            *((made.decided_by, made.made.server) for made in kept.suggestions.values()),
        ]
        return About(
            tuple(
                Gave(kept.graded(answer), states.get(answer.id))
                for answer in kept.answers
                if answer.given.member == member and is_meant(servers[answer.id])
            ),
            tuple(s for s in kept.suggestions.values() if s.made.member == member and is_meant(s.made.server)),
            sum(decider == member and is_meant(of) for decider, of in deciders),
            self.guesses.of_member(member, server),
        )

    async def forget_member(self, member: int, *, server: int | None = None) -> int:
        """See `interface.Storage`."""
        kept = self._kept
        for channel, game in kept.games.items():
            if str(member) in game.state and server in {None, game.server}:
                kept.forgotten.add((channel, member))

        def is_meant(of: int) -> bool:
            return server is None or of == server

        def without(decider: int | None, of: int) -> int | None:
            return None if decider == member and is_meant(of) else decider

        servers = {answer.id: answer.given.asking.server for answer in kept.answers}
        answers = {a.id for a in kept.answers if a.given.member == member and is_meant(a.given.asking.server)}
        made = {s.id for s in kept.suggestions.values() if s.made.member == member and is_meant(s.made.server)}
        self._drop_answers(answers)
        for id in made:
            del kept.suggestions[id]
        kept.schedules.update(
            {of: replace(plan, set_up_by=without(plan.set_up_by, of)) for of, plan in kept.schedules.items()}
        )
        kept.regrades[:] = [replace(again, by=without(again.by, servers[again.answer])) for again in kept.regrades]
        kept.resets[:] = [replace(reset, by=without(reset.by, reset.server)) for reset in kept.resets]
        for id, appeal in kept.appeals.items():
            kept.appeals[id] = replace(appeal, decided_by=without(appeal.decided_by, appeal.given.asking.server))
        for id, suggestion in kept.suggestions.items():
            decider = without(suggestion.decided_by, suggestion.made.server)
            kept.suggestions[id] = replace(suggestion, decided_by=decider)
        return len(answers) + len(made) + self.guesses.forget_member(member, server)

    async def forget_server(self, server: int, *, left_before: datetime | None = None) -> bool:
        """See `interface.Storage`."""
        kept = self._kept
        if left_before is not None and not (server in kept.departures and kept.departures[server] < left_before):
            return False
        kept.departures.pop(server, None)
        self._drop_answers({answer.id for answer in kept.answers if answer.given.asking.server == server})
        kept.schedules.pop(server, None)
        _drop(kept.listening, lambda _, of: of == server)
        _drop(kept.drawn, lambda key, _: key[0] == server)
        _drop(kept.posts, lambda key, _: key[0] == server)
        for channel in [channel for channel, game in kept.games.items() if game.server == server]:
            kept.end(channel)
        _drop(kept.suggestions, lambda _, suggestion: suggestion.made.server == server)
        self.guesses.forget_server(server)
        kept.resets[:] = [reset for reset in kept.resets if reset.server != server]
        kept.aliases -= {alias for alias in kept.aliases if alias.server == server}
        return True

    async def end_leases(self, *, at: datetime) -> None:
        """See `interface.Storage`."""
        for key, entry in self._kept.posts.items():
            if isinstance(entry, Claimed | Posted) and entry.lease_until > at:
                self._kept.posts[key] = replace(entry, lease_until=in_utc(at))
        for channel, game in self._kept.games.items():
            self._kept.games[channel] = replace(game, holder=None, lease_until=None)

    async def close(self) -> None:
        """Nothing to let go of."""

    def _drop_answers(self, ids: Collection[int]) -> None:
        kept = self._kept
        kept.answers[:] = [answer for answer in kept.answers if answer.id not in ids]
        kept.regrades[:] = [regraded for regraded in kept.regrades if regraded.answer not in ids]
        _drop(kept.appeals, lambda _, appeal: appeal.answer in ids)


class MemorySettings:
    """`interface.Settings` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def is_listening(self, channel: int) -> bool:
        return channel in self._kept.listening

    async def listening(self, server: int) -> frozenset[int]:
        return frozenset(channel for channel, of in self._kept.listening.items() if of == server)

    async def listen(self, server: int, channel: int, *, listening: bool) -> None:
        if listening:
            self._kept.listening.setdefault(channel, server)
        else:
            self._kept.listening.pop(channel, None)

    async def schedule(self, server: int) -> DailySchedule | None:
        return self._kept.schedules.get(server)

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        return tuple(
            schedule
            for server, schedule in sorted(self._kept.schedules.items())
            if schedule.is_active and server not in self._kept.departures
        )

    async def save_schedule(self, schedule: DailySchedule) -> None:
        self._kept.schedules[schedule.server] = _stored(schedule)

    async def pause(self, server: int, *, reason: str = "") -> bool:
        return self._change(server, was_active=True, is_active=False, pause_reason=storable(reason))

    async def resume(self, server: int, *, since: datetime) -> bool:
        return self._change(server, was_active=False, is_active=True, pause_reason="", since=in_utc(since))

    async def skip(self, server: int, day: date | None) -> bool:
        return self._change(server, skipped=day)

    async def remove_schedule(self, server: int) -> bool:
        return self._kept.schedules.pop(server, None) is not None

    def _change(self, server: int, *, was_active: bool | None = None, **values: Any) -> bool:
        schedule = self._kept.schedules.get(server)
        if schedule is None or was_active not in {None, schedule.is_active}:
            return False
        self._kept.schedules[server] = replace(schedule, **values)
        return True


class MemoryDepartures:
    """`interface.Departures` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def note(self, server: int, *, at: datetime) -> bool:
        is_new = server not in self._kept.departures
        self._kept.departures.setdefault(server, in_utc(at))
        return is_new

    async def take_back(self, server: int, *, at: datetime) -> bool:
        if self._kept.departures.pop(server, None) is None:
            return False
        schedule = self._kept.schedules.get(server)
        if schedule is not None:
            self._kept.schedules[server] = replace(schedule, since=max(schedule.since, in_utc(at)))
        return True

    async def noted(self) -> Mapping[int, datetime]:
        return dict(sorted(self._kept.departures.items()))

    async def present(self) -> frozenset[int]:
        kept = self._kept
        found = {*kept.schedules, *kept.listening.values()}
        found |= {key[0] for key in kept.drawn} | {key[0] for key in kept.posts}
        found |= {answer.given.asking.server for answer in kept.answers}
        found |= {alias.server for alias in kept.aliases} | {reset.server for reset in kept.resets}
        found |= {game.server for game in kept.games.values()}
        found |= {suggestion.made.server for suggestion in kept.suggestions.values()}
        found |= kept.guesses.servers()
        return frozenset(found - kept.departures.keys())


class MemoryBags:
    """`interface.Bags` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def peek(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        turns = {
            question: turn
            for (of, in_pack, question), turn in self._kept.drawn.items()
            if (of, in_pack) == (server, pack)
        }
        return next_draws(turns, pack, shuffled, count)

    async def draw(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        draws = await self.peek(server, pack, shuffled, count=count)
        for draw in draws:
            self._kept.take_out(server, draw)
        return draws


class MemoryLedger:
    """`interface.Ledger` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def claim(self, plan: DailyPlan, *, holder: str, now: datetime, lease: timedelta) -> Claimed | None:
        claimed = _stored(Claimed(plan, now, holder, now + lease))
        if (plan.server, plan.day) in self._kept.posts:
            return None
        self._kept.posts[plan.server, plan.day] = claimed
        self._kept.take_out(plan.server, plan.draw)
        return claimed

    async def take(
        self, server: int, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> Claimed | Posted | None:
        entry = self._unfinished(server, day)
        if entry is None or not _is_free(entry, holder, now):
            return None
        taken = replace(entry, holder=holder, lease_until=in_utc(now) + lease)
        self._kept.posts[server, day] = taken
        return taken

    async def release(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        entry = self._unfinished(server, day)
        if entry is None or entry.holder != holder:
            return False
        self._kept.posts[server, day] = replace(entry, lease_until=in_utc(now))
        return True

    async def mark_posted(
        self, server: int, day: date, *, message: int, at: datetime, asks: Asks | None = None
    ) -> bool:
        entry = self._kept.posts.get((server, day))
        at = in_utc(at)
        if isinstance(entry, Claimed):
            plan = entry.plan
            if asks is not None:
                plan = _stored(replace(plan, draw=asks.draw, options=asks.options))
                self._kept.take_out(server, asks.draw)
            self._kept.posts[server, day] = Posted(plan, entry.claimed_at, entry.holder, at, at, message)
            return True
        return isinstance(entry, Posted | Closed) and entry.message == message

    async def mark_thread(self, server: int, day: date, *, thread: int) -> bool:
        entry = self._kept.posts.get((server, day))
        if not isinstance(entry, Posted | Closed):
            return False
        self._kept.posts[server, day] = replace(entry, thread=thread)
        return True

    async def close_from(self, server: int, day: date, *, at: datetime) -> bool:
        entry = self._unfinished(server, day)
        if entry is None:
            return False
        self._kept.posts[server, day] = replace(entry, plan=replace(entry.plan, closes_at=in_utc(at)))
        return True

    async def mark_closed(self, server: int, day: date, *, at: datetime) -> bool:
        entry, at = self._kept.posts.get((server, day)), in_utc(at)
        if not isinstance(entry, Posted):
            return False
        plan = replace(entry.plan, closes_at=min(entry.plan.closes_at or at, at))
        self._kept.posts[server, day] = Closed(
            plan, entry.claimed_at, entry.posted_at, entry.message, entry.thread, closed_at=at
        )
        return True

    async def miss(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        entry, missed = self._kept.posts.get((server, day)), Missed(server, day, in_utc(now))
        if entry is None or (isinstance(entry, Claimed) and _is_free(entry, holder, now)):
            self._kept.posts[server, day] = missed
            return True
        return False

    async def entry(self, server: int, day: date) -> DailyEntry | None:
        return self._kept.posts.get((server, day))

    async def of_message(self, message: int) -> Posted | Closed | None:
        for entry in self._kept.posts.values():
            if isinstance(entry, Posted | Closed) and entry.message == message:
                return entry
        return None

    async def latest(self, server: int) -> DailyEntry | None:
        entries = await self.entries(server)
        return entries[-1] if entries else None

    async def entries(self, server: int, *, since: date | None = None) -> tuple[DailyEntry, ...]:
        return tuple(
            entry
            for (of, day), entry in sorted(self._kept.posts.items(), key=lambda post: post[0])
            if of == server and (since is None or day >= since)
        )

    async def outlook(self, server: int, *, since: date) -> Outlook:
        entries = await self.entries(server)
        known = {entry.day if isinstance(entry, Missed) else entry.plan.day for entry in entries}
        return Outlook(
            server in self._kept.departures,
            self._kept.schedules.get(server),
            frozenset(day for day in known if day >= since),
            tuple(entry for entry in entries if isinstance(entry, Claimed | Posted)),
        )

    async def overdue(self, *, now: datetime) -> Mapping[int, date]:
        now, days = in_utc(now), dict[int, date]()
        for (server, day), entry in sorted(self._kept.posts.items(), key=lambda post: post[0]):
            match entry:
                case Claimed(lease_until=lease_until) if lease_until <= now:
                    days.setdefault(server, day)
                case Posted(plan=plan, lease_until=lease_until) if lease_until <= now:
                    if plan.closes_at is not None and plan.closes_at <= now:
                        days.setdefault(server, day)
                case _:
                    pass
        return days

    def _unfinished(self, server: int, day: date) -> Claimed | Posted | None:
        entry = self._kept.posts.get((server, day))
        return entry if isinstance(entry, Claimed | Posted) else None


class MemoryAnswers:
    """`interface.Answers` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        answer = _stored(answer)
        if not self._takes(answer):
            return TooLate()
        before = await self.answer(answer.asking, answer.member)
        if before is not None and not may_change:
            return AlreadyAnswered(before)
        return Recorded(self._kept.graded(self._kept.log(answer)))

    async def answer(self, asking: Asking, member: int) -> Graded | None:
        return next((answer for answer in await self.answers_to(asking) if answer.given.member == member), None)

    async def answers_to(self, asking: Asking) -> tuple[Graded, ...]:
        return tuple(self._kept.counting(answer for answer in self._kept.answers if answer.given.asking == asking))

    async def regrade(self, answers: Collection[int], *, is_right: bool, by: int, at: datetime) -> tuple[Graded, ...]:
        return self._kept.regrade(answers, is_right=is_right, by=by, at=at)

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
        by_member: dict[int, list[Graded]] = defaultdict(list)
        for answer in self._counting(server, game, since):
            if answer.given.member not in hidden:
                by_member[answer.given.member].append(answer)
        totals = sorted((-_points(answers), member) for member, answers in by_member.items())
        standings: list[Standing] = []
        for points, tied in groupby(totals, key=lambda total: total[0]):
            place = len(standings) + 1
            for _, of in tied:
                share = _share(by_member[of])
                standings.append(Standing(place, of, -points, share.right, share.answered))
        own = next((standing for standing in standings if standing.member == member), None)
        return Board(tuple(standings[offset : offset + limit]), len(standings), own)

    async def record_of(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> Record:
        history = await self.history(server, member, game=game, since=since)
        board = await self.board(server, game=game, since=since, member=member)
        categories = {answer.given.category for answer in history}
        return Record(
            place=board.own.place if board.own else None,
            points=_points(history),
            total=_share(history),
            by_category={name: _share([a for a in history if a.given.category == name]) for name in categories},
            days=(await self.day_streaks(server, [member]))[member],
            hits=streak_of([answer.is_right for answer in history]),
        )

    async def history(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> tuple[Graded, ...]:
        return tuple(answer for answer in self._counting(server, game, since) if answer.given.member == member)

    async def day_streaks(self, server: int, members: Collection[int]) -> Mapping[int, Streak]:
        answers = self._counting(server, Game.DAILY, None)
        return {
            member: self._streak(server, {a.given.asking.round for a in answers if a.given.member == member})
            for member in members
        }

    async def server_streak(self, server: int) -> Streak:
        answers = self._counting(server, Game.DAILY, None)
        return self._streak(server, {answer.given.asking.round for answer in answers if answer.is_right})

    async def shares(self, questions: Collection[str]) -> Mapping[str, Share]:
        names = {storable(question) for question in questions}
        by_question: dict[str, list[Graded]] = defaultdict(list)
        for answer in self._kept.counting(answer for answer in self._kept.answers if answer.given.question in names):
            by_question[answer.given.question].append(answer)
        return {question: _share(answers) for question, answers in by_question.items()}

    async def events(self, server: int) -> AsyncIterator[Event]:
        answers = {answer.id: answer for answer in self._kept.answers if answer.given.asking.server == server}
        log: list[tuple[datetime, int, Event]] = [
            *((a.given.at, 0, Graded(a.id, a.given, a.given.is_right)) for a in answers.values()),
            *((reset.at, 1, reset) for reset in self._kept.resets if reset.server == server),
            *((regraded.at, 2, regraded) for regraded in self._kept.regrades if regraded.answer in answers),
        ]
        for *_, event in sorted(log, key=lambda happened: happened[:2]):
            yield event

    async def reset(self, server: int, *, by: int, at: datetime) -> int:
        era = self._kept.era(server)
        self._kept.resets.append(Reset(server, era + 1, by, in_utc(at)))
        return len(
            self._kept.counting(a for a in self._kept.answers if (a.given.asking.server, a.era) == (server, era))
        )

    def _takes(self, answer: Answered) -> bool:
        """Whether a daily question, if it is one, is open."""
        if answer.asking.game is not Game.DAILY:
            return True
        try:
            day = date.fromisoformat(answer.asking.round)
        except ValueError:
            return False
        entry = self._kept.posts.get((answer.asking.server, day))
        if not isinstance(entry, Claimed | Posted):
            return False
        return entry.plan.closes_at is None or answer.at < entry.plan.closes_at

    def _counting(self, server: int, game: Game | None, since: datetime | None) -> list[Graded]:
        """What has counted in a server since it began again."""
        era = self._kept.era(server)
        found = self._kept.counting(a for a in self._kept.answers if (a.given.asking.server, a.era) == (server, era))
        return [
            answer
            for answer in found
            if game in {None, answer.given.asking.game} and (since is None or answer.given.at >= since)
        ]

    def _streak(self, server: int, rounds: Collection[str]) -> Streak:
        posts = [
            entry
            for (of, _), entry in sorted(self._kept.posts.items(), key=lambda post: post[0])
            if of == server and isinstance(entry, Posted | Closed)
        ]
        held = [entry.plan.day.isoformat() in rounds for entry in posts]
        if posts and isinstance(posts[-1], Posted) and not held[-1]:
            held.pop()
        return streak_of(held)


class MemoryAppeals:
    """`interface.Appeals` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def open(self, answer: int, *, at: datetime) -> Appeal | None:
        logged = next((known for known in self._kept.answers if known.id == answer), None)
        if logged is None:
            return None
        for appeal in self._kept.appeals.values():
            if appeal.answer == answer:
                return appeal
        new = Appeal(self._kept.next_id(), answer, logged.given, in_utc(at), AppealState.PENDING, None, None)
        self._kept.appeals[new.id] = new
        return new

    async def appeal(self, id: int) -> Appeal | None:
        return self._kept.appeals.get(id)

    async def pending(self, server: int) -> tuple[Appeal, ...]:
        return tuple(
            appeal
            for appeal in self._kept.appeals.values()
            if appeal.given.asking.server == server and appeal.state is AppealState.PENDING
        )

    async def accept(self, id: int, *, by: int, at: datetime) -> tuple[Graded, ...] | None:
        appeal = self._kept.appeals.get(id)
        if not self._decide(id, AppealState.ACCEPTED, by, at) or appeal is None:
            return None
        self._kept.aliases.add(Alias(appeal.given.asking.server, appeal.given.target, appeal.given.normal))
        typed = {
            answer.id
            for answer in self._kept.answers
            if answer.given.is_typed
            and answer.given.asking.server == appeal.given.asking.server
            and (answer.given.target, answer.given.normal) == (appeal.given.target, appeal.given.normal)
        }
        for other in list(self._kept.appeals.values()):
            if other.answer in typed:
                self._decide(other.id, AppealState.ACCEPTED, by, at)
        return self._kept.regrade(typed, is_right=True, by=by, at=at)

    async def reject(self, id: int, *, by: int, at: datetime) -> bool:
        return self._decide(id, AppealState.REJECTED, by, at)

    async def aliases(self, server: int) -> tuple[Alias, ...]:
        found = (alias for alias in self._kept.aliases if alias.server == server)
        return tuple(sorted(found, key=lambda alias: (alias.target, alias.normal)))

    async def remove_alias(self, alias: Alias) -> bool:
        known = _stored(alias) in self._kept.aliases
        self._kept.aliases.discard(_stored(alias))
        return known

    def _decide(self, id: int, state: AppealState, by: int, at: datetime) -> bool:
        appeal = self._kept.appeals.get(id)
        if appeal is None or appeal.state is not AppealState.PENDING:
            return False
        self._kept.appeals[id] = replace(appeal, state=state, decided_by=by, decided_at=in_utc(at))
        return True


class MemoryGames:
    """`interface.Games` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def start(self, game: RunningGame) -> RunningGame | None:
        if running := self._kept.games.get(game.channel):
            return running
        self._kept.games[game.channel] = _stored(game)
        return None

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
        game = self._kept.games.get(channel)
        if game is None or (game.id, game.holder) != (id, holder):
            return False
        saved = _stored(replace(game, state=state, saved_at=at, lease_until=lease_until))
        stored = [_stored(answer) for answer in answers]
        self._kept.games[channel] = saved
        for answer in stored:
            if (channel, answer.member) not in self._kept.forgotten:
                self._kept.log(answer)
        return True

    async def take(self, channel: int, id: str, *, holder: str, now: datetime, lease: timedelta) -> RunningGame | None:
        game = self._kept.games.get(channel)
        if game is None or game.id != id or not (game.holder == holder or _is_left(game, now)):
            return None
        self._kept.games[channel] = replace(game, holder=holder, lease_until=in_utc(now) + lease)
        return self._kept.games[channel]

    async def renew(self, holder: str, *, until: datetime) -> Mapping[int, str]:
        held = [game for game in self._kept.games.values() if game.holder == holder]
        for game in held:
            self._kept.games[game.channel] = replace(game, lease_until=in_utc(until))
        return {game.channel: game.id for game in held}

    async def release(self, holder: str) -> int:
        held = [game for game in self._kept.games.values() if game.holder == holder]
        for game in held:
            self._kept.games[game.channel] = replace(game, holder=None, lease_until=None)
        return len(held)

    async def to_forget(self, holder: str) -> Mapping[int, frozenset[int]]:
        held = {channel for channel, game in self._kept.games.items() if game.holder == holder}
        noted = [(channel, member) for channel, member in self._kept.forgotten if channel in held]
        return {channel: frozenset(m for where, m in noted if where == channel) for channel, _ in noted}

    async def has_forgotten(self, channel: int, member: int) -> None:
        self._kept.forgotten.discard((channel, member))

    async def free(self, *, now: datetime) -> tuple[FreeGame, ...]:
        left = [game for game in await self.running() if _is_left(game, now)]
        return tuple(FreeGame(game.server, game.channel, game.id) for game in left)

    async def game(self, channel: int) -> RunningGame | None:
        return self._kept.games.get(channel)

    async def running(self) -> tuple[RunningGame, ...]:
        return tuple(sorted(self._kept.games.values(), key=lambda game: (game.started_at, game.channel)))

    async def end(self, channel: int, id: str, *, holder: str) -> bool:
        game = self._kept.games.get(channel)
        if game is None or (game.id, game.holder) != (id, holder):
            return False
        self._kept.end(channel)
        return True


class MemorySuggestions:
    """`interface.Suggestions` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def add(self, suggestion: NewSuggestion) -> Suggestion:
        new = Suggestion(self._kept.next_id(), _stored(suggestion), SuggestionState.OPEN, None, None)
        self._kept.suggestions[new.id] = new
        return new

    async def suggestions(self, server: int, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        return tuple(
            suggestion
            for suggestion in self._kept.suggestions.values()
            if suggestion.made.server == server and state in {None, suggestion.state}
        )

    async def decide(self, id: int, state: SuggestionState, *, by: int, at: datetime) -> bool:
        suggestion = self._kept.suggestions.get(id)
        if suggestion is None or suggestion.state is not SuggestionState.OPEN:
            return False
        self._kept.suggestions[id] = replace(suggestion, state=state, decided_by=by, decided_at=in_utc(at))
        return True


def _stored(value: Value) -> Value:
    """A value as it comes back from a database: times in UTC, texts without what none keeps."""
    return cast("Value", _as_stored(value))


def _as_stored(value: Any) -> Any:
    match value:
        case Enum():
            return value
        case datetime():
            return in_utc(value)
        case str():
            return storable(value)
        case tuple():
            return tuple(map(_as_stored, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            changes: dict[str, Any] = {part.name: _as_stored(getattr(value, part.name)) for part in fields(value)}
            return replace(value, **changes)
        case _:
            return value


def _is_free(entry: Claimed | Posted, holder: str, now: datetime) -> bool:
    """No lease runs but the holder's own."""
    return entry.holder == holder or entry.lease_until <= in_utc(now)


def _is_left(game: RunningGame, now: datetime) -> bool:
    """Nobody's lease runs."""
    return game.lease_until is None or game.lease_until <= in_utc(now)


def _points(answers: Iterable[Graded]) -> int:
    return sum(answer.points for answer in answers)


def _share(answers: Collection[Graded]) -> Share:
    return Share(len(answers), sum(answer.is_right for answer in answers))


Key = TypeVar("Key")


def _drop(kept: dict[Key, Value], is_meant: Callable[[Key, Value], bool]) -> None:
    for key in [key for key, value in kept.items() if is_meant(key, value)]:
        del kept[key]
