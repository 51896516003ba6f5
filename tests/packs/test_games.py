"""Games, daily questions and boards with packs of servers: nothing leaks, and what has begun stays as it was."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.daily.posts import DailyPosts
from bot.daily.questions import ShelfQuestions
from bot.daily.service import DailyService
from bot.errors import UserError
from bot.guess.service import GuessService, Player, roster_in, rosters_of
from bot.ids import MemberId
from bot.packs.in_use import Place
from bot.packs.uploads import zipped
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import QuestionShown
from bot.quiz.service import QuizService
from bot.quiz.wish import Wish
from tests.daily.small_channel import Channels, SmallOutbox
from tests.packs.small_packs import CHANNEL, MANAGER, OTHER_CHANNEL, OTHER_SERVER, SERVER, Town, lamp, lamp_files
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import a_chance

ANNA = MemberId(31)
DAY = date(2026, 5, 2)
LAMP = "the-lamp-1"


@pytest.fixture
def town() -> Town:
    return Town()


def packs_of(keys: list[str]) -> set[str]:
    """The packs of questions, by their keys."""
    return {key.partition("/")[0].partition(":")[0] for key in keys}


class TestQuiz:
    async def test_a_game_asks_from_the_packs_of_its_channel(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, CHANNEL, pack)
        questions = QuizQuestions(town.shelf, town.storage, a_chance())

        here = await questions.draw(SERVER, Wish(50), channel_ids=(CHANNEL,))
        everywhere = await questions.draw(SERVER, Wish(50), channel_ids=(OTHER_CHANNEL,))
        there = await questions.draw(OTHER_SERVER, Wish(50), channel_ids=(CHANNEL,))

        assert packs_of([each.key for each in here]) == {LAMP}
        assert packs_of([each.key for each in everywhere]) == {LAMP, "harbour"}
        assert packs_of([each.key for each in there]) == {"harbour"}

    async def test_no_other_server_can_ask_for_the_pack_or_look_up_its_questions(self, town: Town) -> None:
        await town.put(lamp())
        questions = QuizQuestions(town.shelf, town.storage, a_chance())
        [key] = [key for key in await questions.keys(SERVER) if key.startswith(LAMP)][:1]

        assert await questions.question(SERVER, key) is not None
        assert await questions.question(OTHER_SERVER, key) is None
        assert await questions.draw(OTHER_SERVER, Wish(5, pack=LAMP)) == ()
        assert LAMP not in {pack.id for pack in await questions.packs(Place(OTHER_SERVER))}
        assert "quillon" not in await questions.names(OTHER_SERVER)
        assert "quillon" in await questions.names(SERVER)

    async def test_a_running_game_keeps_the_questions_that_it_began_with(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, CHANNEL, pack)
        channels = QuizChannels()
        questions = QuizQuestions(town.shelf, town.storage, a_chance())
        games = QuizService(town.storage, questions, channels, town.clock, a_chance())
        running = asyncio.create_task(games.run())
        await games.resumed()
        await games.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(1))
        await town.clock.asleep()

        await town.service.remove(SERVER, pack)
        await town.clock.advance(timedelta(minutes=2))

        asked = [shown for shown in channels.said if isinstance(shown, QuestionShown)]
        assert packs_of([shown.question.key for shown in asked]) == {LAMP}
        assert games.is_playing(CHANNEL) is False, "it came to its end"
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


class TestDaily:
    async def test_it_is_drawn_from_the_packs_of_its_channel(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, CHANNEL, pack)
        source = ShelfQuestions(town.shelf)

        assert packs_of(list((await source.at(SERVER, CHANNEL)).keys)) == {LAMP}
        assert packs_of(list((await source.at(OTHER_SERVER, CHANNEL)).keys)) == {"harbour"}
        assert packs_of(list((await source.known_to(OTHER_SERVER)).keys)) == {"harbour"}

    async def test_an_open_question_stays_as_it_was_posted(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, CHANNEL, pack)
        channels = Channels(town.clock)
        source = ShelfQuestions(town.shelf)
        posts = DailyPosts(town.storage, SmallOutbox(channels), source, town.clock, a_chance())
        daily = DailyService(town.storage, posts, source, town.clock, on_change=lambda _: None)
        due = town.clock.now() + timedelta(hours=1)
        await daily.set_up(
            SERVER, channel_id=CHANNEL, at=due.timetz().replace(tzinfo=None), zone="UTC", by=MANAGER, may_spoil=True
        )
        town.clock.set(due)
        await posts.advance(SERVER)
        [(message, posted)] = channels.messages.items()
        day, asked = posted.post.day, posted.post.question

        await town.service.remove(SERVER, pack)
        right = posted.post.options.index(asked.answer)
        verdict = await daily.answer(SERVER, day, message_id=message, member_id=ANNA, option=right)

        assert getattr(verdict, "question", None) == asked
        assert packs_of([asked.key]) == {LAMP}


class TestGuess:
    async def test_a_board_of_a_servers_pack_is_shown_there_alone(self, town: Town) -> None:
        await town.put(zipped(_village()))
        service = GuessService(town.storage, town.clock, a_chance())
        here, there = await town.shelf.at(Place(SERVER)), await town.shelf.at(Place(OTHER_SERVER))
        shown = await service.endless(Player(ANNA, SERVER), roster_in(here, LAMP))
        await service.endless(Player(ANNA, SERVER), roster_in(here, LAMP), shown.puzzle.target)

        assert [roster.pack.id for roster in here.of(rosters_of)] == [LAMP]
        assert there.of(rosters_of) == ()
        with pytest.raises(UserError):
            roster_in(there, LAMP)
        with pytest.raises(UserError):
            await service.another(Player(ANNA, OTHER_SERVER), there, shown.puzzle.id)
        assert await service.finished(there, shown.puzzle.id, ANNA) is None


def _village() -> dict[str, str]:
    """The lamp, with twelve people who can be told apart."""
    files = lamp_files()
    for number in range(12):
        name = f"Keeper {'ABCDEFGHIJKL'[number]}"
        facts = "".join(
            f'  - id: k{number}-{each}\n    text: "{name} lights lamp number {each}."\n    source: [S{each}]\n'
            for each in range(number + 2)
        )
        pronoun = ("he", "she", "they")[number % 3]
        files[f"characters/keeper-{number}.yaml"] = f"name: {name}\npronoun: {pronoun}\nfacts:\n{facts}"
    return files
