"""Questions for a role, such as who plays Thor. The cast answers them, even if other facts mention acting."""

from collections import defaultdict
from collections.abc import Sequence

from bot.answers.index import PackIndex
from bot.answers.judge import Judged
from bot.answers.names import NameTable
from bot.answers.reading import ParsedQuestion
from bot.answers.results import Who
from bot.english.frequency import is_common
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import (
    ACTING,
    ACTORS,
    ANOTHER_ROLE,
    LIGHT,
    QUESTION_WORDS,
    REMARKS,
    ROLE_WORDS,
    SELF,
    STOP,
    WORKS,
)
from bot.knowledge.model import Actor, Character, Fact, FactKind, Role

CHATTER = REMARKS | SELF
"""Words that don't turn a question for a role into another question."""

BESIDE_A_ROLE = ROLE_WORDS | WORKS | LIGHT | CHATTER
"""Words that may stand beside the names in a question for a role and nothing else."""

DESCRIBING = 10
"""Number of facts that decide which character a description means."""

MEANT = 0.5
"""Minimum share of a character in the facts nearest to a description: "the fast kid" (chosen on nine packs)."""


def asks_only_for_a_role(question: ParsedQuestion) -> bool:
    """Whether the question names people of the cast, asks for a role, and can't mean anything else."""
    return (
        question.is_about_a_role
        and bool(question.entities)
        and (looks_like_a_question(question.line) or bool(ACTORS & set(question.raws)))
        and ANOTHER_ROLE.isdisjoint(question.raws)
        and says_only_what_a_role_needs(question)
    )


def says_only_what_a_role_needs(question: ParsedQuestion) -> bool:
    """Whether it has nothing but names and the words of a question for a role."""
    return all(unit.entities or unit.raw in BESIDE_A_ROLE for unit in question.units)


def names_only_the_cast(question: ParsedQuestion, names: NameTable) -> bool:
    """Whether every character that it names has a role, or for a group, at least one member. In "who plays Odin in the
    Thor films", Odin has none.
    """
    named = (names.everybody(unit.entities) for unit in question.entities)
    return all(any(one.roles for one in people) for people in named if people)


def roles_asked(question: ParsedQuestion, who: Sequence[Who]) -> tuple[list[Role], bool | None]:
    """The roles of the actors and characters in a question.

    If it names both, also whether one of the actors plays one of the characters.
    """
    excluded = {entity.removeprefix("@") for entity in question.excluded}
    actors = [one for one in who if isinstance(one, Actor)]
    characters = [one for one in who if isinstance(one, Character) and one.id not in excluded]
    ids = {one.id for one in characters}
    of_actors = [role for actor in actors for role in actor.roles if role.character not in excluded]
    of_characters = [role for character in characters for role in character.roles]
    if not actors or not characters:
        return of_actors or of_characters, None
    both = [role for role in of_actors if role.character in ids]
    return (both, True) if both else ([*of_characters, *of_actors], False)


def tells_of_acting(fact: Fact, names: NameTable) -> bool:
    """Whether a fact says something about acting: it is a role, or it has an actor or a word for acting."""
    words = written_out(fact.text)
    meant = (entity for one in names.find(words) for entity in one.entities)
    return (
        fact.kind is FactKind.ROLE
        or bool((ACTING | ACTORS) & set(words))
        or any(each.startswith("@actor:") for each in meant)
    )


def description_in(question: ParsedQuestion) -> str:
    """The description of a character in a question for a role, as a question of its own: "who is fast kid". Empty if
    the question has the name of somebody without a sheet.
    """
    unnamed = (unit for unit in question.units if not unit.entities)
    if any(unit.like_a_name and not is_common(unit.raw) for unit in unnamed):
        return ""
    beside = BESIDE_A_ROLE | QUESTION_WORDS | STOP
    telling = [raw for raw in question.raws if raw not in beside]
    return f"who is {' '.join(telling)}" if telling else ""


def described(found: Judged, index: PackIndex) -> list[Character]:
    """The characters that the facts nearest to a description are about, likeliest first; empty if that isn't clear, or
    nobody plays the first.

    A fact about one or two counts mainly for the first, one about more for all of them.
    """
    shares: dict[str, float] = defaultdict(float)
    for position, share in found.shares(DESCRIBING):
        about = index.pack.facts[position].characters
        for number, character in enumerate(about):
            shares[character] += share * (1 / len(about) if len(about) > 2 else 1 / (number + 1))
    likeliest = sorted(shares, key=lambda character: -shares[character])
    if not likeliest or shares[likeliest[0]] < MEANT:
        return []
    who = [index.names.who[f"@{character}"] for character in likeliest]
    return [one for one in who if isinstance(one, Character)] if who[0].roles else []
