"""The daily question against everything that can go wrong: faults at each request, a death at each step.

Over all of them every due day has one post or is missed, every answer counts once, and nothing is left half done.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

import pytest

from bot.daily.posts import DailyPosts
from bot.daily.results import DailyOver, marker_of
from bot.daily.service import DailyService
from bot.ids import MemberId
from bot.scheduling.pace import Pace
from bot.storage.answers import Occasion
from bot.storage.ledger import ClosedPost, MissedDay, Posted
from tests.clock import FakeClock
from tests.daily.small_channel import Channels, Fault, Killed, Life
from tests.daily.test_posts import DAY, EVENING, FIRST, HOUR, NINE, SECOND, SECOND_DAY, SERVER, a_schedule
from tests.quiz.small_quiz import SmallQuestions
from tests.storage.memory import in_memory

MEMBERS = (MemberId(101), MemberId(102), MemberId(103))
END = NINE + DAY + 20 * HOUR
"""Both days are over: the second question closes at 21 o'clock."""

TAKE_OVER = 5 * SECOND
"""How long it takes until the standby of a process that died goes on."""

REPAIRED = 2 * HOUR
"""How long after the first refusal a manager gives the right back and resumes."""


class Process:
    """One life of the bot."""

    def __init__(self, story: "Story", life: Life) -> None:
        self.life = life
        storage = life.storage(story.storage)
        self.posts = DailyPosts(
            storage,
            life.outbox(story.channels),
            story.questions,
            story.clock,
            random.Random(story.seed),  # noqa: S311  # a test's
            pace=Pace(story.clock, timedelta(0)),
        )
        self.service = DailyService(storage, self.posts, story.questions, story.clock, on_change=lambda _: None)


class Story:
    """Two days of a server, lived through by processes that die and are started again."""

    def __init__(
        self,
        *,
        faults: dict[int, Fault] | None = None,
        seed: int = 7,
        has_thread: bool = False,
        reveals_in_reply: bool = False,
    ) -> None:
        self.seed = seed
        self.clock = FakeClock(EVENING)
        self.channels = Channels(self.clock, faults=faults or {})
        self.storage = in_memory()
        self.questions = SmallQuestions()
        self.has_thread = has_thread
        self.reveals_in_reply = reveals_in_reply
        self.deaths = 0
        self.steps = 0
        self.answered: Counter[tuple[str, int]] = Counter()
        """How often a member heard that their answer is new, which is once at the most."""

    async def live(self, *lives: Life) -> None:
        """All of it, with these lives, each of which takes over from the one before; the last is followed by one that
        does not end."""
        await self.storage.settings.save_schedule(
            a_schedule(has_thread=self.has_thread, reveals_in_reply=self.reveals_in_reply)
        )
        standbys = deque(lives)
        process = Process(self, standbys.popleft())
        looks = 0
        while self.clock.now() < END:
            looks += 1
            assert looks < 3000, "a tight loop"
            moments = [await self._look(process)]
            self.steps = max(self.steps, process.life.steps)
            if process.life.is_over:
                self.deaths += 1
                process = Process(self, standbys.popleft() if standbys else Life())
            if await self._is_being_repaired():
                moments.append(self.clock.now() + HOUR / 2)
            now = self.clock.now()
            self.clock.set(min(END, max(now + SECOND, min(moment or END for moment in moments))))

    async def _look(self, process: Process) -> datetime | None:
        """What a process does at a moment; after its death its standby takes over."""
        try:
            moment = await process.posts.advance(SERVER)
            await self._answer(process)
            await process.life.step()
        except Killed:
            return self.clock.now() + TAKE_OVER
        return moment

    async def _answer(self, process: Process) -> None:
        """Every member presses a button, and presses again."""
        for message in list(self.channels.messages.values()):
            if message.result is not None:
                continue
            right = message.post.options.index(message.post.question.answer)
            for turn, member_id in enumerate(2 * MEMBERS):
                option = right if member_id != MEMBERS[-1] else (right + 1 + turn // len(MEMBERS)) % 3
                verdict = await process.service.answer(
                    SERVER,
                    message.post.day,
                    message_id=message.id,
                    member_id=member_id,
                    option=option,
                )
                if not isinstance(verdict, DailyOver):
                    self.answered[message.post.marker, member_id] += verdict.is_new

    async def _is_being_repaired(self) -> bool:
        """Whether it is paused. After a while, a manager gives back what was taken, and resumes."""
        schedule = await self.storage.settings.schedule(SERVER)
        if schedule is None or schedule.is_active:
            return False
        since = next((at for name, at in reversed(self.channels.requests) if name == "tell"), self.clock.now())
        if self.clock.now() >= since + REPAIRED:
            self.channels.forbidden.clear()
            self.channels.deleted.clear()
            await self.storage.settings.resume(SERVER, since=self.clock.now())
        return True

    async def check(self) -> None:
        """What holds at the end, whatever happened."""
        entries = await self.storage.ledger.entries(SERVER)
        assert {entry.day if isinstance(entry, MissedDay) else entry.plan.day for entry in entries} == {
            FIRST,
            SECOND_DAY,
        }
        for day, entry in zip((FIRST, SECOND_DAY), entries, strict=True):
            messages = self.channels.in_channel(marker_of(SERVER, day))
            answers = await self.storage.answers.answers_to(Occasion.daily(SERVER, day))
            assert all(count <= 1 for count in self.answered.values())
            assert len({answer.given.member_id for answer in answers}) == len(answers)
            match entry:
                case MissedDay():
                    assert messages == [], "a post on a day that counts as missed"
                    assert answers == ()
                case ClosedPost():
                    assert self._is_deleted(entry) or [message.id for message in messages] == [entry.message_id]
                    for message in messages:
                        assert message.result, "the result was never shown"
                        assert message.result.answered == len(answers) == len(MEMBERS)
                        assert (message.result.right, sum(message.result.spread)) == (2, 3)
                        assert message.result.first == MEMBERS[0]
                        assert (
                            answers[-1].given.text
                            == message.post.options[(message.post.options.index(message.post.question.answer) + 1) % 3]
                        ), "the second press counted"
                    self._check_reveal(entry)
                case _:
                    pytest.fail(f"half done: {entry}")
        assert self.channels.removed == []

    def _check_reveal(self, entry: ClosedPost) -> None:
        """What was asked on the first day is told once: in a reply, or by the post of the second day."""
        replies = [reply.id for reply in self.channels.replies.values() if reply.result.day == entry.plan.day]
        assert replies == ([] if entry.reply_id is None else [entry.reply_id])
        if entry.plan.day == FIRST:
            nexts = self.channels.in_channel(marker_of(SERVER, SECOND_DAY))
            assert all((message.post.before is None) == bool(replies) for message in nexts)
        if not {Fault.FORBIDDEN, Fault.GONE} & {*self.channels.faults.values()}:
            assert bool(replies) == self.reveals_in_reply

    def _is_deleted(self, entry: ClosedPost) -> bool:
        return entry.message_id not in self.channels.messages and Fault.GONE in self.channels.faults.values()

    @property
    def is_whole(self) -> bool:
        """Whether both days were posted."""
        return all(self.channels.in_channel(marker_of(SERVER, day)) for day in (FIRST, SECOND_DAY))


async def a_healthy_story(*, has_thread: bool = False, reveals_in_reply: bool = False) -> Story:
    story = Story(has_thread=has_thread, reveals_in_reply=reveals_in_reply)
    await story.live(Life())
    return story


async def test_with_nothing_wrong_both_days_are_posted_answered_and_closed() -> None:
    story = await a_healthy_story()

    await story.check()
    assert story.is_whole
    assert [name for name, _ in story.channels.requests] == 2 * ["post", "show_result"]
    assert len(story.answered) == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("has_thread", "reveals_in_reply"), [(False, False), (True, False), (True, True)], ids=["plain", "thread", "reply"]
)
async def test_a_death_at_any_step_loses_and_doubles_nothing(*, has_thread: bool, reveals_in_reply: bool) -> None:
    """And the post comes as soon as the standby takes over."""
    steps = (await a_healthy_story(has_thread=has_thread, reveals_in_reply=reveals_in_reply)).steps

    for step in range(1, steps + 1):
        story = Story(has_thread=has_thread, reveals_in_reply=reveals_in_reply)
        await story.live(Life(dies_at=step))
        await story.check()
        assert (story.is_whole, story.deaths) == (True, 1), step
        sent = [message.sent_at for message in story.channels.messages.values()]
        assert all(moment <= NINE + number * DAY + TAKE_OVER + 2 * SECOND for number, moment in enumerate(sent)), step

    assert steps > 50


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
async def test_a_fault_at_any_request_loses_and_doubles_nothing(fault: Fault) -> None:
    for request in range(1, 8):
        story = Story(faults={request: fault}, has_thread=True)
        await story.live(Life())
        await story.check()
        if fault not in {Fault.FORBIDDEN, Fault.GONE}:
            assert story.is_whole, request
        assert len(story.channels.told) <= 1


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
async def test_a_fault_at_any_request_loses_and_doubles_no_reply(fault: Fault) -> None:
    for request in range(1, 8):
        story = Story(faults={request: fault}, reveals_in_reply=True)
        await story.live(Life())
        await story.check()


@pytest.mark.slow
@pytest.mark.parametrize("fault", [Fault.LOST, Fault.UNHEARD, Fault.BROKEN_LATE], ids=lambda fault: fault.value)
async def test_a_death_at_any_step_after_a_reply_of_which_nobody_heard(fault: Fault) -> None:
    whole = Story(faults={3: fault}, reveals_in_reply=True)
    await whole.live(Life())
    for step in range(1, whole.steps + 1):
        story = Story(faults={3: fault}, reveals_in_reply=True)
        await story.live(Life(dies_at=step))
        await story.check()


@pytest.mark.parametrize(("first", "second"), list(product(Fault, Fault)), ids=lambda fault: fault.value)
async def test_two_faults_in_a_row_lose_and_double_nothing(first: Fault, second: Fault) -> None:
    for request in range(1, 6):
        story = Story(faults={request: first, request + 1: second})
        await story.live(Life())
        await story.check()


@pytest.mark.slow
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
async def test_a_death_at_any_step_after_a_fault_at_any_request(fault: Fault) -> None:
    for request in (1, 2, 3):
        whole = Story(faults={request: fault})
        await whole.live(Life())
        for step in range(1, min(whole.steps, 60) + 1):
            if (step + request) % 3 == 0:  # each step has its death after a fault at two of the requests
                continue
            story = Story(faults={request: fault})
            await story.live(Life(dies_at=step))
            await story.check()
            assert len(story.channels.told) <= 2, "told again only by a death between telling and pausing"


@pytest.mark.slow
@pytest.mark.parametrize("step", range(3, 31, 3))
async def test_a_second_death_while_recovering_from_the_first(step: int) -> None:
    for again in range(1, 21):
        story = Story()
        await story.live(Life(dies_at=step), Life(dies_at=again))
        await story.check()
        assert story.is_whole


def seeds(count: int) -> Iterator[random.Random]:
    for seed in range(count):
        yield random.Random(seed)  # noqa: S311  # a test's


@pytest.mark.slow
async def test_faults_and_deaths_at_random() -> None:
    for chance in seeds(400):
        faults = {chance.randrange(1, 12): chance.choice(list(Fault)) for _ in range(chance.randrange(5))}
        story = Story(faults=faults, has_thread=chance.random() < 0.3)
        lives = [Life(dies_at=chance.randrange(1, 80)) for _ in range(3)]
        await story.live(*lives)
        await story.check()


async def test_a_posted_day_is_open_until_it_closes() -> None:
    story = Story()
    await story.storage.settings.save_schedule(a_schedule())
    process = Process(story, Life())
    story.clock.set(NINE)
    await process.posts.advance(SERVER)

    assert isinstance(await story.storage.ledger.entry(SERVER, FIRST), Posted)
