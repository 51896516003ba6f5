"""Many texts as arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.texts import Lists, inverted

LISTS = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=12)


@given(LISTS)
def test_lists_come_back_as_they_were_given(lists: list[list[int]]) -> None:
    kept = Lists.of(lists)

    assert [kept[at].tolist() for at in range(len(kept))] == lists


@given(LISTS.filter(bool), st.data())
def test_the_values_of_several_lists_come_with_their_rows(lists: list[list[int]], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(lists) - 1), max_size=8))

    rows, values = Lists.of(lists).gather(np.array(wanted, dtype=np.intp))

    expected = [(row, value) for row, at in enumerate(wanted) for value in lists[at]]
    assert list(zip(rows.tolist(), values.tolist(), strict=True)) == expected


@given(LISTS)
def test_inverted_tells_for_each_term_who_holds_it(lists: list[list[int]]) -> None:
    pairs = [(value, at) for at, one in enumerate(lists) for value in one]
    terms = np.array([term for term, _ in pairs], dtype=np.int32)
    owners = np.array([owner for _, owner in pairs], dtype=np.int32)

    holders = inverted(terms, owners, 10, len(lists))

    for term in range(10):
        assert holders[term].tolist() == sorted({owner for value, owner in pairs if value == term})
