"""What follows from the log is what a plain re-count of it says, whatever happened."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import GameId, MemberId, MessageId, ServerId
from bot.storage.answers import Answered, Game, Graded, Occasion, Recorded, Share, Streak
from bot.storage.storage import Storage
from tests.storage.builders import DAY, MANAGER, MINUTE, NOON, a_guess, a_pick, a_plan

SERVERS = map(ServerId, count(1_000))
"""A server of its own for each example, so that they can share a database."""

MEMBERS = tuple(map(MemberId, (1, 2, 3, 4)))
TEXTS = ("vision", "ultron", "vizion")
CATEGORIES = ("people", "places")
DAYS = tuple(DAY + timedelta(days=number) for number in range(6))


@dataclass(frozen=True)
class Answers:
    member_id: MemberId
    game: Game
    number: int
    text: str
    is_typed: bool
    may_change: bool


@dataclass(frozen=True)
class Appeals:
    index: int


@dataclass(frozen=True)
class Regrades:
    index: int
    is_right: bool


@dataclass(frozen=True)
class Forgets:
    member_id: MemberId


@dataclass(frozen=True)
class Resets:
    pass


Step = Answers | Appeals | Regrades | Forgets | Resets

answering = st.builds(
    Answers,
    member_id=st.sampled_from(MEMBERS),
    game=st.sampled_from(Game),
    number=st.integers(0, len(DAYS) - 1),
    text=st.sampled_from(TEXTS),
    is_typed=st.booleans(),
    may_change=st.booleans(),
)
steps = st.lists(
    st.one_of(
        answering,
        answering,
        answering,
        answering,
        st.builds(Appeals, st.integers(0, 30)),
        st.builds(Regrades, st.integers(0, 30), st.booleans()),
        st.builds(Forgets, st.sampled_from(MEMBERS)),
        st.builds(Resets),
    ),
    max_size=40,
)
calendars = st.lists(st.sampled_from(["closed", "posted", "missed", "nothing"]), min_size=len(DAYS), max_size=len(DAYS))


@pytest.mark.slow
@given(steps, calendars)
@settings(max_examples=10)
async def test_boards_records_and_streaks_are_those_of_a_plain_re_count(
    storage: Storage, steps: list[Step], calendar: list[str]
) -> None:
    server_id = next(SERVERS)
    for day in DAYS:
        await storage.ledger.claim(a_plan(server_id=server_id, day=day), now=NOON)

    counted = Count(server_id)
    for number, step in enumerate(steps):
        await counted.do(storage, step, number)
    await end_days(storage, server_id, calendar)
    await counted.agrees_with(storage, calendar)


async def end_days(storage: Storage, server_id: ServerId, calendar: list[str]) -> None:
    for day, end in zip(DAYS, calendar, strict=True):
        if end in {"posted", "closed"}:
            await storage.ledger.mark_posted(server_id, day, message_id=MessageId(server_id * 1_000 + day.day), at=NOON)
        if end == "closed":
            await storage.ledger.mark_closed(server_id, day, at=NOON)
        if end == "missed":
            await storage.ledger.miss(server_id, day, now=NOON)


class Count:
    """The same in lists and loops."""

    def __init__(self, server_id: ServerId) -> None:
        self.server_id = server_id
        self.log: list[Graded] = []
        self.old: set[int] = set()

    async def do(self, storage: Storage, step: Step, number: int) -> None:
        match step:
            case Answers():
                recording = await storage.answers.record(self.given(step, number), may_change=step.may_change)
                if isinstance(recording, Recorded):
                    self.log.append(recording.answer)
            case Appeals(index) if index < len(self.log):
                answer = self.log[index]
                appeal = await storage.appeals.open(answer.id, at=NOON)
                assert appeal
                if await storage.appeals.accept(appeal.id, by=MANAGER, at=NOON) is not None:
                    self.grade(True, lambda other: other.given.is_typed and other.given.normal == answer.given.normal)
            case Regrades(index, is_right) if index < len(self.log):
                id = self.log[index].id
                await storage.answers.regrade([id], is_right=is_right, by=MANAGER, at=NOON)
                self.grade(is_right, lambda other: other.id == id)
            case Forgets(member_id):
                await storage.forget_member(member_id, server_id=self.server_id)
                self.log = [answer for answer in self.log if answer.given.member_id != member_id]
            case Resets():
                await storage.answers.reset(self.server_id, by=MANAGER, at=NOON)
                self.old = {answer.id for answer in self.log}

    def given(self, step: Answers, number: int) -> Answered:
        occasion = (
            Occasion.daily(self.server_id, DAYS[step.number])
            if step.game is Game.DAILY
            else Occasion.trivia(self.server_id, GameId("g1"), step.number)
        )
        answer = a_guess if step.is_typed else a_pick
        return answer(
            occasion,
            member_id=step.member_id,
            category=CATEGORIES[step.number % 2],
            question=f"{self.server_id}/{step.number}",
            text=step.text,
            normal=step.text,
            is_right=step.text == "vision",
            worth=10 * (step.number + 1),
            at=NOON + number * MINUTE,
        )

    def grade(self, is_right: bool, is_meant: Callable[[Graded], bool]) -> None:
        self.log = [replace(answer, is_right=is_right) if is_meant(answer) else answer for answer in self.log]

    def counting(self, *, with_old: bool = False) -> list[Graded]:
        sittings: dict[tuple[Occasion, MemberId], list[Graded]] = defaultdict(list)
        for answer in self.log:
            if with_old or answer.id not in self.old:
                sittings[answer.given.occasion, answer.given.member_id].append(answer)
        found = []
        for answers in sittings.values():
            right = [answer for answer in answers if answer.given.is_typed and answer.is_right]
            found.append(right[0] if right else answers[-1])
        return sorted(found, key=lambda answer: answer.id)

    async def agrees_with(self, storage: Storage, calendar: list[str]) -> None:
        counting = self.counting()
        for game in (None, *Game):
            for since in (None, NOON + 5 * MINUTE):
                meant = [
                    answer
                    for answer in counting
                    if game in {None, answer.given.occasion.game} and (since is None or answer.given.at >= since)
                ]
                board = await storage.answers.board(self.server_id, game=game, since=since, limit=99)
                points = {
                    member_id: [a.points for a in meant if a.given.member_id == member_id] for member_id in MEMBERS
                }
                totals = {member_id: sum(earned) for member_id, earned in points.items() if earned}
                assert {s.member_id: s.points for s in board.standings} == totals
                assert all(s.rank == 1 + sum(p > s.points for p in totals.values()) for s in board.standings)
                for member_id in MEMBERS:
                    mine = [answer for answer in meant if answer.given.member_id == member_id]
                    assert (
                        list(await storage.answers.history(self.server_id, member_id, game=game, since=since)) == mine
                    )
                    record = await storage.answers.record_of(self.server_id, member_id, game=game, since=since)
                    assert record.points == totals.get(member_id, 0)
                    assert record.total == share(mine)
                    assert record.hits == streak([answer.is_right for answer in mine])
                    assert record.by_category == {
                        name: share(of)
                        for name in CATEGORIES
                        if (of := [answer for answer in mine if answer.given.category == name])
                    }
        dailies = [answer for answer in counting if answer.given.occasion.game is Game.DAILY]
        streaks = await storage.answers.day_streaks(self.server_id, MEMBERS)
        for member_id in MEMBERS:
            days = {answer.given.occasion.round for answer in dailies if answer.given.member_id == member_id}
            assert streaks[member_id] == forgiving_streak(day_marks(days, calendar))
        right = {answer.given.occasion.round for answer in dailies if answer.is_right}
        assert await storage.answers.server_streak(self.server_id) == streak(day_marks(right, calendar))
        questions = {f"{self.server_id}/{number}" for number in range(len(DAYS))}
        everything = self.counting(with_old=True)
        assert await storage.answers.shares(questions) == {
            name: share(of) for name in questions if (of := [a for a in everything if a.given.question == name])
        }


def share(answers: Sequence[Graded]) -> Share:
    return Share(len(answers), len([answer for answer in answers if answer.is_right]))


def streak(held: Sequence[bool]) -> Streak:
    now = best = 0
    for value in held:
        now = now + 1 if value else 0
        best = max(best, now)
    return Streak(now, best)


def forgiving_streak(held: Sequence[bool]) -> Streak:
    """With one missed day of seven forgiven, counted day by day."""
    now = best = 0
    forgiven: int | None = None
    for number, value in enumerate([*held, False]):
        can_forgive = bool(now) and (forgiven is None or number - forgiven >= 7)
        if number == len(held):
            if forgiven is None or not now or can_forgive:
                return Streak(now, best)
            return Streak(now, best, since_forgiven=number - 1 - forgiven)
        if value:
            now += 1
        elif can_forgive:
            forgiven = number
        else:
            now, forgiven = 0, None
        best = max(best, now)
    raise AssertionError


def day_marks(days: Collection[str], calendar: Sequence[str]) -> list[bool]:
    marks: list[bool] = []
    ends = [(day, end) for day, end in zip(DAYS, calendar, strict=True) if end in {"posted", "closed"}]
    for number, (day, end) in enumerate(ends, 1):
        answered = day.isoformat() in days
        if answered or end == "closed" or number < len(ends):
            marks.append(answered)
    return marks
