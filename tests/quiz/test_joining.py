"""What the channel shows of a lobby and of who has answered, which questions are drawn, and those that rest."""

from dataclasses import replace

import pytest

from bot.errors import Gone, UserError
from bot.ids import GameId, MemberId, MessageId, ServerId
from bot.packs.in_use import Place
from bot.packs.seen import Further
from bot.quiz.events import Joined
from bot.quiz.host import CALM
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import LobbyShown, QuestionShown
from bot.quiz.wish import Wish
from tests.packs.small_shelf import a_shelf
from tests.quiz.test_service import ANNA, BEN, CHANNEL, SECOND, SERVER, World
from tests.small_pack import ONE_PACK, TWO_PACKS, a_chance
from tests.storage.memory import in_memory

WISH = Wish(3, lobby=MessageId(20))


@pytest.fixture
def world() -> World:
    return World()


async def start(world: World, wish: Wish = WISH) -> GameId:
    await world.service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=wish)
    await world.clock.asleep()
    return world.table().id


def lobby(world: World) -> LobbyShown:
    (shown,) = (said for said in world.channels.said if isinstance(said, LobbyShown))
    return shown


async def test_the_lobby_shows_who_is_in_and_closes_with_the_first_question(world: World) -> None:
    async with world.living() as service:
        game_id = await start(world)
        assert await service.join(CHANNEL, game_id, BEN) == Joined(BEN, 2, 0)
        await world.pass_time(CALM)
        assert [player_id for player_id, _ in lobby(world).joined] == [ANNA, BEN]

        await world.pass_time(20 * SECOND)

        assert lobby(world).is_closed
        assert world.open_question().number == 1


async def test_how_far_a_game_goes_is_known_for_whoever_has_seen_less(world: World) -> None:
    async with world.living() as service:
        game_id = await start(world, Wish(50, lobby=20))

        assert await service.further_than(CHANNEL, game_id, {"harbour": 1}) == (Further("The Harbour Light", 3, 1),)
        for scenes in ({}, {"harbour": 4}, {"harbour": 99}, {"winter": 1}):
            assert await service.further_than(CHANNEL, game_id, scenes) == ()
        assert await service.further_than(CHANNEL, GameId("0000000000"), {"harbour": 1}) == ()


async def test_a_lobby_that_is_deleted_is_posted_anew(world: World) -> None:
    async with world.living() as service:
        game_id = await start(world)
        world.channels.failing.append(Gone("deleted"))
        await service.join(CHANNEL, game_id, BEN)
        await world.pass_time(CALM)

        assert [type(said) for said in world.channels.said] == [LobbyShown, LobbyShown]


async def test_a_lobby_survives_a_restart(world: World) -> None:
    async with world.living() as service:
        game_id = await start(world)
        await service.join(CHANNEL, game_id, BEN)
    async with world.living():
        await world.clock.asleep()
        await world.pass_time(21 * SECOND)

        assert lobby(world).is_closed
        assert list(world.table().round.joined) == [ANNA, BEN]


async def test_a_question_closes_in_the_channel_when_all_have_answered(world: World) -> None:
    async with world.living() as service:
        game_id = await start(world)
        await service.join(CHANNEL, game_id, BEN)
        await world.pass_time(21 * SECOND)
        await world.pick(ANNA, right=True)
        assert world.verdicts == []

        await world.pick(BEN, right=False)
        await world.pass_time(SECOND)

        assert world.verdicts[0].answered == 2


async def test_the_channel_sees_now_and_then_how_many_have_answered(world: World) -> None:
    async with world.living():
        await world.start()
        for player_id in map(MemberId, range(30, 40)):
            await world.pick(player_id, right=True)
        await world.pass_time(CALM)
        await world.pick(ANNA, right=True)
        await world.pass_time(CALM)

        assert [shown.answered for _, shown in world.channels.edits] == [10, 11]
        assert world.open_question().answered == 11


async def test_only_questions_of_the_pack_and_category_are_drawn() -> None:
    questions = QuizQuestions(a_shelf(TWO_PACKS), in_memory(), a_chance())

    drawn = await questions.draw(SERVER, Wish(50, pack="harbour"))
    category = (await questions.categories(Place(SERVER), "harbour"))[0]
    narrow = await questions.draw(SERVER, Wish(50, pack="harbour", category=category.upper()))

    assert {question.key.partition("/")[0] for question in drawn} == {"harbour"}
    assert {question.category for question in narrow} == {category}
    assert 0 < len(narrow) < len(drawn)


async def test_a_game_free_of_spoilers_leaves_out_what_tells_the_plot() -> None:
    questions = QuizQuestions(a_shelf(ONE_PACK), in_memory(), a_chance())
    everything = await questions.draw(SERVER, Wish(50))
    told = everything[0]
    made = [replace(each, is_spoiler=each is told) for each in everything]

    marked = QuizQuestions(a_shelf(ONE_PACK, questions=made), in_memory(), a_chance())
    drawn = await marked.draw(SERVER, Wish(50, spoiler_free=True))

    assert told.key not in {question.key for question in drawn}
    assert drawn


async def test_a_reported_question_rests_until_a_manager_keeps_it(world: World) -> None:
    async with world.living() as service:
        await world.start(rounds=50)
        asked = [question.key for question in world.table().round.questions]
        made = await service.report(SERVER, asked[0], BEN)
        assert made.is_new
        assert made.question is not None
        assert not (await service.report(SERVER, asked[0], ANNA)).is_new

        questions = QuizQuestions(a_shelf(ONE_PACK), world.storage, a_chance())
        assert asked[0] not in {each.key for each in await questions.draw(SERVER, Wish(50))}
        assert asked[0] in {each.key for each in await questions.draw(ServerId(SERVER + 1), Wish(50))}
        assert (await service.decide_report(SERVER, asked[0], by=ANNA, is_kept=True)).is_kept
        assert asked[0] in {each.key for each in await questions.draw(SERVER, Wish(50))}
        with pytest.raises(UserError):
            await service.decide_report(SERVER, asked[0], by=ANNA, is_kept=False)


async def test_teams_have_a_lobby_where_they_find_each_other(world: World) -> None:
    async with world.living():
        await start(world, Wish(3, has_teams=True))

        assert lobby(world).wish.lobby
        assert not [said for said in world.channels.said if isinstance(said, QuestionShown)]
