"""What happens when two processes, or many clicks, meet in one database."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.ids import ChannelId, GameId, QuestionKey
from bot.storage.answers import AlreadyAnswered, Occasion, Recorded, TooLate
from bot.storage.bags import Draw
from bot.storage.games import RunningGame
from bot.storage.sql.answers import as_accepted, log_in
from bot.storage.sql.storage import SqlStorage
from tests.storage.builders import (
    ANNA,
    BEN,
    CHANNEL,
    DAY,
    MANAGER,
    NOON,
    Q1,
    Q2,
    SERVER,
    a_guess,
    a_pick,
    a_plan,
    a_schedule,
    posted,
    recorded,
)

pytestmark = pytest.mark.slow

CLICKS = 20

Two = tuple[SqlStorage, SqlStorage]


async def test_two_claim_the_same_days_and_each_day_is_claimed_once(two: Two) -> None:
    days = [DAY + timedelta(days=number) for number in range(CLICKS)]

    claims = await asyncio.gather(
        *(
            storage.ledger.claim(a_plan(day=day, draw=Draw("p", question_key, 1)), now=NOON)
            for day in days
            for storage, question_key in zip(two, (Q1, Q2), strict=True)
        )
    )

    for day, pair in zip(days, zip(claims[::2], claims[1::2], strict=True), strict=True):
        (claimed,) = [claim for claim in pair if claim]
        assert await two[0].ledger.entry(SERVER, day) == claimed


async def test_a_post_is_closed_by_one(two: Two) -> None:
    await posted(two[0])

    closed = await asyncio.gather(*(storage.ledger.mark_closed(SERVER, DAY, at=NOON) for storage in two * 5))

    assert closed.count(True) == 1


async def test_a_double_click_counts_once(two: Two) -> None:
    await posted(two[0])
    occasion = Occasion.daily(SERVER, DAY)

    recordings = await asyncio.gather(
        *(two[number % 2].answers.record(a_pick(occasion, text=str(number))) for number in range(CLICKS))
    )

    (first,) = [recording.answer for recording in recordings if isinstance(recording, Recorded)]
    assert recordings.count(AlreadyAnswered(first)) == CLICKS - 1
    assert await two[1].answers.answers_to(occasion) == (first,)


async def test_of_picks_at_the_same_time_one_counts(two: Two) -> None:
    occasion = Occasion.trivia(SERVER, GameId("g1"), 1)

    recordings = await asyncio.gather(
        *(two[n % 2].answers.record(a_pick(occasion, text=str(n)), may_change=True) for n in range(CLICKS))
    )

    answers = [recording.answer for recording in recordings if isinstance(recording, Recorded)]
    assert len({answer.id for answer in answers}) == CLICKS
    assert len(await two[0].answers.answers_to(occasion)) == 1


async def test_no_answer_comes_in_after_the_close(two: Two) -> None:
    await posted(two[0])
    occasion = Occasion.daily(SERVER, DAY)

    async def close() -> int:
        await asyncio.sleep(0)
        await two[1].ledger.mark_closed(SERVER, DAY, at=NOON)
        return len(await two[1].answers.answers_to(occasion))

    *recordings, seen_at_close = await asyncio.gather(
        *(two[0].answers.record(a_pick(occasion, member_id=member_id)) for member_id in range(1, CLICKS)), close()
    )

    counted = len([recording for recording in recordings if isinstance(recording, Recorded)])
    assert recordings.count(TooLate()) == CLICKS - 1 - counted
    assert counted == seen_at_close


async def test_a_question_is_drawn_once_a_turn_by_all(two: Two) -> None:
    questions = [QuestionKey(f"q{number}") for number in range(CLICKS)]

    draws = await asyncio.gather(*(two[number % 2].bags.draw(SERVER, "p", questions) for number in range(CLICKS)))

    assert sorted(draw.question_key for (draw,) in draws) == sorted(questions)


async def test_one_game_begins_in_a_channel(two: Two) -> None:
    games = [RunningGame(SERVER, CHANNEL, GameId(str(number)), ANNA, NOON, "{}", NOON) for number in range(CLICKS)]

    others = await asyncio.gather(*(two[number % 2].games.start(game) for number, game in enumerate(games)))

    assert others.count(None) == 1
    assert {game for game in others if game} == {games[others.index(None)]}


async def test_an_answer_that_is_being_written_while_the_same_is_accepted_is_regraded(two: Two) -> None:
    first = await recorded(two[0], a_guess(Occasion.trivia(SERVER, GameId("g0"), 1)))
    appeal = await two[0].appeals.open(first.id, at=NOON)
    assert appeal
    later = a_guess(Occasion.trivia(SERVER, GameId("g1"), 1), member_id=BEN)

    async with two[1].database.writing() as connection:
        (graded,) = await as_accepted(connection, two[1].database, [later])
        await log_in(connection, two[1].database, graded)
        accepting = asyncio.create_task(two[0].appeals.accept(appeal.id, by=MANAGER, at=NOON))
        await asyncio.wait({accepting}, timeout=0.3)  # it has to wait until the answer is there, or it misses it
    rescored = await accepting

    assert rescored is not None
    assert {answer.given.member_id for answer in rescored} == {ANNA, BEN}


async def test_whichever_comes_first_an_answer_that_is_accepted_counts(two: Two) -> None:
    for number in range(CLICKS):
        text = f"vizion {number}"
        first = await recorded(two[0], a_guess(Occasion.trivia(SERVER, GameId("g0"), number), normal=text))
        appeal = await two[0].appeals.open(first.id, at=NOON)
        assert appeal
        later = a_guess(Occasion.trivia(SERVER, GameId("g1"), number), member_id=BEN, normal=text)
        await two[1].games.start(RunningGame(SERVER, ChannelId(number), GameId("g1"), ANNA, NOON, "{}", NOON))

        await asyncio.gather(
            two[0].appeals.accept(appeal.id, by=MANAGER, at=NOON),
            two[1].games.save(ChannelId(number), GameId("g1"), was="{}", state="[]", at=NOON, answers=[later]),
        )

        counting = await two[0].answers.answer(later.occasion, BEN)
        assert counting
        assert counting.is_right, number


async def test_two_appeals_for_the_same_text_are_accepted_by_two_at_once(two: Two) -> None:
    appeals = []
    for member_id in (ANNA, BEN):
        answer = await recorded(two[0], a_guess(member_id=member_id))
        appeals.append(await two[0].appeals.open(answer.id, at=NOON))

    accepted = await asyncio.gather(
        *(storage.appeals.accept(appeal.id, by=MANAGER, at=NOON) for storage in two for appeal in appeals if appeal)
    )

    assert len([answers for answers in accepted if answers is not None]) == 1


async def test_an_appeal_is_accepted_once(two: Two) -> None:
    answer = await recorded(two[0], a_guess())
    appeals = await asyncio.gather(*(storage.appeals.open(answer.id, at=NOON) for storage in two * 3))
    (appeal,) = set(appeals)
    assert appeal

    regraded = await asyncio.gather(
        *(storage.appeals.accept(appeal.id, by=MANAGER, at=NOON) for storage in two * 3),
    )

    assert len([answers for answers in regraded if answers is not None]) == 1


async def test_a_schedule_is_paused_by_one(two: Two) -> None:
    await two[0].settings.save_schedule(a_schedule())

    paused = await asyncio.gather(*(storage.settings.pause(SERVER, reason="gone") for storage in two * 5))

    assert paused.count(True) == 1


async def test_readers_do_not_wait_for_a_writer(two: Two) -> None:
    await recorded(two[0], a_pick())

    async with two[0].database.writing() as connection, asyncio.timeout(10):
        await two[0].database.lock(connection, SERVER)

        assert (await two[1].answers.board(SERVER)).members == 1


async def test_what_is_cancelled_leaves_nothing_and_holds_up_nobody(two: Two) -> None:
    storage, other = two

    async def begin() -> None:
        async with storage.database.writing() as connection:
            await storage.database.lock(connection, SERVER)
            begun.set()
            await asyncio.Event().wait()

    begun = asyncio.Event()
    task = asyncio.create_task(begin())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(20):
        await recorded(other, a_pick(member_id=BEN))
        assert (await storage.answers.board(SERVER)).members == 1


async def test_closing_waits_for_what_is_under_way_and_lets_nothing_else_begin(two: Two) -> None:
    storage = two[0]
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with storage.database.writing():
            begun.set()
            await may_end.wait()

    working = asyncio.create_task(work())
    await begun.wait()
    closing = asyncio.create_task(storage.close())
    await asyncio.sleep(0)
    with pytest.raises(StorageError):
        await storage.settings.schedule(SERVER)
    assert not closing.done()
    may_end.set()
    await working
    await closing


async def test_a_connection_that_is_being_opened_for_somebody_who_leaves_is_given_back(two: Two) -> None:
    reads = [asyncio.create_task(two[0].settings.schedule(SERVER)) for _ in range(CLICKS)]
    await asyncio.sleep(0)
    for read in reads:
        read.cancel()
    ended = await asyncio.gather(*reads, return_exceptions=True)

    assert all(isinstance(end, asyncio.CancelledError) for end in ended)
    assert two[0].database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # a pool that counts
