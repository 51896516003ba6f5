"""Buttons of games and boards say in their ids all that they need."""

import pytest

from bot.discord_front import custom_ids
from bot.discord_front.custom_ids import Quizzed
from bot.discord_front.quiz import ids
from bot.discord_front.quiz.ids import (
    AcceptMine,
    AskHint,
    AskReset,
    Decide,
    OpenForm,
    Pick,
    Reset,
    ShareDaily,
    TriviaAction,
    TurnBoard,
)
from bot.storage.answers import Game
from bot.storage.periods import Period

GAME = "00c0ffee42"
LARGEST = 2**64 - 1

ACTIONS: list[TriviaAction] = [
    Pick(GAME, 50, 4),
    OpenForm(GAME, 1),
    AskHint(GAME, 1),
    AcceptMine(GAME, 1),
    Decide(LARGEST, accepted=True),
    Decide(1, accepted=False),
    *(TurnBoard(LARGEST, period, game, 999_999) for period in Period for game in (None, *Game)),
    AskReset(),
    Reset(LARGEST),
    ShareDaily(),
]


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_what_is_written_is_read(action: TriviaAction) -> None:
    written = ids.write(action)

    pressed = custom_ids.read(written)

    assert len(written) <= 100
    assert isinstance(pressed, Quizzed)
    assert ids.read(pressed) == action


@pytest.mark.parametrize("rest", ["q:1", "p:xyz:1:1", "p:00c0ffee42:1", "l:1:xx:0", "y:", ""])
def test_what_another_version_wrote_is_not_guessed_at(rest: str) -> None:
    assert ids.read(Quizzed(rest)) is None
