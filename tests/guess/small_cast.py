"""A village of twelve, to be guessed: who they are is all that the tests of /guess need."""

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Pronoun, Relation, Thing, ThingKind
from tests.small_pack import FILM_AND_BOOK, a_character, a_fact, a_pack, a_role, a_scene

NAMES = ("Ada", "Bo", "Cy", "Dot", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jed", "Kit", "Lou")
IDS = tuple(name.lower() for name in NAMES)

LAMP_BY_ANNA = a_role("Anna Lind", "ada", "Anna Lind plays Ada.")
DOT_BY_ANNA = a_role("Anna Lind", "dot", "Anna Lind plays Dot.")


def a_villager(number: int) -> Character:
    """Ada is Bo's mother, Cy's killer is a secret, and Eli has nobody's name for a surname."""
    id = IDS[number]
    relations = {
        "bo": (Relation("mother", "ada", "film", ("R1",)),),
        "cy": (Relation("killer", "dot", "film", ("S1",)), Relation("friend", "cy", "film", ("R2",))),
    }
    roles = {"ada": (LAMP_BY_ANNA,), "dot": (DOT_BY_ANNA,)}
    return a_character(
        id,
        NAMES[number],
        pack="village",
        pronoun=Pronoun.SHE if number % 2 == 0 else Pronoun.HE,
        real_name="Elias Moss" if id == "eli" else "",
        relations=relations.get(id, ()),
        roles=roles.get(id, ()),
    )


def facts_of(number: int) -> tuple[Fact, ...]:
    """Two more than the last one has; every second villager is in the plot."""
    id, name = IDS[number], NAMES[number]
    told = tuple(
        a_fact(f"{id}-{n}", f"{name} has painted {n + 2} doors of the village.", pack="village", characters=(id,))
        for n in range(2 + number)
    )
    scene = a_scene(number + 1, f"{name} rings the bell at noon.", "The day", (id,), pack="village")
    return (*told, replace(scene, source=("S1",))) if number % 2 == 0 else told


VILLAGERS = tuple(a_villager(number) for number in range(len(NAMES)))
COUNCIL = Thing("village", "the council", ThingKind.GROUP, (), ("ada", "bo", "cy"))
CHOIR = Thing("village", "the choir", ThingKind.GROUP, (), ("bo", "dot"))


def a_village(characters: Sequence[Character] = VILLAGERS, *, facts: Sequence[Fact] | None = None) -> Pack:
    """The village, or some of it."""
    told = [fact for number in range(len(NAMES)) for fact in facts_of(number)] if facts is None else facts
    known = {character.id for character in characters}
    return a_pack(
        "village",
        "The Village",
        characters=characters,
        actors=(Actor("village", "Anna Lind", (), (LAMP_BY_ANNA, DOT_BY_ANNA)),),
        facts=[fact for fact in told if known.issuperset(fact.characters)],
        things=(COUNCIL, CHOIR) if known.issuperset(IDS[:4]) else (),
        continuities=FILM_AND_BOOK,
    )


VILLAGE = a_village()
ONE_VILLAGE = Knowledge((VILLAGE,))
