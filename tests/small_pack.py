"""A small invented world to test with: a film and a book about a lighthouse, and a second pack with a namesake.

In "The Harbour Light": Mara (Mara Finn) keeps the light, Captain Orlo is her brother, Pip is a gull, Jon Finn has
no actor. Ben Marsh plays Orlo and voices Pip; Orlo is also voiced by Tom Reed, in the book.
In "Winter Harbour" there is another Mara.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.model import (
    Actor,
    AuthoredQuestion,
    Character,
    CharacterKind,
    Fact,
    FactKind,
    Knowledge,
    Pack,
    Pronoun,
    Relation,
    Role,
    RoleKind,
    Thing,
    ThingKind,
)

FILM_AND_BOOK = {"film": "in the film", "book": "in the book"}


def a_fact(
    id: str = "oil",
    text: str = "The light burns whale oil.",
    *,
    pack: str = "harbour",
    kind: FactKind = FactKind.FACT,
    source: tuple[str, ...] = ("H1",),
    continuity: str = "film",
    characters: tuple[str, ...] = ("mara",),
    asks: tuple[str, ...] = (),
    scene_number: int | None = None,
    part: str = "",
    spoiler: bool = False,
) -> Fact:
    """A fact of which only what matters is said."""
    return Fact(
        pack=pack,
        id=id,
        kind=kind,
        text=text,
        source=source,
        continuity=continuity,
        characters=characters,
        asks=asks,
        scene_number=scene_number,
        part=part,
        spoiler=spoiler,
    )


def a_scene(number: int, text: str, part: str, characters: tuple[str, ...], *, pack: str = "harbour") -> Fact:
    """A scene of the plot; scenes are spoilers."""
    return a_fact(
        f"scene-{number}",
        text,
        pack=pack,
        kind=FactKind.SCENE,
        source=(f"P{number}",),
        characters=characters,
        scene_number=number,
        part=part,
        spoiler=True,
    )


def a_role(actor: str, character: str, text: str, *, voice: bool = False, continuity: str = "film") -> Role:
    """An actor in a role, with the fact that says so."""
    slug = f"{character}-by-{actor.lower().replace(' ', '-')}"
    fact = a_fact(slug, text, kind=FactKind.ROLE, source=("C1",), continuity=continuity, characters=(character,))
    return Role(
        actor=actor,
        character=character,
        kind=RoleKind.VOICE if voice else RoleKind.ON_SCREEN,
        continuity=continuity,
        fact=fact,
    )


def a_character(
    id: str,
    name: str,
    *,
    pack: str = "harbour",
    real_name: str = "",
    pronoun: Pronoun = Pronoun.THEY,
    aliases: tuple[str, ...] = (),
    roles: tuple[Role, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Character:
    """A character of whom only what matters is said."""
    return Character(
        pack=pack,
        id=id,
        name=name,
        real_name=real_name,
        kind=CharacterKind.CHARACTER,
        pronoun=pronoun,
        aliases=aliases,
        descriptions=(),
        roles=roles,
        relations=relations,
    )


def a_pack(
    id: str = "harbour",
    title: str = "The Harbour Light",
    *,
    characters: Sequence[Character] = (),
    actors: Sequence[Actor] = (),
    facts: Sequence[Fact] = (),
    things: Sequence[Thing] = (),
    continuities: dict[str, str] | None = None,
) -> Pack:
    """A pack of which only what matters is said."""
    return Pack(
        id=id,
        title=title,
        aliases=(),
        year=1999,
        language="en",
        continuities=FILM_AND_BOOK if continuities is None else continuities,
        licence="MIT",
        credits=("the tests",),
        characters=tuple(characters),
        actors=tuple(actors),
        things=tuple(things),
        facts=tuple(facts),
    )


MARA_BY_ANNA = a_role("Anna Lind", "mara", "Anna Lind plays Mara (Mara Finn).")
ORLO_BY_BEN = a_role("Ben Marsh", "orlo", "Ben Marsh plays Captain Orlo.")
ORLO_BY_TOM = a_role("Tom Reed", "orlo", "Tom Reed voices Captain Orlo.", voice=True, continuity="book")
PIP_BY_BEN = a_role("Ben Marsh", "pip", "Ben Marsh voices Pip.", voice=True)

MARA = a_character(
    "mara",
    "Mara",
    real_name="Mara Finn",
    pronoun=Pronoun.SHE,
    aliases=("the keeper", "The Keeper", "Finn", "Mar"),
    roles=(MARA_BY_ANNA,),
    relations=(Relation("brother", "orlo", "film", ("H5",)), Relation("rescuer", "orlo", "film", ("P2",))),
)
ORLO = a_character("orlo", "Captain Orlo", pronoun=Pronoun.HE, aliases=("Orlo",), roles=(ORLO_BY_BEN, ORLO_BY_TOM))
PIP = a_character("pip", "Pip", pronoun=Pronoun.IT, aliases=("the gull",), roles=(PIP_BY_BEN,))
JON = a_character("jon", "Jon", real_name="Jon Finn", pronoun=Pronoun.HE, aliases=("Finn",))

ANNA_LIND = Actor("harbour", "Anna Lind", (), (MARA_BY_ANNA,))
BEN_MARSH = Actor("harbour", "Ben Marsh", ("Benny",), (ORLO_BY_BEN, PIP_BY_BEN))
TOM_REED = Actor("harbour", "Tom Reed", (), (ORLO_BY_TOM,))

LIGHT = a_fact("light", "Mara keeps the lighthouse at Cape Sorrow.", asks=("what does mara keep",))
DOG = a_fact("dog", "Mara has a dog called Barnacle.", source=("H2",), asks=("what is mara's dog called",))
LEG = a_fact("leg", "Mara lost her left leg to a shark.", source=("B1",), continuity="book")
PIPE = a_fact("pipe", "Captain Orlo smokes a pipe of whalebone.", source=("H3",), characters=("orlo",))
COOK = a_fact("cook", "Jon cooks a fish soup on Sundays.", source=("H4",), characters=("jon",))
STORM = a_scene(1, "A storm puts out the light, and Captain Orlo's ship runs aground.", "The storm", ("orlo",))
RESCUE = a_scene(2, "Mara rows out and saves her brother.", "The storm", ("mara", "orlo"))
BELL = a_scene(3, "Pip finds the drowned bell under the pier.", "The bell", ("pip",))

HARBOUR = a_pack(
    characters=(JON, MARA, ORLO, PIP),
    actors=(ANNA_LIND, BEN_MARSH, TOM_REED),
    facts=(
        COOK,
        LIGHT,
        DOG,
        LEG,
        PIPE,
        STORM,
        RESCUE,
        BELL,
        MARA_BY_ANNA.fact,
        ORLO_BY_BEN.fact,
        ORLO_BY_TOM.fact,
        PIP_BY_BEN.fact,
    ),
)


def _question(fact: Fact, number: int, question: str, answer: str, *wrong: str) -> AuthoredQuestion:
    """A question with a hint."""
    return AuthoredQuestion(
        f"q{number}",
        question,
        answer,
        wrong=wrong,
        hints=("Listen to the sea.",),
        fact=fact.id,
        source=fact.source,
        continuity=fact.continuity,
        spoiler=fact.spoiler,
    )


HARBOUR = replace(
    HARBOUR,
    quiz=(
        _question(COOK, 1, "Who cooks a fish soup on Sundays?", "Jon", "Pip", "Mara", "Captain Orlo"),
        _question(LIGHT, 2, "What does Mara keep at Cape Sorrow?", "The lighthouse", "A shark", "The pier", "A shop"),
        _question(DOG, 3, "Mara has a dog called Barnacle.", "true", "false"),
        _question(LEG, 4, "To what did Mara lose her left leg?", "A shark", "A storm", "A whale", "A rope"),
        _question(PIPE, 5, "Who smokes a pipe of whalebone?", "Captain Orlo", "Jon", "Mara", "Pip"),
        _question(STORM, 6, "Whose ship runs aground?", "Captain Orlo", "Jon", "Mara", "Pip"),
        _question(RESCUE, 7, "Whom does Mara row out to save?", "Her brother", "Her dog", "Her father", "Her cook"),
        _question(BELL, 8, "Who finds the drowned bell?", "Pip", "Jon", "Mara", "Captain Orlo"),
    ),
)

WINTER_MARA = a_character("mara", "Mara", pack="winter", pronoun=Pronoun.SHE)
ICE = a_fact("ice", "Mara skates to school.", pack="winter", continuity="story")
WINTER = a_pack(
    "winter",
    "Winter Harbour",
    characters=(WINTER_MARA,),
    facts=(ICE,),
    continuities={"story": "the story"},
)

CAPE = Thing("harbour", "Cape Sorrow", ThingKind.PLACE, ("the cape",), (), description="a cape with a lighthouse")
PIER = Thing("harbour", "the pier", ThingKind.THING, (), ())
FAMILY = Thing("harbour", "the Finns", ThingKind.GROUP, ("the family",), ("mara", "jon"))
WITH_THINGS = replace(HARBOUR, things=(CAPE, PIER, FAMILY))

HOURS = a_fact("hours", "The pool opens at nine.", pack="pool", characters=(), asks=("When do you open?",))
TICKETS = a_fact("tickets", "A ticket costs two crowns.", pack="pool", characters=(), asks=("how much is a ticket",))
POOL = a_pack("pool", "The Pool", facts=(HOURS, TICKETS))
"""A list of questions and answers, without characters and without a plot."""

ONE_PACK = Knowledge((HARBOUR,))
TWO_PACKS = Knowledge((HARBOUR, WINTER))


def a_chance() -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(1)  # noqa: S311 - a game, no secret
