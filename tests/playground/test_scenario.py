"""Scripted conversations: what members do, what they expect, and what is said of a step that failed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.actions import FieldValue
from bot.playground.clock import MovableClock
from bot.playground.scenario import Failure, Step, play
from bot.playground.server import Playground

pytestmark = pytest.mark.usefixtures("bot")

SHORT = timedelta(seconds=0.3)


async def reasons(playground: Playground, *steps: Step) -> list[str]:
    return [failure.reason for failure in await play(playground, steps)]


async def test_a_conversation_that_goes_as_expected_has_no_failures(playground: Playground) -> None:
    assert (
        await play(
            playground,
            [
                Step(1, "says", "Robin", "@Lorekeeper hello", expect=("you said",), expect_not=("goodbye",)),
                Step(2, "uses", "Sam", "fact", {"character": "thor"}, expect=("fact 1 of thor",), is_private=False),
                Step(3, "presses", "Sam", "Aside", expect=("between us",), is_private=True),
                Step(4, "picks", "Kim", "Hulk", expect=("You chose hulk",)),
                Step(5, "uses", "Robin", "trivia start", {"rounds": "2"}, channel="lore", expect=("2 rounds",)),
                Step(6, "sees", "Sam", channel="lore", expect=("2 rounds",)),
            ],
        )
        == []
    )


async def test_a_form_is_filled_in_by_its_labels(playground: Playground) -> None:
    values: dict[str, FieldValue] = {"The best": "Hulk", "Others you like": ["Thor"], "Ask me again": False}

    failures = await play(
        playground,
        [
            Step(1, "uses", "Robin", "survey", expect=("A survey", "The best")),
            Step(2, "fills in", "Robin", values=values, expect=("hulk | ['thor'] | False",)),
            Step(3, "fills in", "Robin", values=values),
        ],
    )

    assert [(failure.step.line, failure.reason) for failure in failures] == [(3, "no form is open")]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        pytest.param(
            Step(1, "uses", "Robin", "secret", expect=("a fact",)), "expected 'a fact', read 'a secret'", id="text"
        ),
        pytest.param(
            Step(1, "uses", "Robin", "secret", expect_not=("secret",)),
            "expected nothing like 'secret', read 'a secret'",
            id="unwanted text",
        ),
        pytest.param(
            Step(1, "uses", "Robin", "secret", is_private=False), "only the member sees the answer", id="private"
        ),
        pytest.param(Step(1, "presses", "Robin", "Nowhere"), "no message in the channel has it", id="button"),
        pytest.param(Step(1, "says", "Nobody", "hello"), "there is no 'Nobody' here", id="member"),
        pytest.param(
            Step(1, "says", "Robin", "hello", expect=("x",), within=SHORT), "no answer within 0.3 seconds", id="time"
        ),
        pytest.param(Step(1, "sees", "Robin", expect=("x",), within=SHORT), "no message has 'x'", id="nothing"),
        pytest.param(Step(1, "go to", what="Tea"), "The clock can't be moved there.", id="destination"),
    ],
)
async def test_a_failed_step_says_what_was_wrong(playground: Playground, step: Step, reason: str) -> None:
    assert await reasons(playground, step) == [reason]


async def test_all_failures_are_listed(playground: Playground) -> None:
    steps = [Step(1, "presses", "Robin", "A"), Step(2, "presses", "Robin", "B")]

    assert await play(playground, steps) == [Failure(step, "no message in the channel has it") for step in steps]


async def test_the_clock_is_moved() -> None:
    start = datetime(2026, 11, 23, 12, tzinfo=UTC)

    async def tea() -> datetime:
        return start + timedelta(days=2)

    async with Playground(clock=MovableClock(start), destinations={"Tea": tea}) as playground:
        await play(playground, [Step(1, "wait", by=timedelta(days=1))])
        assert playground.clock.now().day == 24
        await play(playground, [Step(1, "go to", what="Tea")])
        assert playground.clock.now().day == 25
