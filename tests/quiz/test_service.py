"""Trivia games in channels: what members do, what the channel shows, and what is left after a crash."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from bot import errors
from bot.errors import Forbidden, Gone, OutboxError, StorageError, Unavailable, Unknown, UserError
from bot.ids import ChannelId, FactKey, GameId, MemberId, MessageId, QuestionKey, ServerId
from bot.knowledge.model import Difficulty
from bot.questions.grading import Verdict
from bot.questions.model import QuestionKind
from bot.quiz.events import ActionRefused, AlsoRight, Ending, Finished, Guessed, LockedIn, Reason, Skipped, Solved
from bot.quiz.questions import QuizQuestions, target_of
from bot.quiz.results import AlreadyRunning, GameEnded, GameStarted, QuestionShown, TypedQuestion, VerdictShown
from bot.quiz.round import BREAK, GUESSES, AnswerMode
from bot.quiz.service import QuizService
from bot.quiz.table import QuizTable
from bot.quiz.wish import Wish
from bot.storage.answers import Answered, Game, Graded, Occasion
from bot.storage.games import Games
from tests.clock import FakeClock
from tests.packs.small_shelf import a_shelf
from tests.quiz.small_quiz import points_of
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import ONE_PACK, TWO_PACKS, a_chance
from tests.storage.builders import a_guess, recorded
from tests.storage.memory import in_memory

SERVER, CHANNEL, OTHER_CHANNEL = ServerId(1), ChannelId(2), ChannelId(3)
ANNA, BEN, CLEO = MemberId(11), MemberId(12), MemberId(13)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class World:
    """Channels, a storage and a clock that outlive the service: `living` is one run of it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.storage = in_memory()
        self.channels = QuizChannels()
        self.chance = a_chance()
        self.service = self.a_service()

    def a_service(self) -> QuizService:
        questions = QuizQuestions(a_shelf(ONE_PACK), self.storage, self.chance)
        return QuizService(self.storage, questions, self.channels, self.clock, self.chance)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[QuizService]:
        """A run, which ends as a killed process does: without a word."""
        self.service = self.a_service()
        running = asyncio.create_task(self.service.run())
        try:
            yield self.service
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def start(
        self, rounds: int = 3, *, answers: AnswerMode = AnswerMode.BUTTONS, channel_id: ChannelId = CHANNEL
    ) -> GameId:
        started = await self.service.start(
            server_id=SERVER, channel_id=channel_id, starter=ANNA, wish=Wish(rounds, answers=answers)
        )
        assert isinstance(started, GameStarted)
        await self.clock.asleep()
        return started.game_id

    def table(self, channel_id: ChannelId = CHANNEL) -> QuizTable:
        """The game of a channel, as the service has it."""
        game = self.service._games.at(channel_id)
        assert game
        return game.table

    async def pass_time(self, by: timedelta) -> None:
        await self.clock.advance(by)

    def open_question(self, channel_id: ChannelId = CHANNEL) -> QuestionShown:
        """The question that stands open in the channel."""
        shown = [said for said in self.channels.in_channel(channel_id) if isinstance(said, QuestionShown)]
        assert not shown[-1].is_closed
        return shown[-1]

    async def close(self) -> None:
        """Let the time of the open question pass."""
        await self.pass_time(self.open_question().closes_at - self.clock.now())

    async def next(self) -> None:
        """Let the break pass."""
        await self.pass_time(BREAK)

    async def pick(self, player_id: MemberId, *, right: bool) -> None:
        shown = self.open_question()
        option = shown.question.right if right else (shown.question.right + 1) % len(shown.question.options)
        event = await self.service.pick(CHANNEL, shown.game_id, shown.number, player_id, option)
        assert isinstance(event, LockedIn)

    @property
    def verdicts(self) -> list[VerdictShown]:
        return [said for said in self.channels.said if isinstance(said, VerdictShown)]

    @property
    def questions(self) -> list[QuestionShown]:
        return [said for said in self.channels.said if isinstance(said, QuestionShown)]

    @property
    def endings(self) -> list[GameEnded]:
        return [said for said in self.channels.said if isinstance(said, GameEnded)]

    async def logged(self, member_id: MemberId) -> list[Graded]:
        """What of a member is in the log."""
        events = [event async for event in self.storage.answers.events(SERVER)]
        return [event for event in events if isinstance(event, Graded) and event.given.member_id == member_id]

    async def points(self) -> dict[MemberId, int]:
        return await points_of(self.storage, SERVER)


@pytest.fixture
def world() -> World:
    return World()


class TestAGameWithButtons:
    async def test_goes_from_the_first_question_to_the_standing(self, world: World) -> None:
        async with world.living():
            await world.start(rounds=2)
            for _ in range(2):
                await world.pick(ANNA, right=True)
                await world.pick(BEN, right=False)
                await world.close()
                await world.next()

        kinds = [type(said) for said in world.channels.said]
        assert kinds == [QuestionShown, VerdictShown, QuestionShown, VerdictShown, GameEnded]
        assert [verdict.spread[verdict.question.right] for verdict in world.verdicts] == [1, 1]
        assert [score.player_id for score in world.endings[0].standing] == [ANNA, BEN]
        assert world.endings[0].ending is Ending.PLAYED
        assert await world.storage.games.running() == ()
        assert (await world.points())[ANNA] == world.endings[0].standing[0].points
        assert (await world.points())[BEN] == 0

    async def test_a_pick_may_be_changed_until_the_close(self, world: World) -> None:
        async with world.living():
            await world.start()
            await world.pick(ANNA, right=False)
            await world.pick(ANNA, right=True)
            await world.close()

        assert [earned.player_id for earned in world.verdicts[0].earned] == [ANNA]

    async def test_nothing_is_on_the_board_before_the_close(self, world: World) -> None:
        async with world.living():
            await world.start()
            await world.pick(ANNA, right=True)

            assert await world.points() == {}

            await world.close()

            assert list(await world.points()) == [ANNA]

    async def test_the_question_loses_its_buttons_at_the_close(self, world: World) -> None:
        async with world.living():
            await world.start()
            await world.close()

        assert [question.is_closed for question in world.questions] == [True]

    async def test_a_press_on_an_older_question_counts_for_nothing(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start()
            await world.close()
            await world.next()

            assert await service.pick(CHANNEL, game_id, 1, ANNA, 0) == ActionRefused(ANNA, Reason.NOT_OPEN)
            assert await service.pick(CHANNEL, GameId("f" * 10), 2, ANNA, 0) == ActionRefused(ANNA, Reason.OVER)

    async def test_after_three_questions_without_an_answer_it_ends_by_itself(self, world: World) -> None:
        async with world.living():
            await world.start(rounds=8)
            for _ in range(3):
                await world.close()
                await world.next()

        assert [ending.ending for ending in world.endings] == [Ending.NOBODY]
        assert await world.storage.games.running() == ()

    async def test_a_hint_is_shown_to_all(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(rounds=8)
            while not world.open_question().can_hint:
                await service.skip(CHANNEL, ANNA, may_manage=False)
                await world.next()

            await service.hint(CHANNEL, game_id, world.open_question().number, BEN)
            await world.clock.advance(SECOND)

            assert len(world.open_question().hints) == 1


class TestStarting:
    async def test_a_channel_has_one_game(self, world: World) -> None:
        async with world.living() as service:
            await world.start()
            second = await service.start(server_id=SERVER, channel_id=CHANNEL, starter=BEN)

            assert second == AlreadyRunning(CHANNEL, MessageId(next(iter(world.channels.messages))))

    async def test_two_who_start_at_once_have_one_game(self, world: World) -> None:
        async with world.living() as service:
            both = await asyncio.gather(
                *(service.start(server_id=SERVER, channel_id=CHANNEL, starter=player_id) for player_id in (ANNA, BEN))
            )

        assert sorted(type(each).__name__ for each in both) == ["AlreadyRunning", "GameStarted"]

    async def test_many_channels_play_at_once(self, world: World) -> None:
        async with world.living():
            await world.start()
            await world.start(channel_id=OTHER_CHANNEL)
            await world.close()

        for channel_id in (CHANNEL, OTHER_CHANNEL):
            assert isinstance(world.channels.in_channel(channel_id)[0], QuestionShown)

    async def test_no_question_comes_twice_until_all_have_come(self, world: World) -> None:
        async with world.living() as service:
            await world.start(rounds=6)
            await service.stop(CHANNEL, ANNA, may_manage=False)
            await world.clock.advance(SECOND)
            await world.start(rounds=7)

            games = await world.storage.games.running()
            drawn = world.table(games[0].channel_id).round.questions

        assert world.questions[0].question.key not in {question.key for question in drawn}

    async def test_of_a_kind_that_the_packs_lack_there_is_no_game(self, world: World) -> None:
        async with world.living() as service:
            with pytest.raises(UserError, match="no such questions"):
                await service.start(
                    server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(kind=QuestionKind.FIRST)
                )
            assert await service.start(
                server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(kind=QuestionKind.AUTHORED)
            )

    async def test_where_answers_are_typed_all_questions_can_be(self, world: World) -> None:
        async with world.living() as service:
            started = await service.start(
                server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(50, answers=AnswerMode.TYPED)
            )

        assert isinstance(started, GameStarted)
        assert 1 < started.rounds < 13
        assert started.is_all


class TestQuestions:
    async def test_each_pack_gives_about_as_many(self) -> None:
        questions = QuizQuestions(a_shelf(TWO_PACKS), in_memory(), a_chance())

        drawn = await questions.draw(SERVER, Wish(2))

        assert {question.key.partition("/")[0] for question in drawn} <= {"harbour", "winter"}
        assert len(drawn) == 2

    async def test_a_question_is_as_hard_as_it_turned_out_to_be(self) -> None:
        storage = in_memory()
        questions = QuizQuestions(a_shelf(ONE_PACK), storage, a_chance())
        (question,) = await questions.draw(SERVER, Wish(1, kind=QuestionKind.PLAYS))
        for number in range(20):
            await storage.answers.record(_answered(question.key, MemberId(number)))

        hard = await questions.draw(SERVER, Wish(9, kind=QuestionKind.PLAYS, difficulty=Difficulty.HARD))
        easy = await questions.draw(SERVER, Wish(9, kind=QuestionKind.PLAYS, difficulty=Difficulty.EASY))

        assert [each.key for each in hard] == [question.key]
        assert question.key not in {each.key for each in easy}


class TestEnding:
    async def test_the_starter_stops_it_and_the_open_question_counts_for_nobody(self, world: World) -> None:
        async with world.living() as service:
            await world.start()
            await world.pick(BEN, right=True)

            event = await service.stop(CHANNEL, ANNA, may_manage=False)
            await world.clock.advance(SECOND)

        assert isinstance(event, Finished)
        assert [verdict.was_skipped for verdict in world.verdicts] == [True]
        assert (world.endings[0].ending, world.endings[0].stopped_by) == (Ending.STOPPED, ANNA)
        assert await world.points() == {}

    async def test_somebody_else_does_not_unless_they_may_manage(self, world: World) -> None:
        async with world.living() as service:
            await world.start()

            assert await service.stop(CHANNEL, BEN, may_manage=False) == ActionRefused(BEN, Reason.NOT_ALLOWED)
            assert await service.skip(CHANNEL, BEN, may_manage=False) == ActionRefused(BEN, Reason.NOT_ALLOWED)
            assert isinstance(await service.skip(CHANNEL, BEN, may_manage=True), Skipped)
            assert isinstance(await service.stop(CHANNEL, BEN, may_manage=True), Finished)

    async def test_where_there_is_no_game_it_says_how_to_start_one(self, world: World) -> None:
        with pytest.raises(UserError, match="/trivia start"):
            await world.service.stop(CHANNEL, ANNA, may_manage=True)

    async def test_until_the_standing_is_shown_the_next_one_has_to_wait(self, world: World) -> None:
        async with world.living() as service:
            await world.start()
            await service.stop(CHANNEL, ANNA, may_manage=False)

            assert isinstance(await service.start(server_id=SERVER, channel_id=CHANNEL, starter=BEN), GameStarted)
            await world.clock.asleep()

        assert [type(said) for said in world.channels.said[-2:]] == [GameEnded, QuestionShown]

    async def test_while_the_standing_cannot_be_shown_there_is_no_next_one(self, world: World) -> None:
        async with world.living() as service:
            await world.start()
            world.channels.failing.extend([Unavailable("down")] * 9)
            await service.stop(CHANNEL, ANNA, may_manage=False)

            with pytest.raises(UserError, match="just ending"):
                await service.start(server_id=SERVER, channel_id=CHANNEL, starter=BEN)

    async def test_after_the_end_there_may_be_another(self, world: World) -> None:
        async with world.living() as service:
            first = await world.start()
            await service.stop(CHANNEL, ANNA, may_manage=False)
            await world.clock.advance(SECOND)

            assert await world.start() != first


class TestTypedAnswers:
    async def test_the_first_right_one_solves_it_and_others_earn_a_part(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(answers=AnswerMode.TYPED)
            answer = world.open_question().question.answer

            first = await service.guess(CHANNEL, game_id, 1, ANNA, answer)
            second = await service.guess(CHANNEL, game_id, 1, BEN, answer)
            await world.pass_time(5 * SECOND)

        assert isinstance(first, Solved)
        assert isinstance(second, AlsoRight)
        points = await world.points()
        assert points == {ANNA: first.points, BEN: second.points}

    async def test_there_are_three_guesses(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(answers=AnswerMode.TYPED)
            told = [await service.guess(CHANNEL, game_id, 1, BEN, f"zebra {word}") for word in ("one", "two", "three")]

            assert [event.left for event in told if isinstance(event, Guessed)] == [2, 1, 0][-GUESSES:]
            assert await service.guess(CHANNEL, game_id, 1, BEN, "x") == ActionRefused(BEN, Reason.NO_MORE_GUESSES)

    async def test_talk_beside_a_game_costs_nothing_and_is_not_kept(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(answers=AnswerMode.TYPED)
            before = await world.storage.games.game(CHANNEL)
            world.clock.set(world.clock.now() + SECOND)

            talk = await service.guess(CHANNEL, game_id, 1, BEN, "dinner time", overheard=True)

            assert talk == Guessed(BEN, Verdict.EMPTY, GUESSES)
            assert await world.storage.games.game(CHANNEL) == before
            meant = await service.guess(CHANNEL, game_id, 1, BEN, "the gull", overheard=True)
            assert not isinstance(meant, Guessed) or meant.left == GUESSES - 1

    async def test_it_tells_where_a_game_runs(self, world: World) -> None:
        async with world.living() as service:
            assert not service.is_playing(CHANNEL)
            await world.start()
            assert service.is_playing(CHANNEL)
            assert not service.is_playing(OTHER_CHANNEL)

            await service.stop(CHANNEL, ANNA, may_manage=False)
            await world.clock.advance(SECOND)

            assert not service.is_playing(CHANNEL)

    async def test_it_tells_which_message_is_the_question(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(answers=AnswerMode.TYPED)

            message_id = next(iter(world.channels.messages))
            assert service.typed_question(CHANNEL) == TypedQuestion(game_id, 1, message_id, is_open=True)
            assert service.typed_question(OTHER_CHANNEL) is None


class TestAppeals:
    async def a_wrong_answer_that_two_gave(self, world: World) -> GameId:
        game_id = await world.start(answers=AnswerMode.TYPED)
        for player_id, text in ((ANNA, "the zebra!"), (BEN, "Zebra"), (CLEO, "a giraffe")):
            event = await world.service.guess(CHANNEL, game_id, 1, player_id, text)
            assert isinstance(event, Guessed)
        await world.close()
        return game_id

    async def test_a_yes_rescores_everyone_who_typed_it(self, world: World) -> None:
        async with world.living() as service:
            game_id = await self.a_wrong_answer_that_two_gave(world)
            made = await service.appeal(SERVER, game_id, 1, ANNA)

            decision = await service.decide(SERVER, made.appeal.id, by=MemberId(99), accepted=True)

            assert {answer.given.member_id for answer in decision.rescored} == {ANNA, BEN}
            points = await world.points()
            assert points[ANNA] > 0
            assert points[BEN] > 0
            assert points[CLEO] == 0
            standing = world.table().round.standing
            assert {score.player_id for score in standing if score.points} == {ANNA, BEN}

    @pytest.mark.parametrize("seed", range(12))
    async def test_whatever_is_accepted_and_when_the_standing_and_the_board_agree(
        self, world: World, seed: int
    ) -> None:
        chance = random.Random(seed)  # noqa: S311
        async with world.living() as service:
            game_id = await world.start(rounds=5, answers=AnswerMode.TYPED)
            while not world.endings:
                question = world.questions[-1]
                if not question.is_closed:
                    text = chance.choice(("zebra", "Giraffe", "a gnu", question.question.answer))
                    player_id = chance.choice((ANNA, BEN, CLEO))
                    await service.guess(CHANNEL, game_id, question.number, player_id, text)
                with suppress(UserError):
                    number, player_id = chance.randint(1, question.number), chance.choice((ANNA, BEN, CLEO))
                    made = await service.appeal(SERVER, game_id, number, player_id)
                    await service.decide(SERVER, made.appeal.id, by=MemberId(99), accepted=chance.random() < 0.5)
                await world.pass_time(chance.randrange(1, 8) * SECOND)

        standing = {score.player_id: score.points for score in world.endings[0].standing}
        assert standing == await world.points()
        assert any(standing.values())

    async def test_a_nickname_accepted_while_the_question_is_open_is_right_from_then_on(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start(rounds=5, answers=AnswerMode.TYPED)
            await service.guess(CHANNEL, game_id, 1, ANNA, "zebra")
            earlier = a_guess(
                Occasion.trivia(SERVER, GameId("f" * 10), 1),
                member_id=MemberId(77),
                target=target_of(world.questions[0].question),
                normal="zebra",
            )
            appeal = await world.storage.appeals.open((await recorded(world.storage, earlier)).id, at=world.clock.now())
            assert appeal

            await service.decide(SERVER, appeal.id, by=MemberId(99), accepted=True)

            assert isinstance(await service.guess(CHANNEL, game_id, 1, BEN, "the zebra"), AlsoRight)

    async def test_what_was_accepted_is_right_in_the_next_game(self, world: World) -> None:
        async with world.living() as service:
            game_id = await self.a_wrong_answer_that_two_gave(world)
            made = await service.appeal(SERVER, game_id, 1, ANNA)
            await service.decide(SERVER, made.appeal.id, by=MemberId(99), accepted=True)
            question = world.questions[0].question
            accepted = await service._questions.accepted(SERVER, [question])

        assert accepted == {question.key: ("zebra",)}
        assert await world.storage.appeals.aliases(ServerId(SERVER + 1)) == ()

    async def test_a_no_leaves_everything_as_it_is(self, world: World) -> None:
        async with world.living() as service:
            game_id = await self.a_wrong_answer_that_two_gave(world)
            made = await service.appeal(SERVER, game_id, 1, ANNA)

            decision = await service.decide(SERVER, made.appeal.id, by=MemberId(99), accepted=False)

            assert decision.rescored == ()
            with pytest.raises(UserError, match="decided"):
                await service.decide(SERVER, made.appeal.id, by=MemberId(99), accepted=True)
            with pytest.raises(UserError, match="decided"):
                await service.appeal(SERVER, game_id, 1, ANNA)

    async def test_who_typed_nothing_has_nothing_to_appeal(self, world: World) -> None:
        async with world.living() as service:
            game_id = await self.a_wrong_answer_that_two_gave(world)

            with pytest.raises(UserError, match="nothing"):
                await service.appeal(SERVER, game_id, 1, MemberId(77))

    async def test_another_server_has_no_say(self, world: World) -> None:
        async with world.living() as service:
            game_id = await self.a_wrong_answer_that_two_gave(world)
            made = await service.appeal(SERVER, game_id, 1, ANNA)

            with pytest.raises(UserError):
                await service.decide(ServerId(SERVER + 1), made.appeal.id, by=MemberId(99), accepted=True)
        assert await world.storage.appeals.aliases(SERVER) == ()


class TestAfterACrash:
    async def test_it_goes_on_with_the_same_question_and_the_clock_stood_still(self, world: World) -> None:
        async with world.living():
            await world.start()
            await world.pass_time(5 * SECOND)
            await world.pick(ANNA, right=True)
            before = world.open_question()
            left = before.closes_at - world.clock.now()
        await world.pass_time(timedelta(hours=2))
        async with world.living():
            await world.clock.asleep()
            after = world.open_question()
            assert (after.number, after.question) == (before.number, before.question)
            assert after.closes_at - world.clock.now() == left
            await world.close()

        assert len(world.questions) == 1
        assert [earned.player_id for earned in world.verdicts[0].earned] == [ANNA]

    @pytest.mark.parametrize("step", range(1, 12))
    async def test_whatever_request_it_died_after_nothing_is_said_or_counted_twice(
        self, world: World, step: int
    ) -> None:
        died = asyncio.Event()
        post, count = world.channels._post, 0

        async def die(*_: object) -> None:
            died.set()
            await asyncio.Event().wait()

        refresh, conclude, ask = world.channels.refresh, world.channels.conclude, world.channels.ask

        async def counted() -> None:
            nonlocal count
            count += 1
            if count == step:
                await die()

        async def ask_and_die(question: QuestionShown, *, nonce: str) -> MessageId:
            message_id = await ask(question, nonce=nonce)
            await counted()
            return message_id

        async def refresh_and_die(question: QuestionShown, message_id: MessageId) -> None:
            await refresh(question, message_id)
            await counted()

        async def conclude_and_die(verdict: VerdictShown, *, nonce: str) -> None:
            await conclude(verdict, nonce=nonce)
            await counted()

        async def finish_and_die(ended: GameEnded, *, nonce: str) -> None:
            post(ended, nonce)
            await counted()

        world.channels.ask = ask_and_die  # type: ignore[method-assign]  # a stand-in that dies
        world.channels.refresh = refresh_and_die  # type: ignore[method-assign]
        world.channels.conclude = conclude_and_die  # type: ignore[method-assign]
        world.channels.finish = finish_and_die  # type: ignore[method-assign]

        async with world.living() as service:
            await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(3))
            await self.play(world, died)
        died = asyncio.Event()
        async with world.living():
            await self.play(world, died)

        assert [type(said).__name__ for said in world.channels.said] == [
            *(["QuestionShown", "VerdictShown"] * 3),
            "GameEnded",
        ]
        assert [answer.given.occasion.number for answer in await world.logged(ANNA)] == [1, 2, 3]
        assert await world.storage.games.running() == ()

    async def play(self, world: World, died: asyncio.Event) -> None:
        """Answer everything until the end, or until it dies."""
        for _ in range(400):
            await asyncio.sleep(0)
            game = world.service._games.at(CHANNEL)
            if died.is_set() or (game is None and world.endings):
                return
            if game is not None and game.table.is_open:
                table = game.table
                await world.service.pick(CHANNEL, table.id, table.number, ANNA, table.round.question.right)
            await world.clock.advance(SECOND)

    async def test_a_state_of_another_version_ends_the_game(self, world: World) -> None:
        async with world.living():
            await world.start()
        (kept,) = await world.storage.games.running()
        await world.storage.games.save(
            CHANNEL, kept.id, was=kept.state, state='{"round": {"version": 0}}', at=world.clock.now()
        )

        async with world.living():
            await world.clock.advance(SECOND)

            assert await world.storage.games.running() == ()

    async def test_an_answer_that_cannot_be_kept_was_not_given(self, world: World) -> None:
        async with world.living() as service:
            game_id = await world.start()
            _break(world.storage.games)

            with pytest.raises(StorageError):
                await service.pick(CHANNEL, game_id, 1, ANNA, 0)

            assert world.table().round.turns[0].given == ()


class TestTrouble:
    async def test_while_discord_is_down_nobody_loses_time(self, world: World) -> None:
        world.channels.failing = [Unavailable(), Unknown()]
        async with world.living() as service:
            await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)
            await world.clock.asleep()
            await world.clock.advance(20 * SECOND, asleep=1)

            assert len(world.questions) == 1
            assert world.open_question().closes_at - world.clock.now() > 5 * SECOND

    async def test_a_question_that_arrived_unheard_is_not_asked_twice(self, world: World) -> None:
        world.channels.failing, world.channels.done = [Unknown()], True
        async with world.living() as service:
            await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)
            await world.clock.asleep()
            world.channels.done = False
            await world.clock.advance(8 * SECOND, asleep=1)

        assert len(world.questions) == 1

    @pytest.mark.parametrize(
        "error", [Gone("the channel"), Forbidden("Send Messages"), errors.Refused("Invalid Form Body")]
    )
    async def test_where_nothing_can_be_said_the_game_is_over(self, world: World, error: OutboxError) -> None:
        world.channels.failing = [error]
        async with world.living() as service:
            await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)
            await world.clock.advance(SECOND)

            assert await world.storage.games.running() == ()
            with pytest.raises(UserError):
                await service.stop(CHANNEL, ANNA, may_manage=False)

    async def test_a_question_whose_message_was_deleted_is_asked_anew(self, world: World) -> None:
        async with world.living():
            await world.start()
        world.channels.failing = [Gone("the message")]
        async with world.living():
            await world.clock.asleep()

        assert [question.number for question in world.questions] == [1, 1]

    async def test_an_error_in_one_game_leaves_the_others_alone(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with world.living():
            await world.start()
            await world.start(channel_id=OTHER_CHANNEL)
            world.table().told = 99
            world.table().round.turns.clear()
            await world.pass_time(2 * MINUTE)

        assert any(isinstance(said, VerdictShown) for said in world.channels.in_channel(OTHER_CHANNEL))
        assert any(record.exc_info for record in caplog.records)


def _break(games: Games) -> None:
    async def fail(*_: object, **__: object) -> bool:
        raise StorageError("the disk is full")

    games.save = fail  # type: ignore[method-assign]  # a disk that is full


def _answered(question_key: QuestionKey, member_id: MemberId) -> Answered:
    """A wrong answer to a question."""
    return Answered(
        occasion=Occasion(SERVER, Game.TRIVIA, "g", 1),
        channel_id=CHANNEL,
        member_id=member_id,
        question_key=question_key,
        fact_key=FactKey(""),
        category="cast",
        target=question_key,
        text="x",
        normal="x",
        is_typed=False,
        is_right=False,
        worth=100,
        at=FakeClock().now(),
    )
