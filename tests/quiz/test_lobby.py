"""Players who join before the first question: whom a question waits for, teams, and the last question."""

import json
from datetime import datetime, timedelta

import pytest

from bot.quiz.events import ActionRefused, Joined, LockedIn, QuestionClosed, QuestionOpened, Reason, TeamScore
from bot.quiz.round import LAST_COUNTS, WAITED_FOR, AnswerMode, Phase, Round, round_from_json
from bot.quiz.scoring import points_for
from tests.questions.builders import ANNA, BEN, CARA, NOON, SECOND, a_question

THOR, LOKI = 0, 1
LOBBY = timedelta(seconds=10)
RED, BLUE = 1, 2


def a_game(rounds: int = 5, *, answers: AnswerMode = AnswerMode.BUTTONS, has_teams: bool = False) -> Round:
    """A game that Anna has started, in its lobby."""
    questions = tuple(a_question(number) for number in range(1, rounds + 1))
    game = Round(questions, ANNA, answers, lobby=LOBBY, has_teams=has_teams)
    game.start(NOON)
    return game


def next_question(game: Round) -> datetime:
    """Let time pass until the next question opens, and tell when that is."""
    number = len(game.turns)
    while len(game.turns) == number:
        assert game.next_at
        now = game.next_at
        game.tick(now)
    return now


def test_the_starter_is_in_and_others_join() -> None:
    game = a_game()

    assert game.join(BEN, NOON + SECOND) == [Joined(BEN, 2, 0)]
    assert game.join(BEN, NOON + SECOND) == [ActionRefused(BEN, Reason.IN_ALREADY)]
    assert game.join(ANNA, NOON + SECOND) == [ActionRefused(ANNA, Reason.IN_ALREADY)]
    assert list(game.joined) == [ANNA, BEN]


def test_the_first_question_comes_when_the_lobby_closes() -> None:
    game = a_game()

    assert game.pick(ANNA, THOR, NOON + SECOND) == [ActionRefused(ANNA, Reason.NOT_OPEN)]
    assert game.tick(NOON + LOBBY - SECOND) == []
    assert isinstance(game.tick(NOON + LOBBY)[0], QuestionOpened)
    assert game.join(BEN, NOON + LOBBY) == [ActionRefused(BEN, Reason.BEGUN)]


def test_a_question_closes_when_all_who_joined_have_answered() -> None:
    game = a_game()
    game.join(BEN, NOON)
    opened = next_question(game)

    assert game.pick(ANNA, THOR, opened + SECOND) == [LockedIn(ANNA, THOR, changed=False)]
    assert game.next_at != opened + SECOND
    game.pick(BEN, LOKI, opened + 2 * SECOND)

    assert game.next_at == opened + 2 * SECOND
    assert isinstance(game.tick(opened + 2 * SECOND)[0], QuestionClosed)


def test_whoever_answers_later_is_waited_for_from_then_on() -> None:
    game = a_game()
    game.join(BEN, NOON)
    opened = next_question(game)
    game.pick(CARA, THOR, opened)
    game.pick(ANNA, THOR, opened)
    game.pick(BEN, THOR, opened)
    assert list(game.joined) == [ANNA, BEN, CARA]

    opened = next_question(game)
    game.pick(ANNA, THOR, opened)
    game.pick(BEN, THOR, opened)

    assert game.next_at != opened


def test_who_has_gone_away_is_not_waited_for() -> None:
    game = a_game()
    game.join(BEN, NOON)
    for _ in range(WAITED_FOR):
        opened = next_question(game)
        game.pick(ANNA, THOR, opened)
        assert game.next_at != opened

    opened = next_question(game)
    game.pick(ANNA, THOR, opened)

    assert game.next_at == opened


def test_without_a_lobby_nobody_knows_who_plays_and_the_time_runs_out() -> None:
    game = Round((a_question(), a_question(2)), ANNA)
    game.start(NOON)

    game.pick(ANNA, THOR, NOON)

    assert game.next_at != NOON


def test_a_typed_question_closes_when_nobody_has_a_guess_left() -> None:
    game = a_game(answers=AnswerMode.TYPED)
    game.join(BEN, NOON)
    opened = next_question(game)
    for word in ("Hulk", "Hawkeye", "Vision"):
        game.guess(BEN, word, opened)
    assert game.next_at != opened

    game.guess(ANNA, "Thor", opened)

    assert game.next_at == opened


@pytest.mark.parametrize(("rounds", "times"), [(1, 1), (2, LAST_COUNTS)])
def test_the_last_question_of_several_counts_double(rounds: int, times: int) -> None:
    game = a_game(rounds)
    for _ in range(rounds):
        opened = next_question(game)
    game.pick(BEN, THOR, opened)
    game.pick(ANNA, LOKI, opened)
    game.tick(opened)

    assert game.earned(rounds)[0].points == times * points_for(speed=1, streak=0, hints=0)


def test_a_team_has_the_mean_of_its_members() -> None:
    game = a_game(has_teams=True)
    game.join(ANNA, NOON, team=RED)
    game.join(BEN, NOON, team=BLUE)
    opened = next_question(game)

    game.pick(ANNA, THOR, opened)
    game.pick(CARA, LOKI, opened)
    game.pick(BEN, THOR, opened)
    game.tick(opened)

    points = points_for(speed=1, streak=0, hints=0)
    red = [player_id for player_id, team in game.joined.items() if team == RED]
    assert red == [ANNA, CARA], "she went into the smaller team, of equals the first"
    assert game.teams == (TeamScore(BLUE, points, 1), TeamScore(RED, points // 2, 2))


def test_a_team_may_be_changed_until_the_first_question() -> None:
    game = a_game(has_teams=True)
    team = game.joined[ANNA]

    assert game.join(ANNA, NOON, team=3 - team) == [Joined(ANNA, 1, 3 - team)]
    assert game.join(ANNA, NOON, team=3 - team) == [ActionRefused(ANNA, Reason.IN_ALREADY)]


def test_a_lobby_goes_on_after_a_restart_with_all_who_are_in() -> None:
    game = a_game(has_teams=True)
    game.join(BEN, NOON + SECOND)

    kept = round_from_json(json.loads(json.dumps(game.to_json())))
    kept.resume(NOON + 100 * SECOND)

    assert kept.joined == game.joined
    assert (kept.phase, kept.next_at) == (Phase.LOBBY, NOON + 99 * SECOND + LOBBY)
    assert kept.has_teams


def test_a_lobby_may_be_stopped_and_read_again() -> None:
    game = a_game()

    game.stop(ANNA, NOON)

    assert round_from_json(json.loads(json.dumps(game.to_json()))).phase is Phase.OVER
    assert game.standing == ()


def test_who_is_forgotten_is_in_no_more() -> None:
    game = a_game()
    game.join(BEN, NOON)

    assert game.forget(BEN)

    assert list(game.joined) == [ANNA]
