"""A storage in memory, for tests of services: what they need of its promises, in plain Python. The suite of the
databases holds it to them; boards and exports are left to the databases."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, cast

from bot.ids import AnswerId, AppealId, ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.storage.answers import (
    AlreadyAnswered,
    Answered,
    Game,
    Graded,
    LogEvent,
    Occasion,
    Recorded,
    Recording,
    Regraded,
    Share,
    Streak,
    TooLate,
)
from bot.storage.appeals import Alias, Appeal, AppealState
from bot.storage.bags import Draw, next_draws
from bot.storage.games import RunningGame
from bot.storage.ledger import Asks, Claimed, ClosedPost, DailyEntry, DailyPlan, MissedDay, Outlook, Posted
from bot.storage.settings import DailySchedule
from bot.storage.storage import Gave, MemberRecords, Storage
from bot.storage.streaks import Run, days_streak, streak_of
from bot.storage.tables import in_utc, storable
from tests.storage.memory_guesses import MemoryGuesses
from tests.storage.memory_house import MemoryHouse
from tests.storage.memory_misses import MemoryMisses
from tests.storage.memory_packs import MemoryPacks
from tests.storage.memory_reports import MemoryReports
from tests.storage.memory_suggestions import MemorySuggestions

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Logged:
    """An answer of the log."""

    id: AnswerId
    given: Answered


@dataclass
class _Kept:
    """Everything that is remembered."""

    departures: dict[ServerId, datetime] = field(default_factory=dict)
    listening: dict[ChannelId, ServerId] = field(default_factory=dict)
    solved: dict[ChannelId, ServerId] = field(default_factory=dict)
    schedules: dict[ServerId, DailySchedule] = field(default_factory=dict)
    drawn: dict[tuple[ServerId, str, str], int] = field(default_factory=dict)
    posts: dict[tuple[ServerId, date], DailyEntry] = field(default_factory=dict)
    answers: list[_Logged] = field(default_factory=list)
    regrades: list[Regraded] = field(default_factory=list)
    appeals: dict[AppealId, Appeal] = field(default_factory=dict)
    aliases: set[Alias] = field(default_factory=set)
    games: dict[ChannelId, RunningGame] = field(default_factory=dict)
    guesses: MemoryGuesses = field(default_factory=MemoryGuesses)
    reports: MemoryReports = field(default_factory=MemoryReports)
    packs: MemoryPacks = field(default_factory=MemoryPacks)
    house: MemoryHouse = field(default_factory=MemoryHouse)
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def take_out(self, server_id: ServerId, draw: Draw) -> None:
        key = (server_id, draw.pack, draw.question)
        self.drawn[key] = max(draw.turn, self.drawn.get(key, 0))

    def log(self, answer: Answered) -> _Logged:
        """Put an answer into the log. What was typed is right where the server accepts it by now."""
        alias = Alias(answer.occasion.server_id, answer.target, answer.normal)
        answer = replace(answer, is_right=answer.is_right or (answer.is_typed and alias in self.aliases))
        logged = _Logged(AnswerId(self.next_id()), answer)
        self.answers.append(logged)
        return logged

    def graded(self, answer: _Logged) -> Graded:
        grades = [regraded.is_right for regraded in self.regrades if regraded.answer_id == answer.id]
        return Graded(answer.id, answer.given, grades[-1] if grades else answer.given.is_right)

    def counting(self, answers: Iterable[_Logged]) -> list[Graded]:
        """The answers that count, one for each asking and member, in the order in which they came."""
        sittings: dict[tuple[Occasion, MemberId], list[Graded]] = defaultdict(list)
        for answer in answers:
            sittings[answer.given.occasion, answer.given.member_id].append(self.graded(answer))
        return sorted(map(_counts, sittings.values()), key=lambda answer: answer.id)

    def regrade(self, ids: Collection[AnswerId], *, is_right: bool, by: MemberId, at: datetime) -> tuple[Graded, ...]:
        before = [self.graded(answer) for answer in self.answers if answer.id in set(ids)]
        changed = [replace(answer, is_right=is_right) for answer in before if answer.is_right != is_right]
        self.regrades.extend(Regraded(answer.id, is_right, by, in_utc(at)) for answer in changed)
        return tuple(changed)


def _counts(answers: Sequence[Graded]) -> Graded:
    """Which of a member's answers to one asking counts."""
    hits = (answer for answer in answers if answer.given.is_typed and answer.is_right)
    return next(hits, answers[-1])


class MemoryStorage:
    """`Storage` in memory."""

    def __init__(self) -> None:
        self._kept = _Kept()
        self.settings = MemorySettings(self._kept)
        self.departures = MemoryDepartures(self._kept)
        self.ledger = MemoryLedger(self._kept)
        self.bags = MemoryBags(self._kept)
        self.answers = MemoryAnswerLog(self._kept)
        self.appeals = MemoryAppeals(self._kept)
        self.games = MemoryGames(self._kept)
        self.guesses = self._kept.guesses
        self.reports = self._kept.reports
        self.packs = self._kept.packs
        self.suggestions = MemorySuggestions()
        self.house = self._kept.house
        self.misses = MemoryMisses()

    async def about_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> MemberRecords:
        """The answers and guesses; nothing else is asked for."""
        kept = self._kept.counting(self._kept.answers)
        given = (a for a in kept if a.given.member_id == member_id and server_id in {None, a.given.occasion.server_id})
        return MemberRecords(
            tuple(Gave(answer, None) for answer in given),
            (),
            0,
            self.guesses.of_member(member_id, server_id),
            self.house.of_member(member_id, server_id),
        )

    async def forget_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> int:
        """Delete the answers and guesses; nothing else is asked for."""
        kept = self._kept.answers
        gone = [a for a in kept if a.given.member_id == member_id and server_id in {None, a.given.occasion.server_id}]
        kept[:] = [answer for answer in kept if answer not in gone]
        self.reports.forget_member(member_id, server_id)
        self.packs.forget_member(member_id, server_id)
        self.house.forget_member(member_id, server_id)
        suggested = self.suggestions.forget_member(member_id, server_id)
        return len(gone) + suggested + self.guesses.forget_member(member_id, server_id)

    async def forget_server(self, server_id: ServerId, *, left_before: datetime | None = None) -> bool:
        """See `Storage`; appeals and aliases are left."""
        kept = self._kept
        if left_before is not None and not (server_id in kept.departures and kept.departures[server_id] < left_before):
            return False
        kept.departures.pop(server_id, None)
        kept.schedules.pop(server_id, None)
        kept.answers = [answer for answer in kept.answers if answer.given.occasion.server_id != server_id]
        kept.listening = {channel_id: of for channel_id, of in kept.listening.items() if of != server_id}
        kept.solved = {post_id: of for post_id, of in kept.solved.items() if of != server_id}
        kept.drawn = {key: turn for key, turn in kept.drawn.items() if key[0] != server_id}
        kept.posts = {key: entry for key, entry in kept.posts.items() if key[0] != server_id}
        kept.games = {channel_id: game for channel_id, game in kept.games.items() if game.server_id != server_id}
        self.guesses.forget_server(server_id)
        self.reports.forget_server(server_id)
        self.packs.forget_server(server_id)
        self.suggestions.forget_server(server_id)
        self.misses.forget_server(server_id)
        self.house.forget_server(server_id)
        return True

    async def reach(self) -> None:
        """Memory is always there."""

    async def close(self) -> None:
        """Nothing to let go of."""


class MemorySettings:
    """`ServerSettings` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def is_listening(self, channel_id: ChannelId) -> bool:
        return channel_id in self._kept.listening

    async def listening(self, server_id: ServerId) -> frozenset[ChannelId]:
        return frozenset(channel_id for channel_id, of in self._kept.listening.items() if of == server_id)

    async def listen(self, server_id: ServerId, channel_id: ChannelId, *, listening: bool) -> None:
        if listening:
            self._kept.listening.setdefault(channel_id, server_id)
        else:
            self._kept.listening.pop(channel_id, None)

    async def is_solved(self, post_id: ChannelId) -> bool:
        return post_id in self._kept.solved

    async def solve(self, server_id: ServerId, post_id: ChannelId) -> None:
        self._kept.solved.setdefault(post_id, server_id)

    async def reopen(self, post_id: ChannelId) -> None:
        self._kept.solved.pop(post_id, None)

    async def schedule(self, server_id: ServerId) -> DailySchedule | None:
        return self._kept.schedules.get(server_id)

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        return tuple(
            schedule
            for server_id, schedule in sorted(self._kept.schedules.items())
            if schedule.is_active and server_id not in self._kept.departures
        )

    async def save_schedule(self, schedule: DailySchedule) -> None:
        self._kept.schedules[schedule.server_id] = _stored(schedule)

    async def pause(self, server_id: ServerId, *, reason: str = "") -> bool:
        return self._change(server_id, was_active=True, is_active=False, pause_reason=storable(reason))

    async def resume(self, server_id: ServerId, *, since: datetime) -> bool:
        return self._change(server_id, was_active=False, is_active=True, pause_reason="", since=in_utc(since))

    async def stop_pinging(self, server_id: ServerId, role_id: RoleId) -> None:
        if (schedule := self._kept.schedules.get(server_id)) and schedule.role_id == role_id:
            self._change(server_id, role_id=None)

    async def skip(self, server_id: ServerId, day: date | None) -> bool:
        return self._change(server_id, skipped=day)

    async def remove_schedule(self, server_id: ServerId) -> bool:
        return self._kept.schedules.pop(server_id, None) is not None

    def _change(self, server_id: ServerId, *, was_active: bool | None = None, **values: Any) -> bool:
        schedule = self._kept.schedules.get(server_id)
        if schedule is None or was_active not in {None, schedule.is_active}:
            return False
        self._kept.schedules[server_id] = replace(schedule, **values)
        return True


class MemoryDepartures:
    """`Departures` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def note(self, server_id: ServerId, *, at: datetime) -> bool:
        is_new = server_id not in self._kept.departures
        self._kept.departures.setdefault(server_id, in_utc(at))
        return is_new

    async def take_back(self, server_id: ServerId, *, at: datetime) -> bool:
        if self._kept.departures.pop(server_id, None) is None:
            return False
        schedule = self._kept.schedules.get(server_id)
        if schedule is not None:
            self._kept.schedules[server_id] = replace(schedule, since=max(schedule.since, in_utc(at)))
        return True

    async def noted(self) -> Mapping[ServerId, datetime]:
        return dict(sorted(self._kept.departures.items()))

    async def present(self) -> frozenset[ServerId]:
        kept = self._kept
        found = {*kept.schedules, *kept.listening.values(), *kept.solved.values()}
        found |= {key[0] for key in kept.drawn} | {key[0] for key in kept.posts}
        found |= {answer.given.occasion.server_id for answer in kept.answers}
        found |= {game.server_id for game in kept.games.values()}
        found |= kept.guesses.servers() | kept.reports.servers() | kept.packs.servers() | kept.house.servers()
        return frozenset(found - kept.departures.keys())


class MemoryBags:
    """`Bags` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def peek(
        self, server_id: ServerId, pack: str, shuffled: Sequence[str], *, count: int = 1
    ) -> tuple[Draw, ...]:
        turns = {
            question: turn
            for (of, in_pack, question), turn in self._kept.drawn.items()
            if (of, in_pack) == (server_id, pack)
        }
        return next_draws(turns, pack, shuffled, count)

    async def draw(
        self, server_id: ServerId, pack: str, shuffled: Sequence[str], *, count: int = 1
    ) -> tuple[Draw, ...]:
        draws = await self.peek(server_id, pack, shuffled, count=count)
        for draw in draws:
            self._kept.take_out(server_id, draw)
        return draws


class MemoryLedger:
    """`Ledger` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def claim(self, plan: DailyPlan, *, now: datetime) -> Claimed | None:
        claimed = _stored(Claimed(plan, now))
        if (plan.server_id, plan.day) in self._kept.posts:
            return None
        self._kept.posts[plan.server_id, plan.day] = claimed
        self._kept.take_out(plan.server_id, plan.draw)
        return claimed

    async def mark_posted(
        self, server_id: ServerId, day: date, *, message_id: MessageId, at: datetime, asks: Asks | None = None
    ) -> bool:
        entry = self._kept.posts.get((server_id, day))
        at = in_utc(at)
        if isinstance(entry, Claimed):
            plan = entry.plan
            if asks is not None:
                plan = _stored(replace(plan, draw=asks.draw, options=asks.options, asked=asks.asked))
                self._kept.take_out(server_id, asks.draw)
            self._kept.posts[server_id, day] = Posted(plan, entry.claimed_at, at, message_id)
            return True
        return isinstance(entry, Posted | ClosedPost) and entry.message_id == message_id

    async def mark_thread(self, server_id: ServerId, day: date, *, thread_id: ChannelId) -> bool:
        entry = self._kept.posts.get((server_id, day))
        if not isinstance(entry, Posted | ClosedPost):
            return False
        self._kept.posts[server_id, day] = replace(entry, thread_id=thread_id)
        return True

    async def mark_reply(self, server_id: ServerId, day: date, *, reply_id: MessageId) -> bool:
        entry = self._kept.posts.get((server_id, day))
        if not isinstance(entry, Posted | ClosedPost):
            return False
        self._kept.posts[server_id, day] = replace(entry, reply_id=reply_id)
        return True

    async def close_from(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        entry = self._unfinished(server_id, day)
        if entry is None:
            return False
        self._kept.posts[server_id, day] = replace(entry, plan=replace(entry.plan, closes_at=in_utc(at)))
        return True

    async def mark_closed(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        entry, at = self._kept.posts.get((server_id, day)), in_utc(at)
        if not isinstance(entry, Posted):
            return False
        plan = replace(entry.plan, closes_at=min(entry.plan.closes_at or at, at))
        self._kept.posts[server_id, day] = ClosedPost(
            plan,
            entry.claimed_at,
            entry.posted_at,
            entry.message_id,
            entry.thread_id,
            closed_at=at,
            reply_id=entry.reply_id,
        )
        return True

    async def miss(self, server_id: ServerId, day: date, *, now: datetime) -> bool:
        if not isinstance(self._kept.posts.get((server_id, day)), Claimed | None):
            return False
        self._kept.posts[server_id, day] = MissedDay(server_id, day, in_utc(now))
        return True

    async def entry(self, server_id: ServerId, day: date) -> DailyEntry | None:
        return self._kept.posts.get((server_id, day))

    async def latest(self, server_id: ServerId) -> DailyEntry | None:
        entries = await self.entries(server_id)
        return entries[-1] if entries else None

    async def entries(self, server_id: ServerId) -> tuple[DailyEntry, ...]:
        return tuple(
            entry for (of, day), entry in sorted(self._kept.posts.items(), key=lambda post: post[0]) if of == server_id
        )

    async def asked(self, server_id: ServerId, *, since: date) -> tuple[tuple[date, str], ...]:
        entries = [entry for entry in await self.entries(server_id) if not isinstance(entry, MissedDay)]
        return tuple((entry.plan.day, entry.plan.draw.question) for entry in entries if entry.plan.day >= since)

    async def outlook(self, server_id: ServerId, *, since: date) -> Outlook:
        entries = await self.entries(server_id)
        known = {entry.day if isinstance(entry, MissedDay) else entry.plan.day for entry in entries}
        return Outlook(
            server_id in self._kept.departures,
            self._kept.schedules.get(server_id),
            frozenset(day for day in known if day >= since),
            tuple(entry for entry in entries if isinstance(entry, Claimed | Posted)),
        )

    async def unfinished(self) -> frozenset[ServerId]:
        return frozenset(
            server_id for (server_id, _), entry in self._kept.posts.items() if isinstance(entry, Claimed | Posted)
        )

    def _unfinished(self, server_id: ServerId, day: date) -> Claimed | Posted | None:
        entry = self._kept.posts.get((server_id, day))
        return entry if isinstance(entry, Claimed | Posted) else None


class MemoryAnswerLog:
    """`AnswerLog` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        answer = _stored(answer)
        if not self._takes(answer):
            return TooLate()
        before = await self.answer(answer.occasion, answer.member_id)
        if before is not None and not may_change:
            return AlreadyAnswered(before)
        return Recorded(self._kept.graded(self._kept.log(answer)))

    async def answer(self, occasion: Occasion, member_id: MemberId) -> Graded | None:
        return next((answer for answer in await self.answers_to(occasion) if answer.given.member_id == member_id), None)

    async def answers_to(self, occasion: Occasion) -> tuple[Graded, ...]:
        return tuple(self._kept.counting(answer for answer in self._kept.answers if answer.given.occasion == occasion))

    async def history(
        self, server_id: ServerId, member_id: MemberId, *, game: Game | None = None
    ) -> tuple[Graded, ...]:
        given = self._kept.counting(a for a in self._kept.answers if a.given.member_id == member_id)
        return tuple(
            a for a in given if a.given.occasion.server_id == server_id and game in {None, a.given.occasion.game}
        )

    async def day_streaks(self, server_id: ServerId, members: Collection[MemberId]) -> Mapping[MemberId, Streak]:
        answers = self._daily(server_id)
        return {
            member_id: self._days_streak(
                server_id, {a.given.occasion.round for a in answers if a.given.member_id == member_id}
            )
            for member_id in members
        }

    async def server_streak(self, server_id: ServerId) -> Streak:
        answers = self._daily(server_id)
        return self._streak(server_id, {answer.given.occasion.round for answer in answers if answer.is_right})

    async def shares(self, questions: Collection[str]) -> Mapping[str, Share]:
        names = {storable(question) for question in questions}
        by_question: dict[str, list[Graded]] = defaultdict(list)
        for answer in self._kept.counting(answer for answer in self._kept.answers if answer.given.question in names):
            by_question[answer.given.question].append(answer)
        return {question: _share(answers) for question, answers in by_question.items()}

    async def events(self, server_id: ServerId) -> AsyncIterator[LogEvent]:
        for answer in self._kept.answers:
            if answer.given.occasion.server_id == server_id:
                yield Graded(answer.id, answer.given, answer.given.is_right)

    def _takes(self, answer: Answered) -> bool:
        """Whether a daily question, if it is one, is open."""
        if answer.occasion.game is not Game.DAILY:
            return True
        try:
            day = date.fromisoformat(answer.occasion.round)
        except ValueError:
            return False
        entry = self._kept.posts.get((answer.occasion.server_id, day))
        if not isinstance(entry, Claimed | Posted):
            return False
        return entry.plan.closes_at is None or answer.at < entry.plan.closes_at

    def _daily(self, server_id: ServerId) -> list[Graded]:
        counting = self._kept.counting(self._kept.answers)
        return [a for a in counting if (a.given.occasion.server_id, a.given.occasion.game) == (server_id, Game.DAILY)]

    def _days_streak(self, server_id: ServerId, rounds: Collection[str]) -> Streak:
        held = self._held(server_id, rounds)
        return days_streak([Run(number, number) for number, value in enumerate(held, 1) if value], reaching=len(held))

    def _streak(self, server_id: ServerId, rounds: Collection[str]) -> Streak:
        return streak_of(self._held(server_id, rounds))

    def _held(self, server_id: ServerId, rounds: Collection[str]) -> list[bool]:
        posts = [
            entry
            for (of, _), entry in sorted(self._kept.posts.items(), key=lambda post: post[0])
            if of == server_id and isinstance(entry, Posted | ClosedPost)
        ]
        held = [entry.plan.day.isoformat() in rounds for entry in posts]
        if posts and isinstance(posts[-1], Posted) and not held[-1]:
            held.pop()
        return held


class MemoryAppeals:
    """`Appeals` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def open(self, answer_id: AnswerId, *, at: datetime) -> Appeal | None:
        logged = next((known for known in self._kept.answers if known.id == answer_id), None)
        if logged is None:
            return None
        for appeal in self._kept.appeals.values():
            if appeal.answer_id == answer_id:
                return appeal
        new = Appeal(
            AppealId(self._kept.next_id()), answer_id, logged.given, in_utc(at), AppealState.PENDING, None, None
        )
        self._kept.appeals[new.id] = new
        return new

    async def appeal(self, id: AppealId) -> Appeal | None:
        return self._kept.appeals.get(id)

    async def pending(self, server_id: ServerId) -> tuple[Appeal, ...]:
        return tuple(
            appeal
            for appeal in self._kept.appeals.values()
            if appeal.given.occasion.server_id == server_id and appeal.state is AppealState.PENDING
        )

    async def accept(self, id: AppealId, *, by: MemberId, at: datetime) -> tuple[Graded, ...] | None:
        appeal = self._kept.appeals.get(id)
        if not self._decide(id, AppealState.ACCEPTED, by, at) or appeal is None:
            return None
        self._kept.aliases.add(Alias(appeal.given.occasion.server_id, appeal.given.target, appeal.given.normal))
        typed: set[AnswerId] = {
            answer.id
            for answer in self._kept.answers
            if answer.given.is_typed
            and answer.given.occasion.server_id == appeal.given.occasion.server_id
            and (answer.given.target, answer.given.normal) == (appeal.given.target, appeal.given.normal)
        }
        for other in list(self._kept.appeals.values()):
            if other.answer_id in typed:
                self._decide(other.id, AppealState.ACCEPTED, by, at)
        return self._kept.regrade(typed, is_right=True, by=by, at=at)

    async def reject(self, id: AppealId, *, by: MemberId, at: datetime) -> bool:
        return self._decide(id, AppealState.REJECTED, by, at)

    async def aliases(self, server_id: ServerId) -> tuple[Alias, ...]:
        found = (alias for alias in self._kept.aliases if alias.server_id == server_id)
        return tuple(sorted(found, key=lambda alias: (alias.target, alias.normal)))

    def _decide(self, id: AppealId, state: AppealState, by: MemberId, at: datetime) -> bool:
        appeal = self._kept.appeals.get(id)
        if appeal is None or appeal.state is not AppealState.PENDING:
            return False
        self._kept.appeals[id] = replace(appeal, state=state, decided_by=by, decided_at=in_utc(at))
        return True


class MemoryGames:
    """`Games` in memory."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    async def start(self, game: RunningGame) -> RunningGame | None:
        if running := self._kept.games.get(game.channel_id):
            return running
        self._kept.games[game.channel_id] = _stored(game)
        return None

    async def save(
        self, channel_id: ChannelId, id: str, *, was: str, state: str, at: datetime, answers: Sequence[Answered] = ()
    ) -> bool:
        game = self._kept.games.get(channel_id)
        if game is None or (game.id, game.state) != (id, was):
            return False
        saved, stored = _stored(replace(game, state=state, saved_at=at)), [_stored(answer) for answer in answers]
        self._kept.games[channel_id] = saved
        for answer in stored:
            self._kept.log(answer)
        return True

    async def game(self, channel_id: ChannelId) -> RunningGame | None:
        return self._kept.games.get(channel_id)

    async def running(self) -> tuple[RunningGame, ...]:
        return tuple(sorted(self._kept.games.values(), key=lambda game: (game.started_at, game.channel_id)))

    async def end(self, channel_id: ChannelId, id: str) -> bool:
        game = self._kept.games.get(channel_id)
        if game is None or game.id != id:
            return False
        del self._kept.games[channel_id]
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


def _share(answers: Collection[Graded]) -> Share:
    return Share(len(answers), sum(answer.is_right for answer in answers))


def in_memory() -> Storage:
    """A storage for tests of services, empty."""
    return cast("Storage", MemoryStorage())
