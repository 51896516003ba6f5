"""What every storage does with appeals and the aliases that they bring."""

from dataclasses import replace

from bot.ids import AnswerId, AppealId, ChannelId, GameId, MemberId
from bot.storage.answers import Graded, Occasion
from bot.storage.appeals import Alias, AppealState
from bot.storage.games import RunningGame
from bot.storage.storage import Storage
from tests.storage.builders import (
    ANNA,
    BEN,
    CLEO,
    MANAGER,
    MINUTE,
    NOON,
    OTHER_SERVER,
    SERVER,
    a_guess,
    a_pick,
    recorded,
)

QUESTION = Occasion.trivia(SERVER, GameId("g1"), 1)


async def test_an_answer_is_appealed_once(storage: Storage) -> None:
    answer = await recorded(storage, a_guess(QUESTION))

    appeal = await storage.appeals.open(answer.id, at=NOON)
    again = await storage.appeals.open(answer.id, at=NOON + MINUTE)

    assert appeal
    assert (appeal.answer_id, appeal.given, appeal.at, appeal.state) == (answer.id, answer.given, NOON, "pending")
    assert again == appeal
    assert await storage.appeals.appeal(appeal.id) == appeal
    assert await storage.appeals.pending(SERVER) == (appeal,)
    assert await storage.appeals.pending(OTHER_SERVER) == ()


async def test_an_answer_that_is_not_there_cannot_be_appealed(storage: Storage) -> None:
    assert await storage.appeals.open(AnswerId(77), at=NOON) is None
    assert await storage.appeals.appeal(AppealId(77)) is None


async def test_a_yes_re_scores_everyone_who_typed_it_in_this_server(storage: Storage) -> None:
    elsewhere = Occasion.trivia(OTHER_SERVER, GameId("g1"), 1)
    annas = await recorded(storage, a_guess(QUESTION))
    bens = await recorded(storage, a_guess(replace(QUESTION, number=2), member_id=BEN, question_key="another"))
    await recorded(storage, a_guess(QUESTION, member_id=CLEO, normal="ultron"))
    await recorded(storage, a_guess(QUESTION, member_id=CLEO, target="thor"), may_change=True)
    await recorded(storage, a_pick(QUESTION, member_id=5, normal="vizion", is_right=False))
    await recorded(storage, a_guess(elsewhere))
    appeal = await storage.appeals.open(annas.id, at=NOON)
    assert appeal

    regraded = await storage.appeals.accept(appeal.id, by=MANAGER, at=NOON + MINUTE)

    assert regraded == (Graded(annas.id, annas.given, True), Graded(bens.id, bens.given, True))
    assert await storage.appeals.aliases(SERVER) == (Alias(SERVER, "vision", "vizion"),)
    assert await storage.appeals.aliases(OTHER_SERVER) == ()
    assert (await storage.answers.record_of(SERVER, BEN)).points == 100
    assert (await storage.answers.record_of(OTHER_SERVER, ANNA)).points == 0


async def test_a_yes_decides_the_other_appeals_for_the_same_text(storage: Storage) -> None:
    annas = await storage.appeals.open((await recorded(storage, a_guess(QUESTION))).id, at=NOON)
    bens = await storage.appeals.open((await recorded(storage, a_guess(QUESTION, member_id=BEN))).id, at=NOON)
    cleos_answer = await recorded(storage, a_guess(QUESTION, member_id=CLEO, normal="wanda"))
    cleos = await storage.appeals.open(cleos_answer.id, at=NOON)
    assert annas
    assert bens

    await storage.appeals.accept(annas.id, by=MANAGER, at=NOON + MINUTE)

    assert await storage.appeals.pending(SERVER) == (cleos,)
    assert await storage.appeals.appeal(bens.id) == replace(
        bens, state=AppealState.ACCEPTED, decided_by=MANAGER, decided_at=NOON + MINUTE
    )


async def test_an_appeal_is_decided_once(storage: Storage) -> None:
    first = await storage.appeals.open((await recorded(storage, a_guess(QUESTION))).id, at=NOON)
    second = await storage.appeals.open(
        (await recorded(storage, a_guess(QUESTION, member_id=BEN, normal="b"))).id, at=NOON
    )
    assert first
    assert second

    assert await storage.appeals.accept(first.id, by=MANAGER, at=NOON) is not None
    assert await storage.appeals.accept(first.id, by=MANAGER, at=NOON) is None
    assert not await storage.appeals.reject(first.id, by=MANAGER, at=NOON)
    assert await storage.appeals.reject(second.id, by=MANAGER, at=NOON)
    assert await storage.appeals.accept(second.id, by=MANAGER, at=NOON) is None
    assert await storage.appeals.accept(AppealId(99), by=MANAGER, at=NOON) is None

    assert await storage.appeals.pending(SERVER) == ()
    assert len(await storage.appeals.aliases(SERVER)) == 1
    assert (await storage.answers.record_of(SERVER, BEN)).points == 0


async def test_an_answer_graded_before_a_yes_and_kept_after_it_is_right(storage: Storage) -> None:
    appeal = await storage.appeals.open((await recorded(storage, a_guess(QUESTION))).id, at=NOON)
    assert appeal
    graded_wrong = a_guess(replace(QUESTION, number=2), member_id=BEN)
    same = replace(graded_wrong, member_id=CLEO)
    others = [
        replace(graded_wrong, member_id=MemberId(5), normal="wanda"),
        replace(graded_wrong, member_id=MemberId(6), target="thor"),
        replace(graded_wrong, member_id=MemberId(7), is_typed=False),
        replace(graded_wrong, member_id=MemberId(8), occasion=Occasion.trivia(OTHER_SERVER, GameId("g1"), 2)),
    ]
    await storage.appeals.accept(appeal.id, by=MANAGER, at=NOON)

    assert (await recorded(storage, graded_wrong)).is_right
    game = RunningGame(SERVER, ChannelId(9), GameId("g1"), ANNA, NOON, "{}", NOON)
    await storage.games.start(game)
    assert await storage.games.save(
        ChannelId(9), GameId("g1"), was="{}", state="[]", at=NOON, answers=[same, *others[:3]]
    )
    await recorded(storage, others[3])

    assert {
        answer.given.member_id for answer in await storage.answers.answers_to(same.occasion) if answer.is_right
    } == {
        BEN,
        CLEO,
    }
    assert (await storage.answers.record_of(SERVER, CLEO)).points == 100
    assert (await storage.answers.record_of(OTHER_SERVER, MemberId(8))).points == 0
