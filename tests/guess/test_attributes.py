"""What tells characters apart, and how two of them compare."""

from dataclasses import replace

import pytest

from bot.guess.attributes import ENOUGH, TWO_ROLES, Amount, Attribute, Labels, Match, Value, Way, compare, roster_of
from bot.knowledge.model import CharacterKind
from tests.default_pack import default_pack
from tests.guess.small_cast import IDS, VILLAGE, VILLAGERS, a_village, facts_of
from tests.small_pack import HARBOUR, POOL, a_fact

VILLAGE_ROSTER = roster_of(VILLAGE)


def verdict(target: str, tried: str, attribute: Attribute) -> tuple[Match, Way]:
    profiles = VILLAGE_ROSTER.profiles
    (found,) = [one for one in compare(profiles[target], profiles[tried]) if one.attribute is attribute]
    return found.match, found.way


def value(id: str, attribute: Attribute) -> Value:
    return VILLAGE_ROSTER.profiles[id].values[attribute]


class TestRoster:
    def test_the_default_pack_can_be_guessed(self) -> None:
        roster = roster_of(default_pack())

        assert len(roster.targets) >= 20
        assert roster.attributes == tuple(Attribute), "every attribute tells somebody apart there"

    def test_everybody_may_be_tried_and_who_is_told_apart_is_looked_for(self) -> None:
        assert tuple(VILLAGE_ROSTER.profiles) == IDS
        assert VILLAGE_ROSTER.targets == IDS
        assert VILLAGE_ROSTER.is_enough

    def test_who_shares_everything_with_another_one_is_not_looked_for(self) -> None:
        twin = replace(VILLAGERS[5], id="twin", name="Twin")
        facts = [replace(fact, id=f"twin-{n}", characters=("twin",)) for n, fact in enumerate(facts_of(5))]
        pack = a_village((*VILLAGERS, twin), facts=[*VILLAGE.facts, *facts])

        roster = roster_of(pack)

        assert set(roster.profiles) - set(roster.targets) == {IDS[5], "twin"}

    def test_of_whom_next_to_nothing_is_told_is_not_looked_for(self) -> None:
        pack = a_village(facts=[fact for fact in VILLAGE.facts if fact.characters != ("bo",) or fact.id == "bo-0"])

        assert "bo" not in roster_of(pack).targets

    def test_a_real_person_is_not_looked_for(self) -> None:
        real = replace(VILLAGERS[3], kind=CharacterKind.PERSON)
        pack = a_village((*VILLAGERS[:3], real, *VILLAGERS[4:]))

        assert "dot" not in roster_of(pack).targets

    def test_what_is_the_same_for_everybody_is_left_out(self) -> None:
        assert Attribute.CONTINUITIES not in VILLAGE_ROSTER.attributes

        book = a_fact("page", "Kit reads.", pack="village", continuity="book", characters=("kit",))
        assert Attribute.CONTINUITIES in roster_of(a_village(facts=[*VILLAGE.facts, book])).attributes

    @pytest.mark.parametrize("pack", [HARBOUR, POOL, a_village(VILLAGERS[: ENOUGH - 1])], ids=lambda pack: pack.title)
    def test_a_small_pack_has_too_few(self, pack: object) -> None:
        assert not roster_of(pack).is_enough  # type: ignore[arg-type]  # ids of parameters are objects to mypy


class TestValues:
    def test_groups_are_those_that_name_them(self) -> None:
        assert value("bo", Attribute.GROUPS) == Labels(("the council", "the choir"))
        assert value("kit", Attribute.GROUPS) == Labels(())

    def test_ties_go_both_ways_and_are_never_to_oneself(self) -> None:
        assert value("bo", Attribute.TIES) == Labels(("Ada",), owner="Bo")
        assert value("ada", Attribute.TIES) == Labels(("Bo",), owner="Ada")

    def test_what_a_spoiler_tells_is_no_tie(self) -> None:
        assert value("cy", Attribute.TIES) == Labels((), owner="Cy")
        assert value("dot", Attribute.TIES) == Labels((), owner="Dot")

    def test_an_actor_with_another_role_is_said_so(self) -> None:
        assert value("ada", Attribute.PLAYED) == Labels(("on screen", TWO_ROLES))
        assert value("bo", Attribute.PLAYED) == Labels(())

    def test_the_first_scene_and_the_number_of_facts_are_numbers(self) -> None:
        assert value("cy", Attribute.SCENE) == Amount(3, 1)
        assert value("bo", Attribute.SCENE) == Amount(None, 1)
        assert value("cy", Attribute.FACTS) == Amount(5, 1), "scenes are facts, too"


class TestComparing:
    def test_the_right_one_is_the_same_in_everything(self) -> None:
        for profile in VILLAGE_ROSTER.profiles.values():
            assert {one.match for one in compare(profile, profile)} == {Match.SAME}

    def test_nobody_else_is(self) -> None:
        profiles = VILLAGE_ROSTER.profiles
        assert not [
            (target, tried)
            for target in VILLAGE_ROSTER.targets
            for tried in profiles
            if tried != target and {one.match for one in compare(profiles[target], profiles[tried])} == {Match.SAME}
        ]

    @pytest.mark.parametrize(
        ("target", "tried", "attribute", "match", "way"),
        [
            ("ada", "cy", Attribute.PRONOUN, Match.SAME, Way.NOWHERE),
            ("ada", "bo", Attribute.PRONOUN, Match.DIFFERENT, Way.NOWHERE),
            ("bo", "dot", Attribute.GROUPS, Match.NEAR, Way.NOWHERE),
            ("kit", "lou", Attribute.GROUPS, Match.SAME, Way.NOWHERE),
            ("kit", "dot", Attribute.GROUPS, Match.DIFFERENT, Way.NOWHERE),
            ("ada", "bo", Attribute.TIES, Match.NEAR, Way.NOWHERE),
            ("ada", "kit", Attribute.TIES, Match.DIFFERENT, Way.NOWHERE),
            ("kit", "ada", Attribute.SCENE, Match.DIFFERENT, Way.MORE),
            ("ada", "kit", Attribute.SCENE, Match.DIFFERENT, Way.FEWER),
            ("bo", "kit", Attribute.SCENE, Match.DIFFERENT, Way.NOWHERE),
            ("bo", "lou", Attribute.SCENE, Match.SAME, Way.NOWHERE),
            ("jed", "lou", Attribute.FACTS, Match.NEAR, Way.FEWER),
            ("lou", "bo", Attribute.FACTS, Match.DIFFERENT, Way.MORE),
        ],
    )
    def test_a_try_tells_how_near_it_is_and_where_to_look(
        self, target: str, tried: str, attribute: Attribute, match: Match, way: Way
    ) -> None:
        assert verdict(target, tried, attribute) == (match, way)
