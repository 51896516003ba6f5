"""Facts that a pack's data makes."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.knowledge.derived import derived_facts
from bot.knowledge.drafts import LONGEST_ID
from bot.knowledge.load import load_pack
from bot.knowledge.model import (
    Actor,
    Character,
    CharacterKind,
    Fact,
    FactKind,
    Pronoun,
    Relation,
    Role,
    RoleKind,
    Thing,
    ThingKind,
)
from bot.knowledge.nicknames import other_names
from tests.default_pack import default_pack


def a_character(
    name: str,
    *relations: tuple[str, str],
    pronoun: Pronoun = Pronoun.THEY,
    real_name: str = "",
    aliases: tuple[str, ...] = (),
    name_source: tuple[str, ...] = (),
    continuity: str = "film",
    source: tuple[str, ...] = ("P1",),
    id: str = "",
) -> Character:
    """Somebody whose relations are (kind, id of the other one)."""
    ties = tuple(Relation(kind, other, continuity, source) for kind, other in relations)
    return Character(
        "moth",
        id or re.sub(r"[^a-z]+", "-", name.lower()),
        name,
        real_name,
        CharacterKind.CHARACTER,
        pronoun,
        aliases,
        (),
        (),
        ties,
        name_source,
    )


def a_fact(text: str, *characters: str, spoiler: bool = False, asks: tuple[str, ...] = (), unit: str = "P1") -> Fact:
    kind = FactKind.FACT
    return Fact("moth", "written", kind, text, (unit,), "film", characters, asks, spoiler=spoiler)


def a_thing(name: str, kind: ThingKind = ThingKind.THING, **more: object) -> Thing:
    values: dict[str, object] = {"aliases": (), "members": (), **more}
    return Thing("moth", name, kind, **values)  # type: ignore[arg-type]  # a builder that fills in the rest


def derived(
    characters: Iterable[Character] = (),
    things: Iterable[Thing] = (),
    authored: Iterable[Fact] = (),
    actors: Iterable[Actor] = (),
) -> tuple[Fact, ...]:
    return derived_facts("moth", [*characters], [*actors], [*things], [*authored], continuity="film")


def texts(facts: Iterable[Fact]) -> list[str]:
    return [fact.text for fact in facts]


SHE, HE = Pronoun.SHE, Pronoun.HE


class TestRelations:
    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("brother", "Bo is Ada's brother."),
            ("Father", "Bo is Ada's father."),
            ("AI", "Bo is Ada's AI."),
            ("half-sister", "Bo is Ada's half-sister."),
            ("the mentor", "Bo is Ada's mentor."),
            ("mentor of", "Ada is Bo's mentor."),
            ("prisoner of", "Ada is Bo's prisoner."),
            ("works for", "Ada works for Bo."),
            ("hates", "Ada hates Bo."),
            ("betrayed", "Ada betrayed Bo."),
            ("trained by", "Ada was trained by Bo."),
            ("in love with", "Ada is in love with Bo."),
            ("afraid of", "Ada is afraid of Bo."),
            ("killer", "Bo killed Ada."),
            ("victim", "Ada killed Bo."),
            ("killed by", "Bo killed Ada."),
            ("creator", "Bo created Ada."),
            ("test subject", "Ada experimented on Bo."),
            ("twin sister", "Ada and Bo are twins."),
            ("friend", "Ada and Bo are friends."),
            ("best friend", "Bo is Ada's best friend."),
            ("married to", "Ada and Bo are married."),
            ("宿敵", "Bo is Ada's 宿敵."),
        ],
    )
    def test_each_is_told_in_a_sentence(self, kind: str, text: str) -> None:
        assert texts(derived([a_character("Ada", (kind, "bo")), a_character("Bo")])) == [text]

    def test_one_is_asked_for_from_both_sides(self) -> None:
        (fact,) = derived([a_character("Ada", ("father", "bo"), pronoun=SHE), a_character("Bo")])

        assert {"who is Ada's father", "who is Ada's dad", "who are Ada's parents"} <= set(fact.asks)
        assert {"who is Bo's daughter", "does Bo have any children", "is Ada Bo's daughter"} <= set(fact.asks)

    def test_two_sheets_that_say_the_same_make_one_fact_with_the_sources_of_both(self) -> None:
        ada = a_character("Ada", ("father", "bo"), pronoun=SHE)
        bo = a_character("Bo", ("daughter", "ada"), pronoun=HE, source=("P2",))

        (fact,) = derived([ada, bo])

        assert (fact.text, fact.source, fact.characters) == ("Bo is Ada's father.", ("P1", "P2"), ("ada", "bo"))

    def test_the_word_that_says_more_is_told(self) -> None:
        ada = a_character("Ada", ("brother", "bo"), pronoun=SHE)
        bo = a_character("Bo", ("older sister", "ada"), pronoun=HE)

        assert texts(derived([ada, bo])) == ["Ada is Bo's older sister."]

    def test_the_same_in_another_continuity_is_another_fact(self) -> None:
        ada = a_character("Ada", ("father", "bo"))
        bo = a_character("Bo", ("child", "ada"), continuity="novel")

        assert [fact.continuity for fact in derived([ada, bo])] == ["film", "novel"]

    def test_a_stepfather_is_not_offered_as_the_father(self) -> None:
        (fact,) = derived([a_character("Ada", ("stepfather", "bo")), a_character("Bo")])

        assert "who is Ada's stepfather" in fact.asks
        assert not {"who is Ada's father", "who are Ada's parents"} & set(fact.asks)

    def test_several_children_are_told_together_as_well(self) -> None:
        ada = a_character("Ada", ("son", "bo"), ("daughter", "cy"), pronoun=SHE)

        first, second, both = derived([ada, a_character("Bo"), a_character("Cy")])

        assert texts((first, second, both)) == [
            "Bo is Ada's son.",
            "Cy is Ada's daughter.",
            "Ada's children are Bo and Cy.",
        ]
        assert "how many children does Ada have" in both.asks
        assert "who are Ada's children" not in (*first.asks, *second.asks)

    def test_what_two_did_together_is_one_fact(self) -> None:
        ada = a_character("Ada", ("creator", "bo"), ("creator", "cy"))

        (fact,) = derived([ada, a_character("Bo"), a_character("Cy")])

        assert fact.text == "Bo and Cy created Ada."
        assert {"who created Ada", "did Bo create Ada", "what is Cy to Ada"} <= set(fact.asks)

    def test_friends_from_one_source_are_told_in_one_list(self) -> None:
        ada = a_character("Ada", ("friend", "bo"), ("friend", "cy"))

        assert texts(derived([ada, a_character("Bo"), a_character("Cy")])) == ["Ada's friends are Bo and Cy."]

    def test_a_best_friend_is_told_alone_as_well(self) -> None:
        ada = a_character("Ada", ("best friend", "bo"), ("friend", "cy"))

        assert texts(derived([ada, a_character("Bo"), a_character("Cy")])) == [
            "Bo is Ada's best friend.",
            "Ada's friends are Bo and Cy.",
        ]

    def test_a_name_with_a_bracket_takes_no_ending(self) -> None:
        butler = a_character("Jarvis (butler)", ("employer", "ada"), id="butler")

        (fact,) = derived([butler, a_character("Ada")])

        assert fact.text == "Ada is the employer of Jarvis (butler)."
        assert "who is Jarvis' employer" in fact.asks

    def test_it_is_hidden_where_its_source_is(self) -> None:
        people = [a_character("Ada", ("killer", "bo")), a_character("Bo")]

        (fact,) = derived(people, authored=[a_fact("The fog kills somebody.", spoiler=True)])

        assert fact.spoiler

    @pytest.mark.parametrize(
        ("text", "is_told"),
        [
            ("Ada's dad is Bo.", True),
            ("Bo has a daughter, Ada.", True),
            ("Ada meets Bo in the fog.", False),
            ("Ada's dad is a sailor.", False),
            (
                "Bo is the father of Ada, " + "and the fog comes in and lies over the water, " * 3 + "says the book.",
                False,
            ),
        ],
    )
    def test_what_the_author_wrote_is_not_told_again(self, text: str, is_told: bool) -> None:
        people = [a_character("Ada", ("father", "bo")), a_character("Bo")]

        assert (derived(people, authored=[a_fact(text, "ada", "bo")]) == ()) is is_told

    def test_what_another_source_says_is_told(self) -> None:
        people = [a_character("Ada", ("father", "bo")), a_character("Bo")]

        assert len(derived(people, authored=[a_fact("Ada's dad is Bo.", "ada", unit="P9")])) == 1

    def test_a_question_that_the_author_wrote_stays_with_its_fact(self) -> None:
        people = [a_character("Ada", ("father", "bo")), a_character("Bo")]

        (fact,) = derived(people, authored=[a_fact("Ada is an orphan.", "ada", asks=("Who is Ada's father?",))])

        assert "who is Ada's father" not in fact.asks
        assert "who is the father of Ada" in fact.asks


class TestNames:
    def test_a_real_name_is_asked_for_both_ways(self) -> None:
        (fact,) = derived([a_character("The Foghorn", real_name="Old Bess", name_source=("P7",))])

        assert (fact.text, fact.source) == ("The Foghorn's real name is Old Bess.", ("P7",))
        assert {"what is The Foghorn's real name", "who is Old Bess", "what is Old Bess known as"} <= set(fact.asks)

    def test_a_longer_form_of_the_name_is_the_full_name(self) -> None:
        assert texts(derived([a_character("Baron Moth", real_name="Ulf von Moth")])) == [
            "Baron Moth's full name is Ulf von Moth."
        ]

    def test_without_a_source_the_sheet_is_named(self) -> None:
        (fact,) = derived([a_character("Ada Lind", aliases=("the Heron",))])

        assert (fact.text, fact.source) == ("Ada Lind is also called the Heron.", ("sheet of Ada Lind",))

    @pytest.mark.parametrize(
        ("full_name", "aliases", "told"),
        [
            ("Captain America (Steve Rogers)", ("Cap", "Rogers", "Captain Amerika", "Steve"), ("Cap",)),
            ("Ada Lind", ("the pilot", "ada", "the Heron", "Heron"), ("the Heron",)),
            ("Loki", ("The Trickster", "Trickster"), ("the Trickster",)),
            ("JARVIS", ("J.A.R.V.I.S.", "Jarvis the AI"), ()),
            ("Mjolnir", ("Mjölnir", "Mjollnir"), ()),
            ("X", ("A", "B", "C", "D", "E", "F"), ("A", "B", "C", "D", "E")),
        ],
    )
    def test_other_names_are_those_that_are_no_form_of_the_name(
        self, full_name: str, aliases: tuple[str, ...], told: tuple[str, ...]
    ) -> None:
        assert other_names(full_name, aliases) == told

    def test_a_name_that_only_hidden_facts_give_away_is_hidden(self) -> None:
        ada = a_character("Ada Lind", aliases=("the Moth Bishop",))
        secret = a_fact("Ada Lind is the Moth Bishop.", "ada-lind", spoiler=True)
        known = a_fact("The Moth Bishop is Ada Lind.", "ada-lind", unit="P2")

        assert [fact.spoiler for fact in derived([ada], authored=[secret])] == [True]
        assert [fact.spoiler for fact in derived([ada], authored=[secret, known])] == [False]

    def test_a_name_is_as_open_as_the_sheet_whatever_its_source_hides(self) -> None:
        hulk = a_character("Hulk", real_name="Bruce Banner", name_source=("P1",))

        (fact,) = derived([hulk], authored=[a_fact("The Hulk leaves.", "hulk", spoiler=True)])

        assert not fact.spoiler

    def test_somebody_of_whom_the_first_continuity_says_nothing_belongs_to_their_own(self) -> None:
        ada = a_character("Ada Lind", aliases=("the Heron",))
        fact = Fact("moth", "a", FactKind.FACT, "Ada sleeps.", ("P1",), "novel", ("ada-lind",))

        assert [fact.continuity for fact in derived([ada], authored=[fact])] == ["novel"]


class TestCasts:
    def a_role(self, character: str, kind: RoleKind = RoleKind.ON_SCREEN, continuity: str = "film") -> Role:
        fact = Fact("moth", f"{character}-by-pell", FactKind.ROLE, "Pell.", ("P2",), continuity, (character,))
        return Role("Pell Anders", character, kind, continuity, fact)

    def test_several_roles_of_an_actor_are_one_fact(self) -> None:
        pell = Actor("moth", "Pell Anders", (), (self.a_role("ada"), self.a_role("horn", RoleKind.VOICE)))
        people = [a_character("Ada"), a_character("The Horn", id="horn")]

        (fact,) = derived(people, actors=[pell])

        assert (fact.text, fact.source) == ("Pell Anders plays Ada and voices The Horn.", ("P2",))
        assert {"who does Pell Anders play", "which characters are played by the same actor"} <= set(fact.asks)
        assert not fact.spoiler

    def test_one_role_in_each_of_two_continuities_makes_none(self) -> None:
        pell = Actor("moth", "Pell Anders", (), (self.a_role("ada"), self.a_role("bo", continuity="novel")))

        assert derived([a_character("Ada"), a_character("Bo")], actors=[pell]) == ()


class TestThings:
    @pytest.mark.parametrize(
        ("name", "description", "text"),
        [
            ("Mjolnir", "an enchanted hammer", "Mjolnir is an enchanted hammer."),
            ("Mjolnir", "An enchanted hammer.", "Mjolnir is an enchanted hammer."),
            ("Mjolnir", "is an enchanted hammer", "Mjolnir is an enchanted hammer."),
            ("the Gems", "six stones", "The Gems are six stones."),
            ("Mjolnir", "Thor's hammer", "Mjolnir is Thor's hammer."),
        ],
    )
    def test_a_description_is_told(self, name: str, description: str, text: str) -> None:
        (fact,) = derived(things=[a_thing(name, description=description, source=("P3",))])

        assert (fact.text, fact.source) == (text, ("P3",))

    def test_an_owner_is_told(self) -> None:
        (fact,) = derived([a_character("Thor")], [a_thing("Mjolnir", owner="thor")])

        assert (fact.text, fact.source, fact.characters) == (
            "Mjolnir belongs to Thor.",
            ("list of names",),
            ("thor",),
        )
        assert "whose is Mjolnir" in fact.asks

    def test_only_what_a_thing_is_is_hidden_with_its_source(self) -> None:
        gem = a_thing("the Gem", description="a stone", owner="ada", source=("P1",))

        is_what, whose = derived([a_character("Ada")], [gem], [a_fact("It glows.", spoiler=True)])

        assert (is_what.spoiler, whose.spoiler) == (True, False)

    @pytest.mark.parametrize(
        ("name", "members", "text"),
        [
            ("the Watch", ("ada",), "Ada is a member of the Watch."),
            ("the Watch", ("ada", "bo"), "The Watch has two known members: Ada and Bo."),
            ("the Moths", ("ada", "bo"), "The Moths have two known members: Ada and Bo."),
            ("the Lind twins", ("ada", "bo"), "The Lind twins are Ada and Bo."),
        ],
    )
    def test_the_members_of_a_group_are_told(self, name: str, members: tuple[str, ...], text: str) -> None:
        people = [a_character("Ada"), a_character("Bo")]

        assert texts(derived(people, [a_thing(name, ThingKind.GROUP, members=members)])) == [text]

    def test_somebody_in_several_groups_has_a_fact_that_names_them(self) -> None:
        people = [a_character("Ada"), a_character("Bo")]
        groups = [
            a_thing(name, ThingKind.GROUP, members=("ada", "bo")[:size])
            for name, size in (("the Lind twins", 2), ("Hydra", 1), ("SHIELD", 1))
        ]

        *_, fact = derived(people, groups)

        assert fact.text == "Ada is one of the Lind twins and a member of Hydra and SHIELD."
        assert "what team is Ada on" in fact.asks

    def test_a_group_of_very_many_still_fits_a_message(self) -> None:
        people = [a_character("N" * 76 + str(number), id=f"n{number}") for number in range(400)]
        group = a_thing("the Crowd", ThingKind.GROUP, members=tuple(one.id for one in people))

        (fact,) = derived(people, [group])

        assert fact.text.startswith("The Crowd has 400 known members: ")
        assert len(fact.text) < 1500


class TestIds:
    def test_they_are_ids_whatever_the_names_are(self) -> None:
        people = [
            a_character("鈴木", ("宿敵", "bo"), ("🐉", "bo"), ("--", "bo"), aliases=("Dragon",), id="suzuki"),
            a_character("Bo", ("x" * 80, "suzuki"), ("x" * 79, "suzuki")),
        ]
        things = [a_thing(name, description="a stone") for name in ("鈴", "🐉", "Ünïcode", "y" * 80, "y" * 79)]

        ids = [fact.id for fact in derived(people, things, [a_fact("Bo is.", "bo")])]

        assert len(ids) == 11
        assert len(set(ids)) == len(ids)
        assert [id for id in ids if not re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_ID - 1}}}", id)] == []

    def test_those_of_the_author_come_first(self) -> None:
        taken = Fact("moth", "ada-father-bo", FactKind.FACT, "Ada sleeps.", ("P9",), "film", ("ada",))

        (fact,) = derived([a_character("Ada", ("father", "bo")), a_character("Bo")], authored=[taken])

        assert fact.id == "ada-father-bo-2"


class TestTheDefaultPack:
    FACTS = tuple(fact for fact in default_pack().facts if fact.kind is FactKind.DERIVED)

    def test_every_fact_is_a_sentence_with_a_source_and_ways_to_ask(self) -> None:
        assert len(self.FACTS) > 20
        assert [fact for fact in self.FACTS if not (fact.source and fact.asks and fact.continuity)] == []
        assert [fact.text for fact in self.FACTS if not re.fullmatch(r"[A-Z].*[^.]\.", fact.text)] == []

    def test_no_two_say_the_same(self) -> None:
        assert len({(fact.text, fact.continuity) for fact in self.FACTS}) == len(self.FACTS)


def test_an_empty_pack_has_none(tmp_path: Path) -> None:
    home = tmp_path / "bare"
    home.mkdir()
    (home / "pack.yaml").write_text("format: 1\ntitle: Bare\n", encoding="utf-8")
    (home / "facts.yaml").write_text("facts:\n  - {id: a, text: A bell rings., source: P}\n", encoding="utf-8")

    assert [fact.id for fact in load_pack(home).facts] == ["a"]
