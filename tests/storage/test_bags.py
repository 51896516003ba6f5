"""What every storage does with shuffle bags."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import QuestionKey
from bot.storage.bags import Draw, next_draws
from bot.storage.storage import Storage
from tests.storage.builders import OTHER_SERVER, SERVER

QUESTIONS = [QuestionKey(f"q{number}") for number in range(7)]
Q0, Q1, Q2, Q3, Q4, Q5, Q6 = QUESTIONS


async def drawn(storage: Storage, shuffled: list[QuestionKey], *, count: int = 1) -> list[QuestionKey]:
    return [draw.question_key for draw in await storage.bags.draw(SERVER, "ultron", shuffled, count=count)]


async def test_every_question_comes_once_before_one_comes_again(storage: Storage) -> None:
    chance = random.Random(4)  # noqa: S311  # no secret

    asked = [
        question
        for _ in range(3 * len(QUESTIONS))
        for question in await drawn(storage, chance.sample(QUESTIONS, len(QUESTIONS)))
    ]

    for turn in range(3):
        assert sorted(asked[turn * 7 : turn * 7 + 7]) == QUESTIONS


async def test_several_are_drawn_over_the_end_of_a_turn(storage: Storage) -> None:
    assert await drawn(storage, QUESTIONS, count=5) == [Q0, Q1, Q2, Q3, Q4]
    assert await drawn(storage, QUESTIONS, count=5) == [Q5, Q6, Q0, Q1, Q2]
    assert await drawn(storage, QUESTIONS, count=3) == [Q3, Q4, Q5]


async def test_no_more_are_drawn_than_there_are(storage: Storage) -> None:
    assert await drawn(storage, [Q1, Q0, Q1], count=5) == [Q1, Q0]
    assert await drawn(storage, [], count=5) == []


async def test_to_peek_takes_nothing_out(storage: Storage) -> None:
    first = await storage.bags.peek(SERVER, "ultron", QUESTIONS, count=2)

    assert first == (Draw("ultron", Q0, 1), Draw("ultron", Q1, 1))
    assert await storage.bags.peek(SERVER, "ultron", QUESTIONS, count=2) == first


async def test_servers_and_packs_have_bags_of_their_own(storage: Storage) -> None:
    await drawn(storage, QUESTIONS)

    assert [draw.question_key for draw in await storage.bags.peek(OTHER_SERVER, "ultron", QUESTIONS)] == [Q0]
    assert [draw.question_key for draw in await storage.bags.peek(SERVER, "thor", QUESTIONS)] == [Q0]


async def test_a_question_that_is_new_in_the_pack_comes_next_and_only_once(storage: Storage) -> None:
    await drawn(storage, QUESTIONS, count=7)
    await drawn(storage, QUESTIONS, count=7)

    new = QuestionKey("new")
    assert await drawn(storage, [*QUESTIONS, new], count=3) == [new, Q0, Q1]


def test_what_was_never_asked_comes_before_what_a_narrower_choice_repeated() -> None:
    turns = {Q0: 2, Q1: 1, Q2: 1}  # of q0 alone a second turn was begun

    draws = next_draws(turns, "ultron", [Q1, Q0, Q4, Q2, Q3], 5)

    assert [draw.question_key for draw in draws] == [Q4, Q3, Q1, Q2, Q0]


@pytest.mark.slow
@given(st.lists(st.sets(st.sampled_from(QUESTIONS), min_size=1), max_size=40), st.randoms())
def test_within_what_may_be_asked_nothing_repeats_while_something_is_left(
    allowed: list[set[QuestionKey]], chance: random.Random
) -> None:
    turns: dict[QuestionKey, int] = {}
    for questions in allowed:
        shuffled = sorted(questions)
        chance.shuffle(shuffled)
        asked = Counter({question: turns.get(question, 0) for question in questions})

        (draw,) = next_draws(turns, "ultron", shuffled, 1)

        assert asked[draw.question_key] == min(asked.values()) or asked[draw.question_key] < max(asked.values())
        turns[draw.question_key] = draw.turn
