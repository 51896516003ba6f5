"""What a member alone had right, counted by the databases."""

import pytest

from bot.ids import GameId
from bot.storage.answers import Occasion
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, CLEO, SERVER, a_pick, recorded


@pytest.mark.parametrize(
    ("right", "alone"), [({ANNA}, True), ({ANNA, BEN}, False), ({BEN}, False), (set(), False)], ids=str
)
async def test_a_member_knew_it_alone_where_two_others_tried(storage: Storage, right: set[int], *, alone: bool) -> None:
    occasion = Occasion.trivia(SERVER, GameId("g1"), 1)
    for member_id in (ANNA, BEN):
        await recorded(storage, a_pick(occasion, member_id=member_id, is_right=member_id in right))
    assert await storage.answers.known_alone(SERVER, ANNA, others=2) == frozenset(), "of two"

    await recorded(storage, a_pick(occasion, member_id=CLEO, is_right=False))

    assert await storage.answers.known_alone(SERVER, ANNA, others=2) == (
        frozenset({occasion}) if alone else frozenset()
    )
