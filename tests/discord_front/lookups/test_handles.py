"""Handles stand for one thing, today and after a restart."""

import re

from bot.discord_front.lookups.handles import Handles
from bot.knowledge.model import Knowledge
from tests.small_pack import BEN_MARSH, CAPE, DOG, HARBOUR, MARA, ONE_PACK, TWO_PACKS, WINTER_MARA, WITH_THINGS

HANDLES = Handles(TWO_PACKS)


def test_everything_is_found_by_its_handle() -> None:
    assert HANDLES.fact(HANDLES.of(DOG)) == DOG
    assert HANDLES.named(HANDLES.of(MARA)) == MARA
    assert HANDLES.named(HANDLES.of(BEN_MARSH)) == BEN_MARSH
    assert Handles(Knowledge((WITH_THINGS,))).named(HANDLES.of(CAPE)) == CAPE
    assert HANDLES.pack(HANDLES.of(HARBOUR)) == HARBOUR
    assert HANDLES.continuity(HANDLES.of_continuity("harbour", "book")) == "book"


def test_handles_are_short_and_differ() -> None:
    handles = {HANDLES.of(fact) for fact in TWO_PACKS.facts}
    handles |= {HANDLES.of(MARA), HANDLES.of(WINTER_MARA), HANDLES.of(BEN_MARSH), HANDLES.of(HARBOUR)}

    assert len(handles) == len(TWO_PACKS.facts) + 4
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{11}", handle) for handle in handles)


def test_a_handle_is_the_same_in_another_run() -> None:
    assert Handles(ONE_PACK).of(DOG) == HANDLES.of(DOG) == "d9qiFPvKfK0"


def test_what_is_gone_is_none() -> None:
    empty = Handles(Knowledge(()))

    assert empty.fact(HANDLES.of(DOG)) is None
    assert empty.named(HANDLES.of(MARA)) is None
