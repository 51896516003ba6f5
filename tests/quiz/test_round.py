"""How a game goes."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import MemberId
from bot.questions.grading import Verdict
from bot.quiz.events import (
    ActionRefused,
    AlsoRight,
    Ending,
    Event,
    Finished,
    Guessed,
    HintGiven,
    LockedIn,
    QuestionClosed,
    QuestionMissed,
    QuestionOpened,
    Reason,
    Rescored,
    Skipped,
    Solved,
)
from bot.quiz.round import (
    BREAK,
    GUESSES,
    LAST_COUNTS,
    MOST_ROUNDS,
    AnswerMode,
    Phase,
    Round,
    letters_of,
    round_from_json,
)
from bot.quiz.scoring import FOR_SPEED, FOR_STREAK, LATER, RIGHT, points_for, time_for
from tests.questions.builders import ANNA, BEN, CARA, NOON, SECOND, a_game, a_question

THOR, LOKI = 0, 1


def at_the_close(game: Round) -> datetime:
    assert game.closes_at is not None
    return game.closes_at


def close(game: Round) -> list[Event]:
    return game.tick(at_the_close(game))


def go_on(game: Round) -> list[Event]:
    """Close the question and open the next one."""
    return [*close(game), *game.tick(at_the_close(game))]


def test_who_is_forgotten_has_not_played() -> None:
    game = a_game()
    game.start(NOON)
    game.pick(ANNA, THOR, NOON + SECOND)
    game.pick(BEN, LOKI, NOON + SECOND)
    go_on(game)
    game.pick(ANNA, THOR, at_the_close(game))

    assert game.forget(ANNA)
    assert not game.forget(ANNA)

    assert [score.player_id for score in game.standing] == [BEN]
    assert game.earned(1) == ()
    assert [len(turn.given) for turn in game.turns] == [1, 0]


class TestButtons:
    def test_a_pick_is_locked_in_and_may_be_changed(self) -> None:
        game = a_game()
        game.start(NOON)

        assert game.pick(ANNA, LOKI, NOON + SECOND) == [LockedIn(ANNA, LOKI, changed=False)]
        assert game.pick(ANNA, THOR, NOON + 2 * SECOND) == [LockedIn(ANNA, THOR, changed=True)]
        assert game.standing == ()

    def test_the_verdict_comes_at_the_close_with_the_spread(self) -> None:
        game = a_game()
        game.start(NOON)
        game.pick(ANNA, LOKI, NOON + SECOND)
        game.pick(BEN, THOR, NOON + 2 * SECOND)
        game.pick(CARA, THOR, NOON + 3 * SECOND)

        (closed,) = close(game)

        assert isinstance(closed, QuestionClosed)
        assert (closed.spread, closed.first) == ((2, 1, 0, 0), BEN)
        assert [earned.player_id for earned in closed.earned] == [BEN, CARA]
        assert closed.earned[0].points > closed.earned[1].points > RIGHT
        assert [(score.player_id, score.rank, score.right) for score in game.standing] == [
            (BEN, 1, 1),
            (CARA, 2, 1),
            (ANNA, 3, 0),
        ]

    def test_a_changed_pick_counts_from_when_it_was_changed(self) -> None:
        game = a_game()
        game.start(NOON)
        game.pick(ANNA, LOKI, NOON)
        game.pick(BEN, THOR, at_the_close(game) - 2 * SECOND)
        game.pick(ANNA, THOR, at_the_close(game) - SECOND)

        close(game)

        assert [score.player_id for score in game.standing] == [BEN, ANNA]

    def test_after_the_close_nothing_is_taken(self) -> None:
        game = a_game()
        game.start(NOON)

        assert game.pick(ANNA, THOR, at_the_close(game)) == [ActionRefused(ANNA, Reason.NOT_OPEN)]

    def test_an_option_that_is_not_there(self) -> None:
        game = a_game()
        game.start(NOON)

        assert game.pick(ANNA, 4, NOON) == [ActionRefused(ANNA, Reason.NO_SUCH_OPTION)]
        assert game.pick(ANNA, -1, NOON) == [ActionRefused(ANNA, Reason.NO_SUCH_OPTION)]

    def test_a_streak_earns_a_little(self) -> None:
        game = a_game(3)
        game.start(NOON)
        for _ in range(3):
            game.pick(ANNA, THOR, at_the_close(game) - timedelta(microseconds=1))
            close(game)
            if game.next_at:
                game.tick(game.next_at)

        (score,) = game.standing
        assert (score.points, score.best) == (2 * RIGHT + FOR_STREAK + LAST_COUNTS * (RIGHT + 2 * FOR_STREAK), 3)


class TestTyped:
    def test_the_first_right_answer_solves_and_others_get_part(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)

        (solved,) = game.guess(ANNA, "is it thor?", NOON)
        (also,) = game.guess(BEN, "THOR", NOON + SECOND)

        assert solved == Solved(ANNA, "Thor", RIGHT + FOR_SPEED, 1)
        assert isinstance(also, AlsoRight)
        assert RIGHT * LATER <= also.points < RIGHT
        (closed,) = close(game)
        assert isinstance(closed, QuestionClosed)
        assert at_the_close(game) < NOON + 20 * SECOND

    def test_a_wrong_answer_costs_a_guess_and_small_talk_does_not(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)

        assert game.guess(ANNA, "hmm", NOON) == [Guessed(ANNA, Verdict.EMPTY, GUESSES)]
        assert game.guess(ANNA, "thanos", NOON) == [Guessed(ANNA, Verdict.WRONG, GUESSES - 1)]
        assert game.guess(ANNA, "thor or loki", NOON) == [Guessed(ANNA, Verdict.SEVERAL, GUESSES - 2)]
        assert game.guess(ANNA, "not thor", NOON) == [Guessed(ANNA, Verdict.NEGATED, 0)]
        assert game.guess(ANNA, "thor", NOON) == [ActionRefused(ANNA, Reason.NO_MORE_GUESSES)]

    @pytest.mark.parametrize("options", [("True", "False"), ("No", "Yes")])
    def test_one_of_two_is_guessed_once(self, options: tuple[str, str]) -> None:
        game = Round((a_question(options=options, answer=options[0], rivals=options[1:]),), ANNA, AnswerMode.TYPED)
        game.start(NOON)

        assert game.guess(ANNA, "no idea lol", NOON) == [Guessed(ANNA, Verdict.EMPTY, 1)]
        assert game.guess(ANNA, options[1], NOON) == [Guessed(ANNA, Verdict.WRONG, 0)]
        assert game.guess(ANNA, options[0], NOON) == [ActionRefused(ANNA, Reason.NO_MORE_GUESSES)]

    def test_what_is_said_to_nobody_costs_a_guess_only_where_it_is_meant_as_one(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)

        assert game.guess(ANNA, "dinner time", NOON, overheard=True) == [Guessed(ANNA, Verdict.EMPTY, GUESSES)]
        assert game.guess(ANNA, "iron man", NOON, overheard=True) == [Guessed(ANNA, Verdict.EMPTY, GUESSES)]
        names = {"iron", "man"}
        told = game.guess(ANNA, "iron man", NOON, overheard=True, names=names)
        assert told == [Guessed(ANNA, Verdict.WRONG, GUESSES - 1)]
        assert game.guess(ANNA, "dinner time", NOON) == [Guessed(ANNA, Verdict.WRONG, GUESSES - 2)]

    def test_hints_come_by_themselves_and_cost_a_little(self) -> None:
        question = a_question(hints=("“_____ is the son of Odin.”", "another"))
        game = Round((question,), ANNA, AnswerMode.TYPED)
        game.start(NOON)
        assert game.next_at is not None

        first = game.tick(game.next_at)
        second = game.tick(game.next_at)
        (solved,) = game.guess(BEN, "thor", game.next_at - timedelta(microseconds=1))

        assert first == [HintGiven(1, "“_____ is the son of Odin.”", letters=False)]
        assert second == [HintGiven(2, "T___", letters=True)]
        assert isinstance(solved, Solved)
        assert solved.points < RIGHT

    def test_a_late_tick_shows_all_hints_that_are_due(self) -> None:
        game = Round((a_question(hints=("a hint",)),), ANNA, AnswerMode.TYPED)
        game.start(NOON)

        assert len(game.tick(at_the_close(game) - SECOND)) == 2

    def test_buttons_and_typing_are_not_mixed(self) -> None:
        typed, buttons = a_game(answers=AnswerMode.TYPED), a_game()
        typed.start(NOON)
        buttons.start(NOON)

        assert typed.pick(ANNA, THOR, NOON) == [ActionRefused(ANNA, Reason.NOT_BUTTONS)]
        assert buttons.guess(ANNA, "thor", NOON) == [ActionRefused(ANNA, Reason.NOT_TYPED)]

    def test_what_the_server_accepted_before_counts(self) -> None:
        game = Round((a_question(),), ANNA, AnswerMode.TYPED, also={a_question().key: ("hammer guy",)})
        game.start(NOON)

        assert isinstance(game.guess(BEN, "the hammer guy", NOON)[0], Solved)


class TestAppeals:
    def test_a_yes_rescores_everybody_who_typed_it(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON + SECOND)
        game.guess(BEN, "The Hammer Guy!", NOON + 2 * SECOND)
        game.guess(CARA, "loki", NOON + 2 * SECOND)
        go_on(game)

        (rescored,) = game.also_right(1, "hammer guy", NOON + 61 * SECOND)

        assert isinstance(rescored, Rescored)
        assert [earned.player_id for earned in rescored.earned] == [ANNA, BEN]
        assert [(score.player_id, score.right) for score in rescored.standing] == [(ANNA, 1), (BEN, 1), (CARA, 0)]

    def test_nobody_loses_by_it(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON + SECOND)
        game.guess(BEN, "thor", NOON + 2 * SECOND)
        game.guess(CARA, "hammer guy", NOON + 3 * SECOND)
        before = {score.player_id: score.points for score in game.standing}

        game.also_right(1, "hammer guy", NOON + 4 * SECOND)

        after = {score.player_id: score.points for score in game.standing}
        assert after[BEN] == before[BEN]
        assert after[ANNA] > after[BEN] > after[CARA] > 0

    def test_a_streak_is_counted_anew(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON)
        go_on(game)
        game.guess(ANNA, "thor", at_the_close(game) - SECOND)
        go_on(game)

        game.also_right(1, "hammer guy", at_the_close(game) - SECOND)

        assert game.standing[0].best == 2

    def test_what_an_answer_earned_is_settled_at_the_close(self) -> None:
        """The boards keep what an answer was worth then, and the standing must say the same."""
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON)
        go_on(game)
        game.guess(ANNA, "thor", at_the_close(game) - SECOND)
        go_on(game)
        (second,) = game.earned(2)

        game.also_right(1, "hammer guy", at_the_close(game) - SECOND)

        assert game.earned(2) == (replace(second, streak=2),)
        assert game.earned(1)[0].points == RIGHT + FOR_SPEED

    def test_an_earlier_guess_of_somebody_who_had_it_later_counts_first(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON)
        game.guess(ANNA, "thor", NOON + 5 * SECOND)
        go_on(game)
        before = game.standing[0].points

        game.also_right(1, "hammer guy", at_the_close(game) - SECOND)

        assert game.standing[0].points == RIGHT + FOR_SPEED > before

    def test_what_nobody_typed_rescores_nobody(self) -> None:
        game = a_game(answers=AnswerMode.TYPED)
        game.start(NOON)
        game.guess(ANNA, "hammer guy", NOON)

        assert game.also_right(1, "axe guy", NOON) == []


class TestTheEnd:
    def test_after_the_last_question(self) -> None:
        game = a_game(1)
        game.start(NOON)
        game.pick(ANNA, THOR, NOON)

        closed, finished = close(game)

        assert isinstance(closed, QuestionClosed)
        assert finished == Finished(Ending.PLAYED, game.standing)
        assert (game.phase, game.next_at) == (Phase.OVER, None)

    def test_by_itself_after_three_questions_without_an_answer(self) -> None:
        game = a_game(10)
        game.start(NOON)

        events = [*go_on(game), *go_on(game), *close(game)]

        assert [type(event) for event in events] == [
            QuestionMissed,
            QuestionOpened,
            QuestionMissed,
            QuestionOpened,
            QuestionMissed,
            Finished,
        ]
        assert events[-1] == Finished(Ending.NOBODY, ())

    def test_a_wrong_answer_keeps_it_going(self) -> None:
        game = a_game(4)
        game.start(NOON)
        go_on(game)
        go_on(game)
        game.pick(BEN, LOKI, at_the_close(game) - SECOND)

        assert isinstance(go_on(game)[-1], QuestionOpened)

    def test_the_starter_and_who_may_manage_can_stop_it(self) -> None:
        for player_id, may_manage in ((ANNA, False), (BEN, True)):
            game = a_game()
            game.start(NOON)

            assert game.stop(CARA, NOON) == [ActionRefused(CARA, Reason.NOT_ALLOWED)]
            assert game.stop(player_id, NOON, may_manage=may_manage) == [Finished(Ending.STOPPED, (), player_id)]
            assert game.stop(player_id, NOON) == [ActionRefused(player_id, Reason.OVER)]
            assert game.tick(NOON + 3600 * SECOND) == []

    def test_a_question_that_is_skipped_counts_for_nothing(self) -> None:
        game = a_game(2)
        game.start(NOON)
        game.pick(BEN, THOR, NOON)

        assert game.skip(BEN, NOON) == [ActionRefused(BEN, Reason.NOT_ALLOWED)]
        assert game.skip(ANNA, NOON) == [Skipped(1, a_question(1), ANNA)]
        assert game.next_at == NOON + BREAK
        assert [type(event) for event in game.tick(NOON + BREAK)] == [QuestionOpened]
        assert game.standing == ()

    def test_a_game_has_1_to_50_questions(self) -> None:
        for rounds in (0, MOST_ROUNDS + 1):
            with pytest.raises(ValueError, match="1 to 50"):
                a_game(rounds)


class TestARestart:
    def test_the_clock_stood_still(self) -> None:
        game = a_game()
        game.start(NOON)
        game.pick(ANNA, THOR, NOON + 3 * SECOND)
        left = at_the_close(game) - (NOON + 3 * SECOND)

        again = round_from_json(json.loads(json.dumps(game.to_json())))
        events = again.resume(NOON + 3600 * SECOND)

        assert events == [QuestionOpened(1, 3, a_question(1), NOON + 3600 * SECOND + left)]
        assert again.tick(NOON + 3600 * SECOND) == []
        (closed,) = close(again)
        assert isinstance(closed, QuestionClosed)
        assert closed.first == ANNA

    def test_what_is_no_game_is_refused(self) -> None:
        for broken in ({}, {"version": 99}, {**a_game().to_json(), "phase": "open"}):
            with pytest.raises((ValueError, KeyError)):
                round_from_json(broken)

    def test_a_clock_that_goes_back_opens_nothing_again(self) -> None:
        game = a_game()
        game.start(NOON)
        close(game)

        assert game.tick(NOON - 3600 * SECOND) == []
        assert game.pick(ANNA, THOR, NOON - 3600 * SECOND) == [ActionRefused(ANNA, Reason.NOT_OPEN)]


class TestTime:
    def test_longer_questions_have_more_of_it(self) -> None:
        short, long = a_question(), a_question(text="word " * 150)

        assert time_for(short) < time_for(long) <= timedelta(seconds=75)

    def test_a_relaxed_game_has_twice_as_much(self) -> None:
        assert time_for(a_question(), relaxed=True) == 2 * time_for(a_question())

    def test_speed_earns_a_little_and_not_everything(self) -> None:
        at_once, at_last = (points_for(speed=speed, streak=0, hints=0) for speed in (1.0, 0.0))

        assert at_last < at_once < 1.5 * at_last


def test_the_shape_of_an_answer() -> None:
    assert letters_of("Black Widow") == "B____ W____"
    assert letters_of("the sceptre's gem 90") == "t__ s______'_ g__ __"


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["pick", "guess", "tick", "hint", "skip", "accept", "restart", "stop"]),
        st.sampled_from([ANNA, BEN, CARA]),
        st.integers(-1, 5),
        st.sampled_from(["thor", "loki", "hammer guy", "Hammer guy!", "thor or loki", "?"]),
        st.integers(-3, 40),
        st.booleans(),
    ),
    max_size=60,
)


@pytest.mark.slow
@settings(max_examples=200)
@given(ACTIONS, st.sampled_from(AnswerMode), st.integers(1, 6))
def test_whatever_happens_the_scores_are_consistent_and_the_game_survives_json(
    actions: list[tuple[str, MemberId, int, str, int, bool]], answers: AnswerMode, rounds: int
) -> None:
    game = a_game(rounds, answers=answers)
    now = NOON
    game.start(now)
    asked, finished = 1, 0
    for action, player_id, number, text, seconds, may_manage in actions:
        now += seconds * SECOND
        events: list[Event] = []
        match action:
            case "pick":
                events = game.pick(player_id, number, now)
            case "guess":
                events = game.guess(player_id, text, now)
            case "tick":
                events = game.tick(now)
            case "hint":
                events = game.hint(player_id, now)
            case "skip":
                events = game.skip(player_id, now, may_manage=may_manage)
            case "accept" if 1 <= number <= rounds:
                events = game.also_right(number, text, now)
            case "stop" if number > 3:
                events = game.stop(player_id, now, may_manage=may_manage)
            case _:
                game = round_from_json(json.loads(json.dumps(game.to_json())))
                game.resume(now)
        asked += sum(isinstance(event, QuestionOpened) for event in events)
        finished += sum(isinstance(event, Finished) for event in events)

        assert round_from_json(json.loads(json.dumps(game.to_json()))) == game
        assert asked == len(game.turns) <= rounds
        assert finished == (game.phase is Phase.OVER)
        standing = game.standing
        assert [score.points for score in standing] == sorted((score.points for score in standing), reverse=True)
        assert len({score.player_id for score in standing}) == len(standing)
        for score in standing:
            assert 0 <= score.best <= score.right <= score.answered <= len(game.turns)
            assert (score.points > 0) is (score.right > 0)
            assert score.rank == 1 + sum(other.points > score.points for other in standing)
        assert game.next_at is None or game.phase in (Phase.OPEN, Phase.BREAK)
