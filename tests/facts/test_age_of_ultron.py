"""What the default pack promises: all of its source, nothing but its source, in our own words."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.knowledge.model import Character, Fact, FactKind, Pack, RoleKind
from tests.default_pack import default_pack

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "source"
"""The text that the pack retells, in units. It lies beside the repository and is not part of it."""

needs_source = pytest.mark.skipif(
    not (SOURCE / "units.jsonl").is_file(), reason=f"the source text is not there ({SOURCE})"
)

PLOT = tuple(f"P{number:02}" for number in range(1, 36))
SHEETS = {
    "ULTRON": 6,
    "IRONMAN": 8,
    "CAP": 7,
    "WANDA": 4,
    "PIETRO": 5,
    "THOR": 3,
    "HULK": 5,
    "WIDOW": 9,
    "HAWKEYE": 7,
    "LOKI": 8,
    "VISION": 7,
    "THANOS": 7,
}
"""How many facts the source's sheets have; they are numbered from 1."""
UNITS = frozenset(PLOT) | {f"{sheet}-{n}" for sheet, count in SHEETS.items() for n in range(1, count + 1)}

MYTH = "THOR-1"
"""The one unit that the pack places elsewhere than the list of units does: it retells a Nordic legend."""

LONGEST_COPIED_RUN = 8
"""So many words of a unit may follow each other unchanged: names and set phrases do, sentences do not."""

LONGEST_FACT = 20
"""Words of a fact: it makes one claim."""

FEWEST_ASKS = 8
"""Ways to ask for a fact: many claims are asked for in many ways, a detail in some."""


@dataclass(frozen=True)
class Unit:
    """One numbered statement of the source text."""

    id: str
    text: str
    characters: frozenset[str]
    continuity: str


@dataclass(frozen=True)
class CastEntry:
    """What the source's cast list says of a character."""

    name: str
    actor: str | None
    aliases: tuple[str, ...]


@pytest.fixture(scope="module")
def pack() -> Pack:
    """What somebody wrote; tests/knowledge says what is made of its data."""
    return default_pack().as_written


@pytest.fixture(scope="module")
def told(pack: Pack) -> tuple[Fact, ...]:
    """The facts that somebody wrote: all but those made from the cast list and from other data."""
    return tuple(fact for fact in pack.facts if fact.kind in (FactKind.FACT, FactKind.SCENE))


@pytest.fixture(scope="module")
def units() -> dict[str, Unit]:
    lines = (SOURCE / "units.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return {
        unit["id"]: Unit(unit["id"], unit["text"], frozenset(unit["characters"]), unit["continuity"]) for unit in read
    }


@pytest.fixture(scope="module")
def cast_list() -> tuple[CastEntry, ...]:
    read = json.loads((SOURCE / "cast.json").read_text("utf-8"))
    return tuple(CastEntry(name, entry["actor"], tuple(entry["aliases"])) for name, entry in read.items())


def test_the_source_has_111_units() -> None:
    assert len(UNITS) == 111


def test_every_unit_is_told_by_a_sentence_or_a_role(pack: Pack) -> None:
    named = {unit for fact in pack.facts if fact.kind is not FactKind.DERIVED for unit in fact.source}

    assert named == UNITS


def test_no_other_source_is_named(pack: Pack) -> None:
    strange = [fact.id for fact in pack.facts if not UNITS.issuperset(fact.source)]

    assert strange == []


def test_a_fact_makes_one_claim_in_one_short_sentence(told: tuple[Fact, ...]) -> None:
    long = [
        fact.id
        for fact in told
        if len(fact.text.split()) > LONGEST_FACT or re.search(r"[.!?;]\s", fact.text.replace("Dr. ", "Dr "))
    ]

    assert long == []


def test_no_two_facts_say_the_same(told: tuple[Fact, ...]) -> None:
    counted = Counter((fact.continuity, frozenset(plain_words(fact.text))) for fact in told)

    assert [words for words, count in counted.items() if count > 1] == []


def test_the_scenes_are_in_the_order_of_the_story(pack: Pack) -> None:
    numbers = [scene.scene_number for scene in pack.scenes if scene.scene_number is not None]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 36))
    assert len(numbers) == len(pack.scenes)


def test_each_scene_retells_its_sentence_of_the_plot(pack: Pack) -> None:
    elsewhere = [scene.id for scene in pack.scenes if PLOT[(scene.scene_number or 0) - 1] not in scene.source]

    assert elsewhere == []


def test_scenes_are_spoilers_and_have_a_part(pack: Pack) -> None:
    assert all(scene.spoiler and scene.part for scene in pack.scenes)


def test_every_fact_can_be_asked_for_in_several_ways(told: tuple[Fact, ...]) -> None:
    assert [fact.id for fact in told if len(fact.asks) < FEWEST_ASKS] == []


def test_no_two_facts_share_a_phrasing(told: tuple[Fact, ...]) -> None:
    counted = Counter(" ".join(plain_words(ask)) for fact in told for ask in fact.asks)

    assert [ask for ask, count in counted.items() if count > 1] == []


def test_every_text_names_somebody_or_something_it_is_about(pack: Pack, told: tuple[Fact, ...]) -> None:
    nameless = [fact.id for fact in told if not names_its_subject(fact, pack)]

    assert nameless == []


def test_what_a_thing_is_reads_well_after_its_name(pack: Pack) -> None:
    clumsy = [
        thing.name for thing in pack.things if re.match(r"(?:what|where|who|made)\b", thing.description, re.IGNORECASE)
    ]

    assert clumsy == []


def test_what_is_not_told_is_no_phrasing(pack: Pack) -> None:
    asked = {" ".join(plain_words(ask)) for fact in pack.facts for ask in fact.asks}

    assert [line for line in pack.not_told if " ".join(plain_words(line)) in asked] == []


def test_every_relation_names_units_of_the_source(pack: Pack) -> None:
    named = {unit for somebody in pack.characters for relation in somebody.relations for unit in relation.source}

    assert named <= UNITS


def test_the_twins_are_a_group_of_two(pack: Pack) -> None:
    twins = next(thing for thing in pack.things if thing.name == "the Maximoff twins")

    assert set(twins.members) == {"quicksilver", "scarlet-witch"}


def test_one_actor_has_two_roles_of_different_kinds(pack: Pack) -> None:
    bettany = next(actor for actor in pack.actors if actor.name == "Paul Bettany")

    assert {role.character: role.kind for role in bettany.roles} == {
        "jarvis": RoleKind.VOICE,
        "vision": RoleKind.ON_SCREEN,
    }


@needs_source
def test_the_frozen_list_is_the_list_of_units(units: dict[str, Unit]) -> None:
    assert units.keys() == UNITS


@needs_source
def test_facts_are_about_whom_their_units_are_about(pack: Pack, told: tuple[Fact, ...], units: dict[str, Unit]) -> None:
    for fact in told:
        about = {pack.character(character).name for character in fact.characters}
        possible = {name for unit in fact.source for name in units[unit].characters | members_in(units[unit], pack)}

        assert about <= possible, fact.id


@needs_source
def test_whom_a_unit_is_about_is_told_of_by_its_facts(pack: Pack, units: dict[str, Unit]) -> None:
    told_of: dict[str, set[str]] = {unit: set() for unit in units}
    for fact in pack.facts:
        for unit in fact.source if fact.kind is not FactKind.DERIVED else ():
            told_of[unit] |= {pack.character(character).name for character in fact.characters}

    forgotten = {id: unit.characters - told_of[id] for id, unit in units.items() if unit.characters - told_of[id]}

    assert forgotten == {}


@needs_source
def test_facts_keep_the_continuity_of_their_units(told: tuple[Fact, ...], units: dict[str, Unit]) -> None:
    for fact in told:
        expected = {"myth" if unit == MYTH else units[unit].continuity for unit in fact.source}

        assert {fact.continuity} == expected, fact.id


@needs_source
def test_derived_facts_keep_the_continuity_of_one_of_their_units(pack: Pack, units: dict[str, Unit]) -> None:
    misplaced = [
        fact.id
        for fact in pack.facts
        if fact.kind is FactKind.DERIVED
        and fact.continuity not in {"myth" if unit == MYTH else units[unit].continuity for unit in fact.source}
    ]

    assert misplaced == []


@needs_source
def test_relations_keep_the_continuity_of_one_of_their_units(pack: Pack, units: dict[str, Unit]) -> None:
    for somebody in pack.characters:
        for relation in somebody.relations:
            possible = {"myth" if unit == MYTH else units[unit].continuity for unit in relation.source}

            assert relation.continuity in possible, (somebody.id, relation.kind)


@needs_source
def test_units_are_retold_in_our_own_words(told: tuple[Fact, ...], units: dict[str, Unit]) -> None:
    for fact in told:
        for unit in fact.source:
            copied, whole = longest_common_run(fact.text, units[unit].text), len(plain_words(units[unit].text))

            assert copied <= min(LONGEST_COPIED_RUN, whole - 1), fact.id


@needs_source
def test_every_character_of_the_cast_list_has_a_sheet(pack: Pack, cast_list: tuple[CastEntry, ...]) -> None:
    assert {character.name for character in pack.characters} == {entry.name for entry in cast_list}


@needs_source
def test_characters_are_played_by_whom_the_cast_list_names(pack: Pack, cast_list: tuple[CastEntry, ...]) -> None:
    played = {character.name: [role.actor for role in character.roles] for character in pack.characters}

    assert played == {entry.name: [entry.actor] if entry.actor else [] for entry in cast_list}


@needs_source
def test_characters_answer_to_the_aliases_of_the_cast_list(pack: Pack, cast_list: tuple[CastEntry, ...]) -> None:
    known = {character.name: ways_to_call(pack, character) for character in pack.characters}

    missing = [
        (entry.name, alias) for entry in cast_list for alias in entry.aliases if called(alias) not in known[entry.name]
    ]

    assert missing == []


def plain_words(text: str) -> list[str]:
    """The words without case, and without dots and apostrophes inside them (`J.A.R.V.I.S.`, `he's`)."""
    return re.findall(r"[a-z0-9]+", re.sub(r"[.'’]", "", text.lower()))


def called(name: str) -> str:
    """A name in the form in which names are compared: `The Vision` is `vision`."""
    return " ".join(plain_words(name)).removeprefix("the ")


def ways_to_call(pack: Pack, character: Character) -> set[str]:
    """All names of a character, those of the groups that they belong to among them."""
    own = {character.name, character.real_name, *character.aliases, *character.descriptions}
    groups = [thing for thing in pack.things if character.id in thing.members]
    return {called(name) for name in own | {name for group in groups for name in (group.name, *group.aliases)}}


def names_its_subject(fact: Fact, pack: Pack) -> bool:
    """Whether a text names a character it is about, or a group of theirs; or a thing, where it is about nobody."""
    people = [pack.character(id) for id in fact.characters]
    things = [thing for thing in pack.things if not people or set(thing.members) & set(fact.characters)]
    named = [(person.name, person.real_name, *person.aliases) for person in people]
    named += [(thing.name, *thing.aliases) for thing in things]
    return any(is_called(fact.text, *names) for names in named)


def members_in(unit: Unit, pack: Pack) -> set[str]:
    """The names of the members of those groups that the unit calls by name."""
    groups = [thing for thing in pack.things if thing.members and is_called(unit.text, thing.name, *thing.aliases)]
    return {pack.character(member).name for group in groups for member in group.members}


def is_called(text: str, *names: str) -> bool:
    """Whether a text has one of the names in it."""
    said = f" {' '.join(plain_words(text))} "
    return any(f" {called(name)} " in said or f" {called(name)}s " in said for name in names if name)


def longest_common_run(one: str, other: str) -> int:
    """How many words in a row the two texts share at most."""
    ours, theirs = plain_words(one), plain_words(other)
    longest, above = 0, [0] * (len(theirs) + 1)
    for word in ours:
        row = [0] * (len(theirs) + 1)
        for column, their_word in enumerate(theirs, start=1):
            if word == their_word:
                row[column] = above[column - 1] + 1
        longest, above = max(longest, *row), row
    return longest
