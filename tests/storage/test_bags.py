"""What every storage does with shuffle bags."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.bags import Draw, next_draws
from bot.storage.storage import Storage
from tests.storage.builders import OTHER_SERVER, SERVER

QUESTIONS = [f"q{number}" for number in range(7)]


async def drawn(storage: Storage, shuffled: list[str], *, count: int = 1) -> list[str]:
    return [draw.question for draw in await storage.bags.draw(SERVER, "ultron", shuffled, count=count)]


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
    assert await drawn(storage, QUESTIONS, count=5) == ["q0", "q1", "q2", "q3", "q4"]
    assert await drawn(storage, QUESTIONS, count=5) == ["q5", "q6", "q0", "q1", "q2"]
    assert await drawn(storage, QUESTIONS, count=3) == ["q3", "q4", "q5"]


async def test_no_more_are_drawn_than_there_are(storage: Storage) -> None:
    assert await drawn(storage, ["q1", "q0", "q1"], count=5) == ["q1", "q0"]
    assert await drawn(storage, [], count=5) == []


async def test_to_peek_takes_nothing_out(storage: Storage) -> None:
    first = await storage.bags.peek(SERVER, "ultron", QUESTIONS, count=2)

    assert first == (Draw("ultron", "q0", 1), Draw("ultron", "q1", 1))
    assert await storage.bags.peek(SERVER, "ultron", QUESTIONS, count=2) == first


async def test_servers_and_packs_have_bags_of_their_own(storage: Storage) -> None:
    await drawn(storage, QUESTIONS)

    assert [draw.question for draw in await storage.bags.peek(OTHER_SERVER, "ultron", QUESTIONS)] == ["q0"]
    assert [draw.question for draw in await storage.bags.peek(SERVER, "thor", QUESTIONS)] == ["q0"]


async def test_a_question_that_is_new_in_the_pack_comes_next_and_only_once(storage: Storage) -> None:
    await drawn(storage, QUESTIONS, count=7)
    await drawn(storage, QUESTIONS, count=7)

    assert await drawn(storage, [*QUESTIONS, "new"], count=3) == ["new", "q0", "q1"]


def test_what_was_never_asked_comes_before_what_a_narrower_choice_repeated() -> None:
    turns = {"q0": 2, "q1": 1, "q2": 1}  # of q0 alone a second turn was begun

    draws = next_draws(turns, "ultron", ["q1", "q0", "q4", "q2", "q3"], 5)

    assert [draw.question for draw in draws] == ["q4", "q3", "q1", "q2", "q0"]


@pytest.mark.slow
@given(st.lists(st.sets(st.sampled_from(QUESTIONS), min_size=1), max_size=40), st.randoms())
def test_within_what_may_be_asked_nothing_repeats_while_something_is_left(
    allowed: list[set[str]], chance: random.Random
) -> None:
    turns: dict[str, int] = {}
    for questions in allowed:
        shuffled = sorted(questions)
        chance.shuffle(shuffled)
        asked = Counter({question: turns.get(question, 0) for question in questions})

        (draw,) = next_draws(turns, "ultron", shuffled, 1)

        assert asked[draw.question] == min(asked.values()) or asked[draw.question] < max(asked.values())
        turns[draw.question] = draw.turn
