"""The stand-ins do what the tests that lean on them believe."""

import pytest

from bot.daily.outbox import Found
from bot.daily.results import DailyPost
from bot.errors import Forbidden, Gone, OutboxError, Unavailable, Unknown
from bot.ids import MessageId
from tests.clock import FakeClock
from tests.daily.small_channel import NONCES_KEPT, RETRY_AFTER, Channels, Fault, Killed, Life, SmallOutbox
from tests.daily.test_posts import CHANNEL, FIRST, HOUR, SERVER
from tests.quiz.small_quiz import a_question

POST = DailyPost(SERVER, FIRST, CHANNEL, a_question(), ("Mara", "Orlo", "Pip"), None)


@pytest.fixture
def channels() -> Channels:
    return Channels(FakeClock())


async def test_a_message_with_the_same_nonce_is_dropped_for_some_minutes(channels: Channels) -> None:
    outbox = SmallOutbox(channels)
    first = await outbox.post(POST)

    assert await outbox.post(POST) == first
    channels.clock.set(channels.clock.now() + NONCES_KEPT)
    assert await outbox.post(POST) != first


async def test_the_oldest_post_with_the_marker_is_found(channels: Channels) -> None:
    outbox, start = SmallOutbox(channels), channels.clock.now()
    assert await outbox.find(CHANNEL, POST.marker, after=start - HOUR) == ()
    first = await outbox.post(POST)
    channels.clock.set(start + NONCES_KEPT)
    await outbox.post(POST)

    found = Found(MessageId(first), POST.asked, has_result=False)
    assert (await outbox.find(CHANNEL, POST.marker, after=start - HOUR))[0] == found
    assert await outbox.find(CHANNEL, POST.marker, after=start + HOUR) == ()


@pytest.mark.parametrize(
    ("fault", "error", "is_done"),
    [
        (Fault.LOST, Unknown, False),
        (Fault.UNHEARD, Unknown, True),
        (Fault.BROKEN, Unavailable, False),
        (Fault.BROKEN_LATE, Unavailable, True),
        (Fault.TOO_MANY, Unavailable, False),
        (Fault.FORBIDDEN, Forbidden, False),
        (Fault.GONE, Gone, False),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
async def test_a_fault_does_and_answers_what_its_name_says(
    channels: Channels, fault: Fault, error: type[OutboxError], *, is_done: bool
) -> None:
    channels.faults = {1: fault}

    with pytest.raises(error) as raised:
        await SmallOutbox(channels).post(POST)

    assert bool(channels.messages) == is_done
    if fault is Fault.TOO_MANY:
        assert isinstance(raised.value, Unavailable)
        assert raised.value.retry_after == RETRY_AFTER


async def test_the_dead_do_nothing(channels: Channels) -> None:
    life = Life(dies_at=2)
    await life.outbox(channels).post(POST)

    for _ in range(2):
        with pytest.raises(Killed):
            await life.outbox(channels).post(POST)

    assert channels.count("post") == 1
    assert life.is_over
