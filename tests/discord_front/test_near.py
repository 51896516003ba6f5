"""What members and managers read of facts to choose from."""

from dataclasses import replace

from bot.discord_front.near import NearFact, options
from bot.discord_front.wording import OPTION
from tests.small_pack import BELL, DOG


def test_facts_to_choose_from_are_told_unless_they_give_the_story_away() -> None:
    long = replace(DOG, text="Mara has a dog, " * 20)

    told = options([NearFact("1", "About Mara", DOG), NearFact("2", "About Pip", BELL), NearFact("3", "Another", long)])

    assert [each.description for each in told[:2]] == ["Mara has a dog called Barnacle.", None]
    assert len(told[2].description or "") <= OPTION
