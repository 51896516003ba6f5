"""A month of daily questions on servers around the world, as a calendar says it and as people play it."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.discord_front.daily.wording import LOOK_BUTTON
from bot.discord_front.wording import NOT_TAKEN
from bot.ids import MemberId, ServerId
from bot.playground import payloads
from bot.playground.members import Failed, Member, NotPossible, Shown
from bot.playground.server import Playground
from bot.storage.answers import Occasion
from bot.storage.connect import open_storage
from bot.storage.ledger import Claimed, ClosedPost, DailyEntry, MissedDay, Posted
from bot.storage.storage import Storage
from tests.end_to_end.hostile import Death, Program, Saboteur, SharedClock, a_nursery, troubles
from tests.end_to_end.stage import PATIENT

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

CATCH_UP = 6 * HOUR
"""The program's default."""

CATCHING_UP = 45 * MINUTE
"""After an absence faults and kills may take so long of the time that is left."""

SHORTEST = 10 * MINUTE
"""A question that would be open for less is not posted (as docs/running.md says)."""

PATIENCE = 120.0
"""Seconds of ours that anything may take in which the program is killed, started and answered by faults."""

ANSWER_WITHIN = timedelta(seconds=1)
"""Each answer that a fault keeps from its member costs so much of ours. One that comes too late is one more fault."""

PACK = {
    "pack.yaml": "format: 1\ntitle: Moth Harbour\ncontinuities: {film: in the film}\n",
    "characters/ada.yaml": "name: Ada Lind\naliases: [Ada]\n",
    "facts.yaml": "continuity: film\nfacts:\n"
    + "".join(
        f"  - {{id: f{n}, text: Boat {n} of the harbour is painted {colour}., source: [P{n}], about: [ada]}}\n"
        for n, colour in enumerate(("red", "green", "blue", "white", "black", "yellow"), 1)
    ),
    "trivia.yaml": "trivia:\n"
    + "".join(
        f"  - {{id: q{n}, question: Which colour has the boat number {n}?, answer: {colour}, "
        f"wrong: [pink, grey, brown], fact: f{n}}}\n"
        for n, colour in enumerate(("red", "green", "blue", "white", "black", "yellow"), 1)
    ),
}


@dataclass(frozen=True)
class Due:
    """A question as the calendar has it, reckoned without the bot's help."""

    day: date
    at: datetime
    closes: datetime

    @property
    def latest(self) -> datetime:
        """Until when it may be posted."""
        return min(self.at + CATCH_UP, self.closes - SHORTEST)


@dataclass(frozen=True)
class Town:
    """A server, and when it has its question."""

    name: str
    zone: str
    at: str
    closes: str = ""
    weekdays: str = "every day"
    days: frozenset[int] = frozenset(range(7))

    def dues(self, first: date, days: int) -> list[Due]:
        """Its questions from this date on."""
        moments = [
            (day, self._moment(day, self.at))
            for day in (first + number * DAY for number in range(days + 8))
            if day.weekday() in self.days
        ]
        found = []
        for (day, at), (_, following) in pairwise(moments):
            closes = following
            if self.closes:
                ends = (self._moment(day + number * DAY, self.closes) for number in range(2))
                closes = min(following, next(end for end in ends if end > at))
            if day < first + days * DAY:
                found.append(Due(day, at, closes))
        return found

    def _moment(self, day: date, shown: str) -> datetime:
        """The first minute in which the clocks of the place show this time of the date, or a later one."""
        wanted = datetime.combine(day, time.fromisoformat(shown))
        moment = wanted.replace(tzinfo=UTC) - 16 * HOUR
        zone = ZoneInfo(self.zone)
        while moment.astimezone(zone).replace(tzinfo=None) < wanted:
            moment += MINUTE
        return moment


@dataclass
class Game:
    """A question as it was played."""

    due: Due
    picks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What each member pressed, up to the first verdict that they heard."""
    heard: dict[int, str] = field(default_factory=dict)
    """What each heard that their answer was."""


class Story:
    """The stand-in, the programs and the people, from the first to the last day."""

    def __init__(
        self,
        folder: Path,
        clock: SharedClock,
        playground: Playground,
        saboteur: Saboteur,
        programs: Sequence[Program],
        towns: Sequence[Town],
        chance: random.Random,
        database: str | None,
    ) -> None:
        self.clock = clock
        self.playground = playground
        self.world = playground.world
        self.saboteur = saboteur
        self.programs = programs
        self.towns = towns
        self.chance = chance
        self.members = [playground.member(name) for name in ("Robin", "Sam", "Kim")]
        self.alex = playground.member("Alex")
        self.servers = {town: int(self.world.add_server(town.name, town.name.lower()).id) for town in towns}
        self.games: dict[tuple[Town, date], Game] = {}
        self.outages: list[tuple[datetime, datetime]] = []
        self.absences: list[tuple[datetime, datetime]] = []
        self._away_since: datetime | None = None
        self.back_at: dict[Program, datetime] = {}
        self.events = 0
        self.deaths: list[Death] = []
        """Those that will come, evenly spread over what is played."""
        self.long_outages: list[timedelta] = []
        self._died = 0
        self._folder = folder
        self._database = database

    # Time and the programs

    async def live(self) -> None:
        """Whatever goes by itself: time, and somebody who starts the program anew, sooner or later."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.clock.run())
            for program in self.programs:
                group.create_task(self._look_after(program))
            group.create_task(self._watch())

    async def _watch(self) -> None:
        """Note when no program was connected, be it dead or about to start."""
        while True:
            await asyncio.sleep(0.02)
            if self.playground.gateway.is_online == (self._away_since is None):
                continue
            if self._away_since is not None:
                self.absences.append((self._away_since, self.clock.now()))
                self._away_since = None
            else:
                self._away_since = self.clock.now()

    async def _look_after(self, program: Program) -> None:
        while True:
            await asyncio.sleep(0.02)
            if program.is_alive:
                continue
            soon = self.clock.now() + self.chance.choice((SECOND, 20 * SECOND, 3 * MINUTE, 12 * MINUTE))
            if self.clock.now() >= self.back_at.setdefault(program, soon):
                del self.back_at[program]
                await program.start()

    async def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Until it does."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():  # noqa: ASYNC110  # it only answers when asked
                    await asyncio.sleep(0.02)
        except TimeoutError:
            missed = f"{self.clock.now():%d %b %H:%M}: {what}: not within {PATIENCE} seconds"
            said = [await program.last_words() for program in self.programs]
            raise AssertionError("\n\n".join([missed, *said])) from None

    async def to(self, moment: datetime) -> None:
        await self.clock.move_to(moment)

    async def online(self) -> None:
        """Until one of the programs is connected; another is its standby."""

        def connected() -> bool:
            return self.playground.gateway.is_online and bool(self.world.commands.of(None))

        await self.until("a program is online", connected)

    def is_down_for_long(self) -> bool:
        return any(start <= self.clock.now() < end - MINUTE for start, end in self.outages)

    async def begin_outage(self, lasts: timedelta) -> None:
        """All programs are killed, and come back much later."""
        now = self.clock.now()
        self.outages.append((now, now + lasts))
        for program in self.programs:
            program.kill()
            self.back_at[program] = now + lasts
        await self.until("the programs are gone", lambda: not self.playground.gateway.is_online)

    async def hand_over(self) -> None:
        """The process that leads is killed at once, and its standby leads from then on."""
        standing_by, taking_over = "waiting as its standby", "taking over"
        await self.until("a standby waits", lambda: any(standing_by in line for line in self.log()))
        leader = next(each for each in self.programs if not any(standing_by in line for line in each.lines()))
        self.back_at[leader] = self.clock.now() + HOUR
        leader.kill()
        await self.until("the standby takes over", lambda: any(taking_over in line for line in self.log()))
        await self.online()

    # Questions and answers

    def posts(self, town: Town, day: date) -> list[Shown]:
        """The messages in the channel that are this day's question, by the ids of their buttons or their title."""
        title = f"· {day.day} {day:%B}"
        channel = self.world.channel(town.name.lower()).id
        found = [
            message
            for message in self.world.messages_in(channel)
            if not message.is_ephemeral and any(str(e.get("title", "")).endswith(title) for e in message.embeds)
        ]
        return [Shown(payloads.message(self.world, message)) for message in found]

    async def set_up(self) -> None:
        """Robin sets all schedules."""
        for town in self.towns:
            options = {"time": town.at, "zone": town.zone, "weekdays": town.weekdays}
            told = await self.members[0].slash(
                town.name.lower(),
                "settings daily set",
                options | ({"closes": town.closes} if town.closes else {}),
            )
            assert isinstance(told, Shown), told
            assert "Next question" in told.text, told.text

    async def play(self, first: date, days: int) -> None:
        """All questions of these days, in the order of the calendar, each with its answers and its close."""
        events: list[tuple[datetime, int, Town, Due]] = []
        for town in self.towns:
            for due in town.dues(first, days):
                self.games[town, due.day] = Game(due)
                spare = (due.latest - due.at) / 2
                events += [
                    (due.at, 0, town, due),
                    (due.at + self.chance.random() * spare, 1, town, due),
                    (due.closes + SECOND, 2, town, due),
                    (due.closes + 4 * SECOND, 3, town, due),
                ]
        end = max(due.at for _, _, _, due in events)
        events = sorted(event for event in events if event[0] <= end + HOUR)
        for moment, step, town, due in events:
            self.events += 1
            await self._happens(self.events, len(events))
            if self.outages and self.clock.now() < (back := self.outages[-1][1]) <= moment:
                await self.to(back)
                await self.catch_up()
            await self.to(moment)
            if self.is_down_for_long():
                continue
            match step:
                case 0:
                    await self.until(f"{town.name} has its question of {due.day}", partial(self.is_decided, town, due))
                case 1:
                    await self.answer(town, due)
                case 2:
                    await self.press_too_late(town, due)
                case _:
                    await self.until(f"{town.name} has the result of {due.day}", partial(self.is_closed, town, due))

    async def _happens(self, number: int, total: int) -> None:
        """What goes wrong beside requests, at this one of so many events."""
        if self.deaths and number % max(1, total // (len(self.deaths) + self._died + 1)) == 0:
            self.saboteur.deaths.append(self.deaths.pop())
            self._died += 1
        if self.long_outages and number % max(1, total // (len(self.long_outages) + len(self.outages) + 1)) == 0:
            await self.begin_outage(self.long_outages.pop())
        if self.saboteur.rate:
            match self.chance.randrange(60):
                case 0:
                    await self.playground.gateway.drop()
                case 1:
                    self.playground.gateway.ask_to_reconnect()
                case 2:
                    self.playground.gateway.invalidate(resumable=self.chance.random() < 0.5)
                case _:
                    pass

    async def catch_up(self) -> None:
        """Until a program is back and has posted what came due without it: the next event may be hours away."""
        await self.online()
        for (town, day), game in self.games.items():
            if game.due.at <= self.clock.now():
                decided = partial(self.is_decided, town, game.due)
                await self.until(f"{town.name} has its late question of {day}", decided)

    def is_decided(self, town: Town, due: Due) -> bool:
        return bool(self.posts(town, due.day)) or self.clock.now() > due.latest + 10 * MINUTE

    def is_closed(self, town: Town, due: Due) -> bool:
        return not any(picks(post) for post in self.posts(town, due.day))

    async def answer(self, town: Town, due: Due) -> None:
        """Who likes presses a button, until they hear a verdict; and then another one."""
        posts = self.posts(town, due.day)
        if not posts or not picks(posts[0]):
            return
        players = [member for member in self.members if self.chance.random() < 0.75]
        await asyncio.gather(*(self._answer(member, posts[0], self.games[town, due.day]) for member in players))

    async def _answer(self, member: Member, post: Shown, game: Game) -> None:
        pick, other = self.chance.sample(picks(post), 2)
        while self.clock.now() < game.due.closes - MINUTE:
            game.picks[int(member.id)].append(pick)
            both = self.chance.random() < 0.2
            outcomes = await asyncio.gather(*(self._press(member, post, pick) for _ in range(1 + both)))
            said = [outcome.text for outcome in outcomes if isinstance(outcome, Shown)]
            said = [text for text in said if NOT_TAKEN not in text]
            if any("closed" in text for text in said):
                return
            if said:
                assert all("is right" in text or "The right answer is" in text for text in said), said
                game.heard[int(member.id)] = pick
                break
            await asyncio.sleep(0.05)
        else:
            return
        again = await self._press(member, post, other) if self.chance.random() < 0.3 else None
        if isinstance(again, Shown):
            assert any(words in again.text for words in ("answered already", "closed", NOT_TAKEN)), again.text

    async def _press(self, member: Member, post: Shown, label: str) -> Shown | Failed | None:
        """What the member reads; None where the question is gone."""
        with suppress(NotPossible):
            outcome = await member.click(post.id, label)
            assert isinstance(outcome, Shown | Failed), outcome
            return outcome
        return None

    async def press_too_late(self, town: Town, due: Due) -> None:
        """Alex comes when it is over."""
        for post in self.posts(town, due.day):
            if labels := picks(post):
                outcome = await self._press(self.alex, post, labels[0])
                assert not isinstance(outcome, Shown) or "closed" in outcome.text or NOT_TAKEN in outcome.text, outcome

    # What must hold

    async def settle(self) -> None:
        """Until nothing is left half done, now that nothing fails any more. From then on time hardly goes by."""
        await self.online()
        storage = await open_storage(url=self._database, folder=self._folder)
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self.clock.is_slow = True  # or what is looked at first is no longer so when all has been looked at
                    if not await self._half_done(storage):
                        return
                    self.clock.is_slow = False
                    await asyncio.sleep(0.1)
        finally:
            await storage.close()

    async def _half_done(self, storage: Storage) -> bool:
        now = self.clock.now()
        for server in self.servers.values():
            for entry in (await storage.ledger.outlook(ServerId(server), since=now.date())).unfinished:
                if isinstance(entry, Claimed) or (entry.plan.closes_at and entry.plan.closes_at <= now):
                    return True
        return None in [await storage.ledger.entry(ServerId(self.servers[town]), day) for town, day in self.games]

    def hopeless(self) -> int:
        """How many questions nobody could post."""
        return sum(self.is_hopeless(game.due) for game in self.games.values())

    async def check(self) -> dict[str, int]:
        """Every due day has one post or was missed for a reason, every answer counts once, nothing is half done."""
        counts: dict[str, int] = defaultdict(int)
        storage = await open_storage(url=self._database, folder=self._folder)
        try:
            for town, server in self.servers.items():
                entries = {_day(entry): entry for entry in await storage.ledger.entries(ServerId(server))}
                games = {day: game for (where, day), game in self.games.items() if where == town}
                assert entries.keys() == games.keys(), (town, entries.keys() ^ games.keys())
                kept: list[tuple[date, set[int]]] = []
                for day, game in sorted(games.items()):
                    entry = entries[day]
                    answers = await storage.answers.answers_to(Occasion.daily(ServerId(server), day))
                    members = [answer.given.member_id for answer in answers]
                    assert len(set(members)) == len(members), (town, day, members)
                    posts = self.posts(town, day)
                    match entry:
                        case MissedDay():
                            counts["missed"] += 1
                            assert not posts, f"{town.name}: {day} counts as missed and was posted"
                            assert not members
                            assert self._is_excused(game.due), (
                                f"{town.name}: {day} was missed without need: {self.outages}, {game.due}"
                            )
                            continue
                        case ClosedPost(message_id=message) | Posted(message_id=message):
                            assert [int(post.id) for post in posts] == [message], f"{town.name}: {day}: {posts}"
                        case Claimed():
                            raise AssertionError(f"{town.name}: {day} is left half done")
                    counts["posts"] += 1
                    counts["answers"] += len(members)
                    is_open = isinstance(entry, Posted)
                    assert is_open == (game.due.closes > self.clock.now()), (town, entry)
                    assert bool(picks(posts[0])) == is_open, f"{town.name}: {day}: is it closed or not?"
                    assert not self.is_hopeless(game.due), f"{town.name}: {day} was posted too late"
                    self._check_answers(game, {a.given.member_id: a.given.text for a in answers})
                    if not is_open:
                        right = sum(answer.is_right for answer in answers)
                        told = f"{right} of {len(members)} got it right." if members else "Nobody answered."
                        assert told in posts[0].text, (told, posts[0].text)
                    kept.append((day, set(members)))
                ids = [MemberId(int(member.id)) for member in (*self.members, self.alex)]
                streaks = await storage.answers.day_streaks(ServerId(server), ids)
                for member in ids:
                    runs = _runs([member in those for _, those in kept])
                    last_is_open = isinstance(entries[kept[-1][0]], Posted)
                    is_unanswered = last_is_open and member not in kept[-1][1]
                    current = runs[-2] if is_unanswered else runs[-1]
                    longest = max(runs[:-1] if is_unanswered else runs)
                    assert (streaks[member].current, streaks[member].longest) == (current, longest), (town, member)
        finally:
            await storage.close()
        return dict(counts)

    def _check_answers(self, game: Game, stored: dict[int, str]) -> None:
        for member, picks in game.picks.items():
            if member in game.heard:
                assert member in stored, "a verdict was heard and does not count"
            assert stored.get(member, picks[0]) in picks
        assert stored.keys() <= game.picks.keys(), "somebody counts who came too late, or not at all"

    def _is_excused(self, due: Due) -> bool:
        """Whether nobody was there for most of the time in which it could be posted."""
        now = self.clock.now()
        away = [*self.outages, *self.absences, *([(self._away_since, now)] if self._away_since else [])]
        minutes = [due.at + number * MINUTE for number in range(int((due.latest - due.at) / MINUTE))]
        lost = [any(start <= minute <= end + CATCHING_UP for start, end in away) for minute in minutes]
        return sum(lost) > len(minutes) / 2

    def is_hopeless(self, due: Due) -> bool:
        """Whether an outage lasts from before the question to the end of the time in which it could be posted."""
        return any(start <= due.at and end > due.latest + MINUTE for start, end in self.outages)

    def log(self) -> list[str]:
        return [line for program in self.programs for line in program.lines()]

    def troubles(self) -> list[str]:
        return troubles(self.log())


def picks(post: Shown) -> list[str]:
    """The labels of the buttons by which a question is answered; none where it shows its result."""
    return [button.label for button in post.buttons if button.label != LOOK_BUTTON]


def _day(entry: DailyEntry) -> date:
    return entry.day if isinstance(entry, MissedDay) else entry.plan.day


def _runs(held: Sequence[bool]) -> list[int]:
    """How often in a row it held, up to each place, one of seven forgiven; and 0 before the first."""
    runs, forgiven = [0], -7
    for number, each in enumerate(held):
        if each:
            runs.append(runs[-1] + 1)
        elif runs[-1] and number - forgiven >= 7:
            forgiven = number
            runs.append(runs[-1])
        else:
            forgiven = -7
            runs.append(0)
    return runs


@asynccontextmanager
async def a_story(
    folder: Path,
    start: datetime,
    towns: Sequence[Town],
    *,
    seed: int,
    processes: int = 1,
    database: str | None = None,
    record: Path | None = None,
) -> AsyncIterator[Story]:
    """The stand-in with these servers, and the program beside it, connected and set up."""
    pack = folder / "moth"
    for name, content in PACK.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(content, "utf-8")
    clock = SharedClock(start, folder / "clock")
    chance = random.Random(seed)  # noqa: S311  # a test's
    programs: list[Program] = []

    def kill() -> None:
        if alive := [each for each in programs if each.is_alive]:  # the request may be of one that has died meanwhile
            chance.choice(alive).kill()

    saboteur = Saboteur(chance, kill)
    playground = Playground(clock=clock, rate_limits=False, answer_within=PATIENT, record=record)
    playground.faults = saboteur
    async with playground:
        settings = {
            "DISCORD_TOKEN": playground.token,
            "DISCORD_API_BASE": playground.api_base,
            "LOREKEEPER_DATA": str(folder / "data"),
            "LOREKEEPER_PACKS": str(pack),
            **({"DATABASE_URL": database} if database else {}),
        }
        async with a_nursery(folder / "clock", settings) as nursery:
            programs += [Program(nursery, folder / "log.txt", number=number) for number in range(processes)]
            story = Story(folder / "data", clock, playground, saboteur, programs, towns, chance, database)
            clock.is_slow = True  # on a busy machine all this takes minutes of ours, and the first question is near
            story.back_at = dict.fromkeys(programs, start)
            living = asyncio.create_task(story.live())
            try:
                await story.online()
                await story.set_up()
                clock.is_slow = False
                playground.world.answer_within = ANSWER_WITHIN
                yield story
            finally:
                living.cancel()
                with suppress(asyncio.CancelledError):
                    await living
                for program in programs:
                    program.kill()
