"""Values that fill in what a test does not care about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.ids import ChannelId, FactKey, GameId, MemberId, MessageId, QuestionKey, ServerId
from bot.storage.answers import Answered, Graded, Occasion, Recorded
from bot.storage.bags import Draw
from bot.storage.ledger import DailyPlan
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = date(2026, 5, 1)

SERVER, OTHER_SERVER = ServerId(2**62 + 7), ServerId(8)
CHANNEL = ChannelId(2**62 + 9)
ANNA, BEN, CLEO, DORA = MemberId(2**62 + 11), MemberId(12), MemberId(13), MemberId(14)
MANAGER = MemberId(99)
WHO_IS_VISION = QuestionKey("who-is-vision")
Q1, Q2, Q3 = QuestionKey("q1"), QuestionKey("q2"), QuestionKey("q3")


def a_schedule(**values: Any) -> DailySchedule:
    schedule = DailySchedule(
        server_id=SERVER,
        channel_id=CHANNEL,
        at=time(9, 30),
        zone="Europe/Berlin",
        since=NOON,
        set_up_by=MANAGER,
    )
    return replace(schedule, **values)


def a_plan(**values: Any) -> DailyPlan:
    plan = DailyPlan(
        server_id=SERVER,
        day=DAY,
        channel_id=CHANNEL,
        draw=Draw("ultron", WHO_IS_VISION, 1),
        options=("Vision", "Ultron", "Jarvis", "Friday"),
        due_at=NOON,
    )
    return replace(plan, **values)


def a_pick(occasion: Occasion | None = None, **values: Any) -> Answered:
    answer = Answered(
        occasion=occasion or Occasion.trivia(SERVER, GameId("g1"), 1),
        channel_id=CHANNEL,
        member_id=ANNA,
        question_key=WHO_IS_VISION,
        fact_key=FactKey("ultron/vision"),
        category="people",
        target="vision",
        text="Vision",
        normal="vision",
        is_typed=False,
        is_right=True,
        worth=100,
        at=NOON,
    )
    return replace(answer, **values)


def a_guess(occasion: Occasion | None = None, **values: Any) -> Answered:
    """A typed answer, wrong at first."""
    return a_pick(occasion, **{"is_typed": True, "is_right": False, "text": "Vizion!", "normal": "vizion", **values})


async def recorded(storage: Storage, answer: Answered, *, may_change: bool = False) -> Graded:
    """The answer in the log."""
    recording = await storage.answers.record(answer, may_change=may_change)
    assert isinstance(recording, Recorded)
    return recording.answer


async def posted(
    storage: Storage, day: date = DAY, *, server_id: ServerId = SERVER, message_id: MessageId | None = None
) -> None:
    """A daily question that stands in its channel."""
    plan = a_plan(server_id=server_id, day=day)
    assert await storage.ledger.claim(plan, now=NOON)
    number = message_id or day.toordinal() * 1_000 + server_id % 1_000
    assert await storage.ledger.mark_posted(server_id, day, message_id=MessageId(number), at=NOON)
