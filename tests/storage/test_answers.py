"""What every storage does with answers, and what follows from them."""

from datetime import datetime, timedelta

import pytest

from bot.ids import AnswerId, GameId, MemberId, MessageId
from bot.storage.answers import (
    AlreadyAnswered,
    Game,
    Graded,
    Occasion,
    Recorded,
    Regraded,
    Reset,
    Share,
    Standing,
    Streak,
    TooLate,
)
from bot.storage.storage import Storage
from tests.storage.builders import (
    ANNA,
    BEN,
    CLEO,
    DAY,
    DORA,
    MANAGER,
    MINUTE,
    NOON,
    OTHER_SERVER,
    SERVER,
    a_guess,
    a_pick,
    a_plan,
    posted,
    recorded,
)

QUESTION = Occasion.trivia(SERVER, GameId("g1"), 1)
DAILY = Occasion.daily(SERVER, DAY)
HOUR = timedelta(hours=1)


def question(number: int) -> Occasion:
    return Occasion.trivia(SERVER, GameId("g1"), number)


class TestRecording:
    async def test_an_answer_comes_back_as_it_was_given(self, storage: Storage) -> None:
        given = a_pick(QUESTION, text="Vision 🙈", at=NOON.replace(microsecond=7))

        answer = await recorded(storage, given)

        assert answer == Graded(answer.id, given, True)
        assert answer.points == 100
        assert await storage.answers.answer(QUESTION, ANNA) == answer
        assert await storage.answers.answer(QUESTION, BEN) is None

    async def test_a_member_answers_once(self, storage: Storage) -> None:
        first = await recorded(storage, a_pick(QUESTION))

        again = await storage.answers.record(a_pick(QUESTION, text="Ultron", is_right=False))

        assert again == AlreadyAnswered(first)
        assert await storage.answers.answers_to(QUESTION) == (first,)

    async def test_of_picks_the_last_counts(self, storage: Storage) -> None:
        await recorded(storage, a_pick(QUESTION), may_change=True)
        last = await recorded(storage, a_pick(QUESTION, text="Ultron", is_right=False), may_change=True)

        assert await storage.answers.answers_to(QUESTION) == (last,)
        assert last.points == 0

    @pytest.mark.parametrize(
        ("guesses", "counts"),
        [([False, False], 1), ([True, False], 0), ([False, True, True, False], 1), ([False], 0)],
    )
    async def test_of_guesses_the_first_right_one_counts_or_else_the_last(
        self, storage: Storage, guesses: list[bool], counts: int
    ) -> None:
        answers = [
            await recorded(storage, a_guess(QUESTION, is_right=is_right), may_change=True) for is_right in guesses
        ]

        assert await storage.answers.answer(QUESTION, ANNA) == answers[counts]

    async def test_answers_come_in_their_order(self, storage: Storage) -> None:
        answers = [await recorded(storage, a_pick(QUESTION, member_id=member_id)) for member_id in (CLEO, ANNA, BEN)]
        await recorded(storage, a_pick(question(2)))
        await recorded(storage, a_pick(Occasion.trivia(OTHER_SERVER, GameId("g1"), 1)))

        assert await storage.answers.answers_to(QUESTION) == tuple(answers)

    async def test_a_naive_time_is_refused(self, storage: Storage) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            await storage.answers.record(a_pick(at=datetime(2026, 5, 1)))

        assert await storage.answers.answers_to(QUESTION) == ()

    async def test_odd_text_is_kept_as_far_as_it_can_be(self, storage: Storage) -> None:
        answer = await recorded(storage, a_guess(text="'; DROP TABLE answers; --\0\udfff", normal="\0"))

        assert (answer.given.text, answer.given.normal) == ("'; DROP TABLE answers; --\ufffd\ufffd", "\ufffd")


class TestDailyAnswers:
    async def test_a_claimed_and_a_posted_question_take_answers(self, storage: Storage) -> None:
        await storage.ledger.claim(a_plan(), now=NOON)
        await recorded(storage, a_pick(DAILY))
        await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(5), at=NOON)
        await recorded(storage, a_pick(DAILY, member_id=BEN))

        assert len(await storage.answers.answers_to(DAILY)) == 2

    async def test_without_a_question_it_is_too_late(self, storage: Storage) -> None:
        await storage.ledger.miss(SERVER, DAY + timedelta(days=1), now=NOON)

        for occasion in (
            DAILY,
            Occasion.daily(SERVER, DAY + timedelta(days=1)),
            Occasion(SERVER, Game.DAILY, "tomorrow"),
        ):
            assert await storage.answers.record(a_pick(occasion)) == TooLate()

    async def test_it_is_too_late_from_the_close_on(self, storage: Storage) -> None:
        await posted(storage)
        await storage.ledger.close_from(SERVER, DAY, at=NOON + MINUTE)

        before = await storage.answers.record(a_pick(DAILY, at=NOON + MINUTE - timedelta(microseconds=1)))
        after = await storage.answers.record(a_pick(DAILY, member_id=BEN, at=NOON + MINUTE))

        assert isinstance(before, Recorded)
        assert after == TooLate()

    async def test_it_is_too_late_once_it_is_closed(self, storage: Storage) -> None:
        await posted(storage)
        await storage.ledger.mark_closed(SERVER, DAY, at=NOON + HOUR)

        assert await storage.answers.record(a_pick(DAILY)) == TooLate()


class TestRegrading:
    async def test_a_grade_changes_and_changes_back(self, storage: Storage) -> None:
        answer = await recorded(storage, a_guess(QUESTION))

        changed = await storage.answers.regrade([answer.id], is_right=True, by=MANAGER, at=NOON)
        same = await storage.answers.regrade([answer.id, AnswerId(987)], is_right=True, by=MANAGER, at=NOON)

        assert changed == (Graded(answer.id, answer.given, True),)
        assert same == ()
        assert (await storage.answers.board(SERVER)).standings == (Standing(1, ANNA, 100, 1, 1),)
        await storage.answers.regrade([answer.id], is_right=False, by=MANAGER, at=NOON)
        assert (await storage.answers.board(SERVER)).standings == (Standing(1, ANNA, 0, 0, 1),)

    async def test_a_guess_that_became_right_counts_before_later_ones(self, storage: Storage) -> None:
        first = await recorded(storage, a_guess(QUESTION), may_change=True)
        await recorded(storage, a_guess(QUESTION, normal="ultron"), may_change=True)

        (changed,) = await storage.answers.regrade([first.id], is_right=True, by=MANAGER, at=NOON)

        assert await storage.answers.answer(QUESTION, ANNA) == changed

    async def test_a_wrong_one_that_was_right_gives_back_its_points(self, storage: Storage) -> None:
        answer = await recorded(storage, a_pick(QUESTION))

        await storage.answers.regrade([answer.id], is_right=False, by=MANAGER, at=NOON)

        assert (await storage.answers.record_of(SERVER, ANNA)).points == 0


class TestBoard:
    async def board_of(self, storage: Storage, *worth: tuple[int, int]) -> None:
        for number, (member_id, points) in enumerate(worth, 1):
            await recorded(storage, a_pick(question(number), member_id=member_id, worth=points, is_right=points > 0))

    async def test_most_points_come_first_and_equals_share_a_place(self, storage: Storage) -> None:
        await self.board_of(storage, (BEN, 50), (ANNA, 30), (CLEO, 50), (ANNA, 20), (DORA, 0))

        board = await storage.answers.board(SERVER, member_id=DORA)

        assert board.standings == (
            Standing(1, BEN, 50, 1, 1),
            Standing(1, CLEO, 50, 1, 1),
            Standing(1, ANNA, 50, 2, 2),
            Standing(4, DORA, 0, 0, 1),
        )
        assert (board.members, board.own) == (4, Standing(4, DORA, 0, 0, 1))

    async def test_pages_follow_on_each_other_with_the_own_place_on_each(self, storage: Storage) -> None:
        await self.board_of(storage, *((member_id, 100 - member_id) for member_id in range(1, 8)))

        pages = [
            await storage.answers.board(SERVER, offset=offset, limit=3, member_id=MemberId(5))
            for offset in (0, 3, 6, 9)
        ]

        assert [[standing.member_id for standing in page.standings] for page in pages] == [
            [1, 2, 3],
            [4, 5, 6],
            [7],
            [],
        ]
        assert {page.own for page in pages} == {Standing(5, MemberId(5), 95, 1, 1)}
        assert {page.members for page in pages} == {7}

    async def test_nobody_is_on_an_empty_board(self, storage: Storage) -> None:
        board = await storage.answers.board(SERVER, member_id=ANNA)

        assert (board.standings, board.members, board.own) == ((), 0, None)

    async def test_who_is_hidden_takes_no_place(self, storage: Storage) -> None:
        await self.board_of(storage, (ANNA, 50), (BEN, 40), (CLEO, 30))

        board = await storage.answers.board(SERVER, hidden=[ANNA, MemberId(777)])

        assert board.standings == (Standing(1, BEN, 40, 1, 1), Standing(2, CLEO, 30, 1, 1))
        assert board.members == 2

    async def test_a_board_is_of_a_game_a_period_and_a_server(self, storage: Storage) -> None:
        await posted(storage)
        await recorded(storage, a_pick(QUESTION, worth=1, at=NOON - HOUR))
        await recorded(storage, a_pick(question(2), worth=10, at=NOON))
        await recorded(storage, a_pick(DAILY, worth=100, at=NOON + MINUTE))
        await recorded(storage, a_pick(Occasion.trivia(OTHER_SERVER, GameId("g1"), 1), worth=1000))

        async def points(game: Game | None = None, since: datetime | None = None) -> int:
            return (await storage.answers.board(SERVER, game=game, since=since)).standings[0].points

        assert await points() == 111
        assert await points(Game.TRIVIA) == 11
        assert await points(Game.DAILY) == 100
        assert await points(since=NOON) == 110
        assert await points(Game.TRIVIA, NOON) == 10


class TestRecord:
    async def test_a_member_sees_what_they_have_done(self, storage: Storage) -> None:
        await posted(storage)
        await recorded(storage, a_pick(question(1), category="people"))
        await recorded(storage, a_pick(question(2), category="people", is_right=False))
        await recorded(storage, a_pick(question(3), category="places"))
        await recorded(storage, a_pick(DAILY, category="places", worth=50))
        await recorded(storage, a_pick(DAILY, member_id=BEN, worth=1000))

        record = await storage.answers.record_of(SERVER, ANNA)
        trivia = await storage.answers.record_of(SERVER, ANNA, game=Game.TRIVIA)

        assert (record.rank, record.points, record.total) == (2, 250, Share(4, 3))
        assert record.by_category == {"people": Share(2, 1), "places": Share(2, 2)}
        assert (record.days, record.hits) == (Streak(1, 1), Streak(2, 2))
        assert (trivia.rank, trivia.points, trivia.hits) == (1, 200, Streak(1, 1))

    async def test_who_has_not_played_has_no_place(self, storage: Storage) -> None:
        record = await storage.answers.record_of(SERVER, ANNA)

        assert (record.rank, record.points, record.total) == (None, 0, Share(0, 0))
        assert (record.by_category, record.days, record.hits) == ({}, Streak(0, 0), Streak(0, 0))

    async def test_history_is_what_counts_in_its_order(self, storage: Storage) -> None:
        await recorded(storage, a_pick(question(1)), may_change=True)
        answers = (
            await recorded(storage, a_pick(question(1), text="Ultron", is_right=False), may_change=True),
            await recorded(storage, a_pick(question(2), at=NOON + HOUR)),
        )
        await recorded(storage, a_pick(question(2), member_id=BEN))

        assert await storage.answers.history(SERVER, ANNA) == answers
        assert await storage.answers.history(SERVER, ANNA, since=NOON + MINUTE) == answers[1:]
        assert await storage.answers.history(SERVER, ANNA, game=Game.DAILY) == ()


class TestDayStreaks:
    async def days(self, storage: Storage, marks: str, *, last_is_open: bool = False) -> None:
        """`x`: Anna answers rightly, `o`: wrongly, `.`: not at all, `-`: the day is missed."""
        for number, mark in enumerate(marks):
            day = DAY + timedelta(days=3 * number)  # the schedule may leave days out
            if mark == "-":
                await storage.ledger.miss(SERVER, day, now=NOON)
                continue
            await posted(storage, day)
            if mark != ".":
                await recorded(storage, a_pick(Occasion.daily(SERVER, day), is_right=mark == "x"))
            if not (last_is_open and number == len(marks) - 1):
                await storage.ledger.mark_closed(SERVER, day, at=NOON + HOUR)

    @pytest.mark.parametrize(
        ("marks", "last_is_open", "streak"),
        [
            ("xxox", False, Streak(4, 4)),
            ("xxx.x", False, Streak(4, 4, since_forgiven=1)),
            ("xxx..x", False, Streak(1, 3)),
            ("xxx.", False, Streak(3, 3, since_forgiven=0)),
            ("xxx..", False, Streak(0, 3)),
            ("xxx.", True, Streak(3, 3)),
            ("xxx..", True, Streak(3, 3, since_forgiven=0)),
            ("xxxo", True, Streak(4, 4)),
            ("xx--x-", False, Streak(3, 3)),
            (".", True, Streak(0, 0)),
            ("x..", True, Streak(1, 1, since_forgiven=0)),
            ("", False, Streak(0, 0)),
            ("--", False, Streak(0, 0)),
        ],
    )
    async def test_days_in_a_row_are_those_with_a_post(
        self, storage: Storage, marks: str, last_is_open: bool, streak: Streak
    ) -> None:
        await self.days(storage, marks, last_is_open=last_is_open)

        assert await storage.answers.day_streaks(SERVER, [ANNA, BEN]) == {ANNA: streak, BEN: Streak(0, 0)}

    @pytest.mark.parametrize(
        ("marks", "streak"), [("xxox", Streak(1, 2)), ("x-x", Streak(2, 2)), ("xx.", Streak(0, 2)), ("", Streak(0, 0))]
    )
    async def test_a_server_goes_on_while_somebody_is_right(self, storage: Storage, marks: str, streak: Streak) -> None:
        await self.days(storage, marks)

        assert await storage.answers.server_streak(SERVER) == streak
        assert await storage.answers.server_streak(OTHER_SERVER) == Streak(0, 0)


class TestShares:
    async def test_shares_are_over_all_servers_and_count_each_member_once(self, storage: Storage) -> None:
        await recorded(storage, a_pick(QUESTION, question="a"), may_change=True)
        await recorded(storage, a_pick(QUESTION, question="a", is_right=False), may_change=True)
        await recorded(storage, a_pick(Occasion.trivia(OTHER_SERVER, GameId("g1"), 1), question="a"))
        await recorded(storage, a_pick(question(2), question="b"))

        assert await storage.answers.shares(["a", "c"]) == {"a": Share(2, 1)}
        assert await storage.answers.shares([]) == {}

    async def test_many_questions_can_be_asked_for(self, storage: Storage) -> None:
        await recorded(storage, a_pick(question="q40000"))

        shares = await storage.answers.shares([f"q{number}" for number in range(40_001)])

        assert shares == {"q40000": Share(1, 1)}


class TestReset:
    async def test_everybody_begins_again(self, storage: Storage) -> None:
        await posted(storage)
        await recorded(storage, a_pick(QUESTION))
        await recorded(storage, a_pick(DAILY))

        assert await storage.answers.reset(SERVER, by=MANAGER, at=NOON + HOUR) == 2

        assert (await storage.answers.board(SERVER)).members == 0
        assert await storage.answers.history(SERVER, ANNA) == ()
        assert await storage.answers.day_streaks(SERVER, [ANNA]) == {ANNA: Streak(0, 0)}
        assert await storage.answers.server_streak(SERVER) == Streak(0, 0)
        await recorded(storage, a_pick(question(2), worth=7))
        assert (await storage.answers.board(SERVER)).standings == (Standing(1, ANNA, 7, 1, 1),)

    async def test_a_reset_is_of_one_server_and_keeps_what_is_known_of_questions(self, storage: Storage) -> None:
        there = Occasion.trivia(OTHER_SERVER, GameId("g1"), 1)
        answer = await recorded(storage, a_pick(QUESTION))
        await recorded(storage, a_pick(there))

        await storage.answers.reset(SERVER, by=MANAGER, at=NOON)

        assert (await storage.answers.board(OTHER_SERVER)).members == 1
        assert await storage.answers.shares(["who-is-vision"]) == {"who-is-vision": Share(2, 2)}
        assert await storage.answers.answer(QUESTION, ANNA) == answer

    async def test_a_daily_question_cannot_be_answered_again_after_it(self, storage: Storage) -> None:
        await posted(storage)
        answer = await recorded(storage, a_pick(DAILY))

        await storage.answers.reset(SERVER, by=MANAGER, at=NOON)

        assert await storage.answers.record(a_pick(DAILY)) == AlreadyAnswered(answer)

    async def test_a_second_reset_takes_what_came_since_the_first(self, storage: Storage) -> None:
        await recorded(storage, a_pick(question(1)))
        assert await storage.answers.reset(SERVER, by=MANAGER, at=NOON) == 1
        await recorded(storage, a_pick(question(2)))
        await recorded(storage, a_guess(question(3), at=NOON))
        await recorded(storage, a_guess(question(3), at=NOON + MINUTE), may_change=True)

        assert await storage.answers.reset(SERVER, by=MANAGER, at=NOON) == 2


async def test_the_whole_log_can_be_exported(storage: Storage) -> None:
    wrong = await recorded(storage, a_guess(question(1), at=NOON))
    await storage.answers.regrade([wrong.id], is_right=True, by=MANAGER, at=NOON + MINUTE)
    await storage.answers.reset(SERVER, by=MANAGER, at=NOON + 2 * MINUTE)
    last = await recorded(storage, a_pick(question(2), at=NOON + 3 * MINUTE))
    await recorded(storage, a_pick(Occasion.trivia(OTHER_SERVER, GameId("g1"), 1)))

    events = [event async for event in storage.answers.events(SERVER)]

    assert events == [
        wrong,
        Regraded(wrong.id, True, MANAGER, NOON + MINUTE),
        Reset(SERVER, 1, MANAGER, NOON + 2 * MINUTE),
        last,
    ]
