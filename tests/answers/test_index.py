"""A pack is read as its author wrote it, whatever stands in it."""

from dataclasses import replace

from bot.answers.index import PackIndex
from tests.answers.builders import a_fact, salt_lighthouse


def test_a_contraction_without_its_verb_is_read() -> None:
    keeper = a_fact("mara-dialect", "Mara leaves the verb out and only says n't.", "mara", asks=("who says n't",))

    index = PackIndex(replace(salt_lighthouse(), facts=(keeper,)))

    assert index.read("who says n't", mend=False).raws == ("who", "says", "not")
