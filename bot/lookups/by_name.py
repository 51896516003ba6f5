"""Looks things up by name: a fact, a role, a card, a page of the story."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from bot.answers.names import Names
from bot.answers.results import Named, Who
from bot.ids import ChannelId, FactKey
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Role, Thing
from bot.lookups import cards, plain_text, story
from bot.lookups.likeness import closest, ranked
from bot.lookups.recent import Pool, Recent
from bot.lookups.results import (
    Card,
    Cast,
    Choice,
    FactShown,
    NoSuchPart,
    NotCast,
    NothingThere,
    Page,
    ThingCard,
    Unclear,
    UnknownName,
)

CHOICES = 25
"""Number of autocomplete choices: Discord's maximum, and more than anybody reads."""

CHOICE_LENGTH = 100
"""Maximum length of an autocomplete choice's name and value."""


class NameLookups:
    """Lookups by name over all packs. Its only state is what each channel was shown recently."""

    def __init__(self, knowledge: Knowledge, names: Names, chance: random.Random) -> None:
        self.knowledge = knowledge
        self._names = names
        self._chance = chance
        self._recent = Recent()

    def note(self, channel_id: ChannelId, facts: Iterable[Fact]) -> None:
        """Remembers that this channel has just been shown these facts."""
        self._recent.note(channel_id, facts)

    def subject(self, facts: Iterable[Fact]) -> tuple[Who, ...]:
        """The subjects of some facts, in order, without duplicates."""
        found: dict[tuple[str, str], Who] = {}
        for fact in facts:
            for who in fact.characters:
                found.setdefault((fact.pack, who), self.knowledge.pack(fact.pack).character(who))
        return tuple(found.values())

    # Facts

    def fact(
        self, typed: str = "", continuity: str = "", *, channel_id: ChannelId
    ) -> FactShown | NothingThere | Unclear | UnknownName:
        """A fact about `typed` that this channel hasn't seen recently; any fact if nothing is typed.

        `continuity` is as a member typed it: an id, its label or the beginning of either; empty for any.
        """
        if not typed.strip():
            return self.any_fact(continuity, channel_id=channel_id)
        found = self.find(typed)
        characters = self._as_characters(found)
        if not characters:
            return UnknownName(typed, self.near(typed))
        if len(characters) > 1:
            return Unclear(typed, characters)
        return self.fact_about(characters[0], continuity, channel_id=channel_id)

    def fact_about(
        self, about: Character | Thing, continuity: str = "", *, channel_id: ChannelId | None
    ) -> FactShown | NothingThere:
        """A fact about a character or thing that the channel hasn't seen recently. (See `fact`.)"""
        pack = self.knowledge.pack(about.pack)
        match about:
            case Character():
                told = cards.about_whom(about, self.knowledge.facts_about(about))
            case Thing():
                told = cards.facts_naming(about, pack)
        return self._fact_of(Pool(told), about, (pack,), continuity, channel_id)

    def any_fact(
        self, continuity: str = "", *, pack: str = "", channel_id: ChannelId | None
    ) -> FactShown | NothingThere:
        """Any fact that the channel hasn't seen recently, of one pack if it is given. (See `fact`.)"""
        packs = (self.knowledge.pack(pack),) if pack else self.knowledge.packs
        return self._fact_of(self._worth_telling[pack], None, packs, continuity, channel_id)

    @cached_property
    def _worth_telling(self) -> dict[str, Pool]:
        """What any fact may be, for each pack by its id; of all of them for an empty id."""
        of_packs = {pack.id: Pool(cards.worth_telling(pack.facts)) for pack in self.knowledge.packs}
        return {"": Pool(cards.worth_telling(self.knowledge.facts)), **of_packs}

    def _fact_of(
        self,
        told: Pool,
        about: Character | Thing | None,
        packs: tuple[Pack, ...],
        continuity: str,
        channel_id: ChannelId | None,
    ) -> FactShown | NothingThere:
        asked = _continuity(continuity, packs)
        fitting = Pool(tuple(fact for fact in told.facts if fact.continuity == asked)) if continuity.strip() else told
        if not fitting.facts:
            label = next((pack.continuities[asked] for pack in packs if asked in pack.continuities), continuity.strip())
            elsewhere = (words for pack in packs for words, _ in cards.counts(told.facts, pack))
            return NothingThere(about, label, tuple(dict.fromkeys(elsewhere)))
        if channel_id is None:
            return FactShown(self._chance.choice(fitting.facts), about, asked)
        fact = self._recent.pick(channel_id, fitting, self._chance)
        self.note(channel_id, (fact,))
        return FactShown(fact, about, asked)

    def continuity(self, character: Character, typed: str) -> str:
        """The id of the continuity as typed, empty if nothing is typed or nothing is similar."""
        return _continuity(typed, (self.knowledge.pack(character.pack),))

    # Characters and actors

    def find(self, typed: str) -> tuple[Who, ...]:
        """The people with a name or alias like this, possibly misspelt; several if it is ambiguous."""
        if (chosen := self._by_key.get(typed.strip())) is not None:
            return (chosen,)
        return self._names.find(typed) if typed.strip() else ()

    def characters_of(self, pack: str, typed: str) -> tuple[Character, ...]:
        """The characters of a pack with this name, or whose actor has it."""
        return tuple(one for one in self._as_characters(self.find(typed)) if one.pack == pack)

    def near(self, typed: str) -> tuple[Who, ...]:
        """Up to three people with the most similar names."""
        return self._names.complete(typed, limit=3) if typed.strip() else ()

    def who_played(self, typed: str) -> Cast | NotCast | Unclear | UnknownName:
        """Who plays a character, or the characters an actor plays: all roles of everybody with that name.

        An ambiguous name without any roles is `Unclear`.
        """
        found = self.find(typed)
        if not found:
            return UnknownName(typed, self.near(typed))
        roles: dict[FactKey, Role] = {role.fact.key: role for who in found for role in who.roles}
        if roles:
            return Cast(tuple(roles.values()))
        characters = self._as_characters(found)
        return NotCast(characters) if len(characters) == 1 else Unclear(typed, found)

    def played_by(self, character: Character) -> Cast | NotCast:
        """The actors of one character."""
        return Cast(character.roles) if character.roles else NotCast((character,))

    def card(self, typed: str) -> Card | Unclear | UnknownName:
        """The card of the character called `typed`; an actor's name stands for their character."""
        characters = self._as_characters(self.find(typed))
        if not characters:
            return UnknownName(typed, self.near(typed))
        return self.card_of(characters[0]) if len(characters) == 1 else Unclear(typed, characters)

    def card_of(self, character: Character) -> Card:
        """A character's card."""
        return cards.card_of(character, self.knowledge)

    def look(self, named: Named) -> Card | ThingCard | Cast | None:
        """The card of a character or thing, or an actor's roles; None if there is nothing but the name."""
        match named:
            case Character():
                card = self.card_of(named)
                return card if card.facts or card.roles or card.bonds else None
            case Actor(roles=roles):
                return Cast(roles) if roles else None
            case Thing():
                return cards.thing_card(named, self.knowledge)

    def _as_characters(self, found: tuple[Who, ...]) -> tuple[Character, ...]:
        """Characters, with actors replaced by the characters they play; without duplicates."""
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
        """The page of a pack's story nearest to `number`; None if there is no plot."""
        of_pack = self._pages.get(pack, ())
        return of_pack[min(max(number, 1), len(of_pack)) - 1] if of_pack else None

    def page_of(self, scene: Fact) -> Page | None:
        """The page with a scene, starting at that scene."""
        for page in self._pages.get(scene.pack, ()):
            if scene in page.scenes:
                return replace(page, scenes=page.scenes[page.scenes.index(scene) :])
        return None

    def plot(self, typed: str = "") -> Page | NoSuchPart:
        """The first page of a part of the story, by its title, its number or the beginning of its title.

        If nothing is typed, the beginning of the first pack that has a plot.
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

    def complete_name(self, typed: str, *, actors: bool, pack: str = "") -> tuple[Choice, ...]:
        """Characters, and actors if requested, that match the typed letters; best first. Only of one pack if its id is
        given.
        """
        limit = len(self.everybody) if pack else CHOICES
        found = self._names.complete(typed, limit=limit, actors=actors)
        of_pack = [who for who in found if pack in {"", who.pack}]
        return tuple(Choice(self.label(who), self._value(who)) for who in of_pack[:CHOICES])

    def complete_continuity(self, typed: str, character: str = "") -> tuple[Choice, ...]:
        """The continuities with facts about `character` (as typed so far), else all of them."""
        characters = self._as_characters(self.find(character)) if character.strip() else ()
        if len(characters) == 1:
            pack = self.knowledge.pack(characters[0].pack)
            told = {fact.continuity for fact in cards.worth_telling(self.knowledge.facts_about(characters[0]))}
            offered = {key: words for key, words in pack.continuities.items() if key in told}
        else:
            offered = {key: words for pack in self.knowledge.packs for key, words in pack.continuities.items()}
        meant = ranked(typed, offered.items(), lambda continuity: continuity)
        return tuple(Choice(_fit(words), key) for key, words in meant if len(key) <= CHOICE_LENGTH)[:CHOICES]

    def complete_part(self, typed: str) -> tuple[Choice, ...]:
        """Parts of the story, in its order, or best match first if something is typed."""
        several = len(self._pages) > 1
        choices = [
            Choice(_fit(f"{number}. {_part_title(page)}{f' · {page.title}' if several else ''}"), _page_key(page))
            for of_pack in self._pages.values()
            for number, page in enumerate((page for page in of_pack if page.piece == 1), 1)
        ]
        return ranked(typed, choices, lambda choice: (choice.name,))[:CHOICES]

    def label(self, who: Who) -> str:
        """A name as autocomplete shows it, with the real name or roles, and the pack if there are several."""
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
        """The value that a choice of `who` sends: the name if it is unambiguous, else their key."""
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
    """An unambiguous text of at most 100 characters for this character or actor."""
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
    return plain_text.shorten(label, CHOICE_LENGTH)


def _continuity(typed: str, packs: Iterable[Pack]) -> str:
    """The id of the continuity that was typed as an id, a label or the beginning of either."""
    if not typed.strip():
        return ""
    labels = [row for pack in packs for row in pack.continuities.items()]
    meant = closest(typed, labels, lambda row: row)
    return meant[0] if meant else ""
