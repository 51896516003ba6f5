"""Replies made of results. A card that is asked for again is the one that was made before."""

import pytest

from bot.discord_front.lookups.replies import Replies
from bot.ids import MemberId
from bot.knowledge.model import Character
from bot.lookups.results import FactShown
from tests.packs.small_shelf import in_use
from tests.small_pack import LIGHT, MARA, ONE_PACK


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies(in_use(ONE_PACK))


def texts(replies: Replies, about: Character | None = None) -> tuple[str, ...]:
    card = replies.fact(FactShown(LIGHT, about), asker=MemberId(1)).card
    assert card is not None
    return card.texts


def test_a_fact_asked_for_again_reads_the_same(replies: Replies) -> None:
    assert texts(replies) == texts(replies)


def test_a_fact_about_a_character_says_so_though_it_was_just_shown_without(replies: Replies) -> None:
    assert texts(replies) != texts(replies, MARA)
    assert texts(replies, MARA)[0].startswith("### About Mara")
