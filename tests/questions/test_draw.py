"""Which questions come next."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import QuestionKey
from bot.questions.draw import draw
from bot.questions.model import QuestionKind, QuizQuestion
from tests.questions.builders import a_question


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # a game, no secret


KINDS = (QuestionKind.ASKED, QuestionKind.NUMBER, QuestionKind.FIRST)
MANY = tuple(
    a_question(number, kind=KINDS[0 if number <= 5 else 1 if number <= 20 else 2], fact=f"fact-{number % 12}")
    for number in range(60)
)


@given(st.integers(0, 2**32), st.integers(1, 50))
def test_no_question_comes_again_until_all_were_asked(seed: int, at_once: int) -> None:
    luck = chance(seed)
    asked: frozenset[QuestionKey] = frozenset()
    seen: list[str] = []
    while len(seen) + at_once <= len(MANY):
        drawn = draw(MANY, asked, at_once, luck)
        assert not drawn.began_anew
        asked = drawn.asked
        seen += [question.key for question in drawn.questions]

    assert len(set(seen)) == len(seen)


@given(st.integers(0, 2**32), st.sets(st.sampled_from([each.key for each in MANY])), st.integers(1, 60))
def test_a_draw_never_has_a_question_twice(seed: int, asked: set[QuestionKey], count: int) -> None:
    drawn = draw(MANY, asked, count, chance(seed))
    keys = [question.key for question in drawn.questions]

    assert len(set(keys)) == len(keys) == count
    assert set(keys) <= drawn.asked
    left = {each.key for each in MANY} - asked
    assert drawn.began_anew is (count > len(left))
    if drawn.began_anew:
        assert left <= set(keys)


def test_keys_of_questions_that_do_not_fit_stay() -> None:
    other = QuestionKey("other")
    drawn = draw(MANY[:2], {other, MANY[0].key, MANY[1].key}, 1, chance(1))

    assert drawn.began_anew
    assert drawn.asked == {other, drawn.questions[0].key}


def test_a_game_has_every_kind_and_no_fact_twice() -> None:
    drawn = draw(MANY, (), 9, chance(3)).questions

    assert len({question.kind for question in drawn}) == 3
    assert max(Counter(question.fact for question in drawn).values()) <= 2


def test_fewer_come_where_there_are_no_more() -> None:
    none: tuple[QuizQuestion, ...] = ()

    assert len(draw(MANY[:3], (), 50, chance(1)).questions) == 3
    assert draw(none, (), 5, chance(1)).questions == ()
