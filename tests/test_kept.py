"""What tests share of engines is built once for equal packs, and again for others."""

from dataclasses import replace
from itertools import count

from tests.kept import in_process
from tests.small_pack import ONE_PACK


def test_what_is_built_of_equal_packs_is_built_once() -> None:
    pack, numbers = replace(ONE_PACK.packs[0], id="kept"), count()
    other = replace(pack, facts=pack.facts[1:])

    def build() -> int:
        return next(numbers)

    assert [in_process(each, build) for each in (pack, other, replace(pack, quiz=()), other)] == [0, 1, 0, 1]
    assert in_process(pack, build, "models") == 2
