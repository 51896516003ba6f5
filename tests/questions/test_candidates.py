"""The candidates for options, with their mentions."""

from collections import Counter

from bot.questions.candidates import MOST_OFFERED, Candidates
from tests.questions.builders import a_character, a_fact, a_pack


def test_in_a_large_pack_everybody_stands_beside_those_who_are_named_about_as_often() -> None:
    names = [
        f"{first}{last}ar"
        for first in ["Ba", "Do", "Fi", "Ge", "Ho"]
        for last in (f"{one}{two}" for one in "bdgklm" for two in "aeiou")
    ]
    facts = (a_fact(f"{name}-{number}", f"{name} rows.") for at, name in enumerate(names) for number in range(at // 10))
    known = Candidates(a_pack(*facts, characters=tuple(a_character(name.lower(), name) for name in names)))
    everybody = [known.character(name.lower()) for name in names]

    beside = {each: known.beside(each) for each in everybody}

    assert len(everybody) == 150
    assert {len(others) for others in beside.values()} == {MOST_OFFERED}
    assert min(Counter(other for others in beside.values() for other in others).values()) >= MOST_OFFERED // 2
    assert all(abs(each.mentions - other.mentions) <= 10 for each, others in beside.items() for other in others)
    assert [each for each, others in beside.items() if each in others] == []
