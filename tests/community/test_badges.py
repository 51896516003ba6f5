"""Badges, read from the log."""

from datetime import UTC, date, datetime, timedelta

from bot.community.badges import MANY, STREAK, WEEK, WHOLE_GAME, Badge, badges_of
from bot.ids import AnswerId, ChannelId, FactKey, GameId, MemberId, QuestionKey, ServerId
from bot.storage.answers import Answered, Graded, Occasion, Share

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAYS = [date(2026, 5, 1) + timedelta(days=number) for number in range(20)]


def an_answer(number: int, *, is_right: bool = True, occasion: Occasion | None = None) -> Graded:
    """The answer of that minute, to a game of its own unless said otherwise."""
    occasion = occasion or Occasion.trivia(ServerId(1), GameId(f"g{number}"), 1)
    at = NOON + timedelta(minutes=number)
    question_key, fact_key = QuestionKey(f"q{number}"), FactKey("")
    given = Answered(
        occasion, ChannelId(2), MemberId(3), question_key, fact_key, "cast", "t", "a", "a", False, is_right, 100, at
    )
    return Graded(AnswerId(number), given, is_right)


def earned(
    *history: Graded, alone: set[Occasion] | None = None, shares: dict[QuestionKey, Share] | None = None
) -> list[Badge]:
    found = badges_of(history, dailies=DAYS, alone=alone or set(), shares=shares or {})
    return [each.badge for each in found]


def test_ten_right_answers_in_a_row_are_dated_by_the_tenth() -> None:
    history = [an_answer(number) for number in range(STREAK + 5)]

    (badge,) = badges_of(history, dailies=(), alone=(), shares={})

    assert (badge.badge, badge.at) == (Badge.STREAK, NOON + timedelta(minutes=STREAK - 1))
    assert earned(*history[: STREAK - 1], an_answer(50, is_right=False), *history[:2]) == []


def test_seven_dailies_in_a_row_right_are_a_perfect_week() -> None:
    week = [an_answer(number, occasion=Occasion.daily(ServerId(1), DAYS[number])) for number in range(WEEK)]

    assert earned(*week) == [Badge.WEEK]
    assert earned(*week[:3], *week[4:]) == []


def test_a_game_without_a_wrong_answer_is_perfect_if_it_was_long_enough() -> None:
    game = [
        an_answer(number, occasion=Occasion.trivia(ServerId(1), GameId("g"), number + 1))
        for number in range(WHOLE_GAME)
    ]
    broken = [an_answer(20, is_right=False), *game[1:]]

    assert Badge.GAME in earned(*game)
    assert Badge.GAME not in earned(*game[:-1], broken[0])
    assert Badge.GAME not in earned(*game[:5], *game[6:], an_answer(90))


def test_what_nobody_else_had_is_worth_a_badge() -> None:
    only = an_answer(1)

    assert earned(only, alone={only.given.occasion}) == [Badge.ALONE]


def test_a_hard_question_needs_enough_who_failed() -> None:
    only = an_answer(1)
    key = only.given.question_key

    assert earned(only, shares={key: Share(8, 2)}) == [Badge.HARD]
    assert earned(only, shares={key: Share(8, 3)}) == []
    assert earned(only, shares={key: Share(3, 0)}) == []


def test_a_hundred_right_answers() -> None:
    assert Badge.MANY in earned(*(an_answer(number) for number in range(MANY)))
    assert Badge.MANY not in earned(*(an_answer(number) for number in range(MANY - 1)))
