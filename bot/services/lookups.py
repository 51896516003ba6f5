"""What a member can find out: ask a question, look somebody up, leaf through the story."""

import random
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.answers.results import Answer, Reply, Who
from bot.knowledge.model import Actor, Character, Fact, FactKind, Knowledge, Pack, Role
from bot.services import story, wording
from bot.services.likeness import closest, ranked
from bot.services.recent import Recent
from bot.services.results import (
    Bond,
    Card,
    Cast,
    Choice,
    FactShown,
    NoSuchPart,
    NotCast,
    NothingThere,
    Page,
    Unclear,
    Unknown,
)
from bot.services.talk import NOTHING_SAID, Said

CHOICES = 25
"""How many lines autocomplete offers; no member reads more, and Discord takes no more."""

CHOICE_LENGTH = 100
"""How long a line of autocomplete, and what it stands for, may be."""


class AnswerService:
    """Everything that can be looked up in the packs. Keeps nothing but what each channel was shown lately."""

    def __init__(self, knowledge: Knowledge, engine: AnswerEngine, names: Names, chance: random.Random) -> None:
        self.knowledge = knowledge
        self._engine = engine
        self._names = names
        self._chance = chance
        self._recent = Recent()

    # Questions

    def ask(
        self,
        question: str,
        *,
        place: int | None = None,
        overheard: bool = False,
        before: Said = NOTHING_SAID,
    ) -> Reply:
        """Answer a question.

        `before` is what was said before, which the question may follow up. `place` is the channel that will see the
        answer: what it shows there counts as seen.
        """
        reply = self._engine.ask(question, overheard=overheard, about=before.about, before=before.question)
        if place is not None and isinstance(reply, Answer):
            self.note(place, reply.facts)
        return reply

    def said(self, question: str, reply: Reply, before: Said) -> Said:
        """What a later question can follow up, once this one has got its reply."""
        facts = reply.facts if isinstance(reply, Answer) else ()
        about = tuple(dict.fromkeys([*reply.working.who, *self.subject(facts)]))
        return Said(reply.working.asked or question, about or before.about)

    def note(self, place: int, facts: Iterable[Fact]) -> None:
        """This channel has just been shown these facts."""
        self._recent.note(place, facts)

    def subject(self, facts: Iterable[Fact]) -> tuple[Who, ...]:
        """Whom facts are about, in order, nobody twice."""
        found: dict[tuple[str, str], Who] = {}
        for fact in facts:
            for who in fact.characters:
                found.setdefault((fact.pack, who), self.knowledge.pack(fact.pack).character(who))
        return tuple(found.values())

    # Facts

    def fact(self, typed: str, continuity: str = "", *, place: int) -> FactShown | NothingThere | Unclear | Unknown:
        """A fact about whom `typed` means that this channel has not seen lately.

        `continuity` is as a member typed it: an id, its words or the beginning of either; empty for any.
        """
        found = self.find(typed)
        characters = self._as_characters(found)
        if not characters:
            return Unknown(typed, self.near(typed))
        if len(characters) > 1:
            return Unclear(typed, characters)
        return self.fact_about(characters[0], continuity, place=place)

    def fact_about(self, character: Character, continuity: str = "", *, place: int) -> FactShown | NothingThere:
        """A fact about this character that the channel has not seen lately. (See `fact`.)"""
        told = self._worth_telling(character)
        asked = self.continuity(character, continuity)
        fitting = tuple(fact for fact in told if not continuity.strip() or fact.continuity == asked)
        if not fitting:
            label = wording.continuity(character.pack, asked, self.knowledge) if asked else continuity.strip()
            return NothingThere(character, label, tuple(label for label, _ in self._counts(character, told)))
        fact = self._recent.pick(place, fitting, self._chance)
        self.note(place, (fact,))
        return FactShown(fact, character, asked)

    def _worth_telling(self, character: Character) -> tuple[Fact, ...]:
        """All facts about a character but who plays them; that only where there is nothing else."""
        facts = self.knowledge.facts_about(character)
        return tuple(fact for fact in facts if fact.kind is not FactKind.ROLE) or facts

    def continuity(self, character: Character, typed: str) -> str:
        """The id of the continuity that is meant, empty where nothing is typed or nothing comes near."""
        if not typed.strip():
            return ""
        labels = self.knowledge.pack(character.pack).continuities
        meant = closest(typed, labels.items(), lambda continuity: continuity)
        return meant[0] if meant else ""

    def _counts(self, character: Character, facts: tuple[Fact, ...]) -> tuple[tuple[str, int], ...]:
        count = Counter(fact.continuity for fact in facts)
        labels = self.knowledge.pack(character.pack).continuities
        return tuple((words, count[key]) for key, words in labels.items() if count[key])

    # Who is who

    def find(self, typed: str) -> tuple[Who, ...]:
        """Who is meant by a name, an alias or an actor, misspelt too; several when they are equally meant."""
        if (chosen := self._by_key.get(typed.strip())) is not None:
            return (chosen,)
        return self._names.find(typed) if typed.strip() else ()

    def near(self, typed: str) -> tuple[Who, ...]:
        """Up to three whose names come nearest to what was typed."""
        return self._names.complete(typed, limit=3) if typed.strip() else ()

    def who_played(self, typed: str) -> Cast | NotCast | Unclear | Unknown:
        """Who plays a character, or whom an actor plays: all roles, for all who are meant.

        A name that fits several, of whom none has a role, is `Unclear`.
        """
        found = self.find(typed)
        if not found:
            return Unknown(typed, self.near(typed))
        roles: dict[str, Role] = {role.fact.key: role for who in found for role in who.roles}
        if roles:
            return Cast(tuple(roles.values()))
        characters = self._as_characters(found)
        return NotCast(characters) if len(characters) == 1 else Unclear(typed, found)

    def played_by(self, character: Character) -> Cast | NotCast:
        """The actors of one character."""
        return Cast(character.roles) if character.roles else NotCast((character,))

    def card(self, typed: str) -> Card | Unclear | Unknown:
        """The card of the character whom `typed` means; an actor's name means their character."""
        characters = self._as_characters(self.find(typed))
        if not characters:
            return Unknown(typed, self.near(typed))
        return self.card_of(characters[0]) if len(characters) == 1 else Unclear(typed, characters)

    def card_of(self, character: Character) -> Card:
        """Everything worth knowing of a character at a glance."""
        pack = self.knowledge.pack(character.pack)
        facts = self.knowledge.facts_about(character)
        hidden = {unit for fact in pack.facts if fact.spoiler for unit in fact.source}
        return Card(
            character=character,
            title=pack.title,
            names=_nicknames(character),
            roles=character.roles,
            bonds=tuple(
                Bond(
                    kind=bond.kind,
                    name=pack.character(bond.other).name,
                    where=pack.continuities[bond.continuity],
                    spoiler=not hidden.isdisjoint(bond.source),
                )
                for bond in character.relations
            ),
            scenes=tuple(fact for fact in facts if fact.kind is FactKind.SCENE),
            counts=self._counts(character, self._worth_telling(character)),
        )

    def _as_characters(self, found: tuple[Who, ...]) -> tuple[Character, ...]:
        """Characters as they are, actors as whom they play; nobody twice."""
        characters: dict[tuple[str, str], Character] = {}
        for who in found:
            match who:
                case Character():
                    characters.setdefault((who.pack, who.id), who)
                case Actor():
                    for role in who.roles:
                        played = self.knowledge.pack(who.pack).character(role.character)
                        characters.setdefault((played.pack, played.id), played)
        return tuple(characters.values())

    # The story

    def page(self, pack: str, number: int) -> Page | None:
        """A page of a pack's story, the nearest to `number` that there is; None where there is no plot."""
        of_pack = self._pages.get(pack, ())
        return of_pack[min(max(number, 1), len(of_pack)) - 1] if of_pack else None

    def plot(self, typed: str = "") -> Page | NoSuchPart:
        """The first page of a part of the story, named by its title, number or the beginning of its title.

        Nothing typed is the beginning of the first pack that has a plot.
        """
        parts = self.parts()
        if not typed.strip():
            return parts[0] if parts else NoSuchPart("", ())
        chosen = next((page for page in parts if _page_key(page) == typed.strip()), None)
        if chosen is None and typed.strip().isdecimal() and 0 < int(typed) <= len(parts):
            chosen = parts[int(typed) - 1]
        if chosen is None:
            chosen = closest(typed, parts, lambda page: (page.part,))
        return chosen or NoSuchPart(typed, tuple(page.part for page in parts))

    def parts(self) -> tuple[Page, ...]:
        """The first page of each part of each story."""
        return tuple(page for of_pack in self._pages.values() for page in of_pack if page.piece == 1)

    @cached_property
    def _pages(self) -> dict[str, tuple[Page, ...]]:
        return {pack.id: story.pages(pack) for pack in self.knowledge.packs if pack.scenes}

    # Autocomplete

    def complete_name(self, typed: str, *, actors: bool) -> tuple[Choice, ...]:
        """Characters, and actors too where asked for, that the typed letters may become; best first."""
        return tuple(
            Choice(self.label(who), self._value(who))
            for who in self._names.complete(typed, limit=CHOICES, actors=actors)[:CHOICES]
        )

    def complete_continuity(self, typed: str, character: str = "") -> tuple[Choice, ...]:
        """The continuities in which the packs speak of `character` (as typed so far), else all of them."""
        characters = self._as_characters(self.find(character)) if character.strip() else ()
        if len(characters) == 1:
            pack = self.knowledge.pack(characters[0].pack)
            told = {fact.continuity for fact in self._worth_telling(characters[0])}
            offered = {key: words for key, words in pack.continuities.items() if key in told}
        else:
            offered = {key: words for pack in self.knowledge.packs for key, words in pack.continuities.items()}
        meant = ranked(typed, offered.items(), lambda continuity: continuity)
        return tuple(Choice(_fit(words), key) for key, words in meant if len(key) <= CHOICE_LENGTH)[:CHOICES]

    def complete_part(self, typed: str) -> tuple[Choice, ...]:
        """Parts of the story, in its order, or best first where something is typed."""
        several = len(self._pages) > 1
        choices = [
            Choice(_fit(f"{number}. {_part_title(page)}{f' · {page.title}' if several else ''}"), _page_key(page))
            for of_pack in self._pages.values()
            for number, page in enumerate((page for page in of_pack if page.piece == 1), 1)
        ]
        return ranked(typed, choices, lambda choice: (choice.name,))[:CHOICES]

    def label(self, who: Who) -> str:
        """A name as autocomplete shows it: who they are, or play, and the pack where there are several."""
        match who:
            case Character():
                label = who.full_name
            case Actor():
                pack = self.knowledge.pack(who.pack)
                played = dict.fromkeys(pack.character(role.character).name for role in who.roles)
                label = f"{who.name} ({', '.join(played)})" if played else who.name
        if len(self.knowledge.packs) > 1:
            label = f"{label} · {self.knowledge.pack(who.pack).title}"
        return _fit(label)

    def _value(self, who: Who) -> str:
        """What a choice of `who` sends: the name where it can only mean them, else their key."""
        if self._bearers[who.name.casefold()] == 1 and len(who.name) <= CHOICE_LENGTH:
            return who.name
        return _key(who)

    @cached_property
    def everybody(self) -> tuple[Who, ...]:
        """All characters and actors of all packs."""
        return tuple(who for pack in self.knowledge.packs for who in _cast(pack))

    @cached_property
    def _bearers(self) -> Counter[str]:
        return Counter(who.name.casefold() for who in self.everybody)

    @cached_property
    def _by_key(self) -> dict[str, Who]:
        return {_key(who): who for who in self.everybody}


def _cast(pack: Pack) -> tuple[Who, ...]:
    return (*pack.characters, *pack.actors)


def _key(who: Who) -> str:
    """A text of at most 100 characters that means this character or actor alone."""
    match who:
        case Character():
            return f"{who.pack}/{who.id}"
        case Actor():
            return f"{who.pack}/@{who.name}"[:CHOICE_LENGTH]


def _page_key(page: Page) -> str:
    return f"{page.pack}/{page.number}"


def _part_title(page: Page) -> str:
    return page.part or "The story"


def _fit(label: str) -> str:
    return wording.shorten(label, CHOICE_LENGTH)


def _nicknames(character: Character) -> tuple[str, ...]:
    """The aliases that are more than a part of the full name, none twice whatever its capitals."""
    known = f" {_letters(character.full_name)} "
    kept: dict[str, str] = {}
    for name in character.aliases:
        if f" {_letters(name)} " not in known:
            kept.setdefault(_letters(name), name)
    return tuple(kept.values())


def _letters(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
