"""Builds cards: a character, thing, place or group at a glance."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.knowledge.model import Character, Fact, FactKind, Knowledge, Pack, Thing, ThingKind
from bot.knowledge.nicknames import other_names
from bot.lookups.results import BondShown, Card, ThingCard

TELLING = 3
"""Number of facts on a card that say who or what it is."""

AUTHORED = frozenset([FactKind.FACT, FactKind.SCENE])
"""Kinds of facts that an author wrote; the others repeat what a card shows anyway."""


def card_of(character: Character, knowledge: Knowledge) -> Card:
    """A character's card."""
    pack = knowledge.pack(character.pack)
    facts = knowledge.facts_about(character)
    told = worth_telling(facts)
    return Card(
        character=character,
        title=pack.title,
        names=other_names(character.full_name, character.open_aliases),
        roles=character.roles,
        bonds=tuple(
            BondShown(
                kind=bond.kind,
                name=pack.character(bond.other).name,
                where=pack.continuities[bond.continuity],
                spoiler=bond.is_hidden(pack.hidden_units),
                continuity=bond.continuity,
                source=bond.source,
            )
            for bond in character.relations
        ),
        scenes=tuple(fact for fact in facts if fact.kind is FactKind.SCENE),
        counts=counts(told, pack),
        facts=_who_they_are(character, facts, pack),
    )


def thing_card(thing: Thing, knowledge: Knowledge) -> ThingCard | None:
    """The card of a thing, place or group; None if the pack has nothing but its name."""
    pack = knowledge.pack(thing.pack)
    facts = facts_naming(thing, pack)
    members = tuple(pack.character(member) for member in thing.members)
    if not (thing.description or thing.owner or members or facts):
        return None
    return ThingCard(
        thing=thing,
        title=pack.title,
        names=_shown(thing.aliases, thing.name),
        owner=pack.character(thing.owner) if thing.owner else None,
        members=members,
        facts=_picked(facts, (thing.name, *_shown(thing.aliases, "")), pack),
    )


def worth_telling(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that an author wrote; if there are none, the roles and other generated facts."""
    listed = tuple(facts)
    for kinds in (AUTHORED, {FactKind.ROLE}):
        if kept := tuple(fact for fact in listed if fact.kind in kinds):
            return kept
    return listed


def about_whom(character: Character, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that an author wrote about a character: on their own sheet, or naming them. If there are none, all
    facts they take part in.
    """
    told = worth_telling(facts)
    words = "|".join(re.escape(name) for name in _names(character))
    named = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    kept = (
        fact
        for fact in told
        if named.search(fact.text) or (fact.kind is FactKind.FACT and fact.characters[:1] == (character.id,))
    )
    return tuple(kept) or told


def _names(character: Character) -> tuple[str, ...]:
    """Everything that a character is called in a text, and the parts of their names."""
    names = (character.name, character.real_name, *_shown(character.aliases, ""))
    parts = [part for name in (character.name, character.real_name) for part in name.split() if len(part) > 3]
    return tuple(dict.fromkeys(_bare(name) for name in (*names, *parts) if name))


def counts(facts: Iterable[Fact], pack: Pack) -> tuple[tuple[str, int], ...]:
    """The number of facts per continuity, labelled and in the order of the pack."""
    count = Counter(fact.continuity for fact in facts)
    return tuple((words, count[key]) for key, words in pack.continuities.items() if count[key])


def facts_naming(thing: Thing, pack: Pack) -> tuple[Fact, ...]:
    """The facts that name a thing, in the order of the pack."""
    pattern = _named(thing)
    return tuple(fact for fact in pack.facts if fact.kind in AUTHORED and pattern.search(fact.text))


def is_named(thing: Thing, fact: Fact) -> bool:
    """Whether a fact names a thing."""
    return _named(thing).search(fact.text) is not None


@lru_cache(maxsize=1000)
def _named(thing: Thing) -> re.Pattern[str]:
    """Matches a thing's name and aliases in a text, except for aliases that are ordinary words."""
    names = [_bare(name) for name in (thing.name, *_shown(thing.aliases, ""))]
    if thing.kind is ThingKind.THING:
        names += [_bare(alias) for alias in thing.aliases]
    said = [re.escape(name) if name != name.lower() else f"(?i:{re.escape(name)})" for name in names]
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)")


def main_continuity(pack: Pack) -> str:
    """The continuity of the work itself, which is the pack's first."""
    return next(iter(pack.continuities), "")


def _who_they_are(character: Character, facts: Iterable[Fact], pack: Pack) -> tuple[Fact, ...]:
    """A few facts that introduce a character: from their own sheet, those starting with their name first.

    The work itself comes before other continuities, such as the comics that a film is based on.
    """
    authored = [fact for fact in facts if fact.kind in AUTHORED]
    names = (character.name, character.real_name, *_shown(character.aliases, ""))
    sheet = [fact for fact in authored if fact.kind is FactKind.FACT and fact.characters[:1] == (character.id,)]
    first = _picked(sheet, names, pack)[:1]
    others = _picked([fact for fact in authored if fact not in first], names, pack)
    main = main_continuity(pack)
    if first and others and first[0].continuity != main and others[0].continuity == main:
        return (*others[:1], *first, *others[1:])[:TELLING]
    return (*first, *others)[:TELLING]


def _picked(facts: Iterable[Fact], names: Iterable[str], pack: Pack) -> tuple[Fact, ...]:
    """The facts that say most about somebody: those of the work itself, and those starting with one of the names."""
    main = main_continuity(pack)
    bare = [_bare(name) for name in names if name]
    begins = re.compile(rf"(?:the )?(?:{'|'.join(map(re.escape, bare))})(?!\w)", re.IGNORECASE)
    ranked = sorted(facts, key=lambda fact: (begins.match(fact.text) is None, fact.continuity != main))
    return tuple(ranked[:TELLING])


def _bare(name: str) -> str:
    return re.sub(r"^the ", "", name, flags=re.IGNORECASE)


def _shown(aliases: Iterable[str], known: str) -> tuple[str, ...]:
    """The aliases that add something to the `known` names, without duplicates in other capitals. Lower-case aliases are
    understood but never shown.
    """
    said = f" {_letters(known)} "
    kept: dict[str, str] = {}
    for name in aliases:
        if name[:1].isupper() and f" {_letters(name)} " not in said:
            kept.setdefault(_letters(name), name)
    return tuple(kept.values())


def _letters(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
