"""What buttons carry in their ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_front import custom_ids
from bot.discord_front.custom_ids import (
    Action,
    Another,
    Delete,
    ForgetMe,
    Look,
    LookDaily,
    PickDaily,
    PickPart,
    Played,
    Stale,
    Tell,
    Turn,
    read,
    write,
)

MEMBERS = st.integers(min_value=0, max_value=2**64 - 1)
HANDLES = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
MARKERS = st.from_regex(r"d[0-9a-z]{13}-[0-9]{8}", fullmatch=True)
ASKED = st.from_regex(r"([A-Za-z0-9_-]{16}[0-9]{1,25})?", fullmatch=True)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Tell, MEMBERS, HANDLES),
    st.builds(Delete, MEMBERS, st.lists(HANDLES, max_size=custom_ids.SUBJECTS).map(tuple)),
    st.builds(Another, HANDLES | st.just(""), HANDLES | st.just("")),
    st.builds(Played, HANDLES),
    st.builds(Look, HANDLES),
    st.builds(Turn, MEMBERS, HANDLES, st.integers(min_value=0, max_value=999_999)),
    st.builds(PickPart, MEMBERS),
    st.builds(PickDaily, MARKERS, st.integers(min_value=0, max_value=24), ASKED),
    st.builds(ForgetMe, MEMBERS, st.booleans(), st.booleans()),
    st.builds(LookDaily, MARKERS, ASKED),
)


@given(ACTIONS)
def test_every_action_is_read_back_and_fits(action: Action) -> None:
    written = write(action)

    assert len(written) <= 100
    assert read(written) == action


@pytest.mark.parametrize("custom_id", ["lk:", "lk:z:1", "lk:t:!", "lk:f:short:", "lk:d:1:x.y", "lk:s:1:abc"])
def test_an_id_of_another_version_is_stale(custom_id: str) -> None:
    assert read(custom_id) == Stale()


def test_too_many_subjects_are_cut() -> None:
    many = tuple(f"{number:011d}" for number in range(9))

    assert read(write(Delete(2**64 - 1, many))) == Delete(2**64 - 1, many[: custom_ids.SUBJECTS])


@given(HANDLES, st.integers(min_value=1, max_value=999_999))
def test_a_picked_part_is_read_back(pack: str, page: int) -> None:
    assert custom_ids.read_part_value(custom_ids.part_value(pack, page)) == (pack, page)


def test_a_picked_part_of_another_version_is_none() -> None:
    assert custom_ids.read_part_value("harbour:1") is None
