"""Wording shared by chat and the command line: plain text, no markup."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from bot.answers.excerpt import Excerpt, excerpt
from bot.answers.requests import TalkKind
from bot.answers.results import Answer, Closest, Named, NoMatch, Working
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import AUXILIARIES, QUESTION_WORDS, REMARKS, SELF, STOP
from bot.knowledge.model import (
    UNNAMED_CONTINUITY,
    Actor,
    Character,
    Fact,
    Knowledge,
    Pack,
    Role,
    RoleKind,
    ThingKind,
)
from bot.knowledge.units import source_in_words
from bot.lookups import story
from bot.lookups.cards import main_continuity
from bot.lookups.results import (
    AboutMe,
    BondShown,
    Card,
    Cast,
    FactShown,
    FullCast,
    Overview,
    Page,
    Response,
    SmallTalk,
    ThingCard,
    Unclear,
)

CARD_LENGTH = 700
"""Maximum length of a card as text, about half a minute's reading. Its first fact is shown whatever its length."""

CARD_BONDS = 4
"""Maximum number of relations on a card as text."""

CARD_NAMES = 5
"""Maximum number of other names on a card as text."""

LONGEST_EXAMPLE = 90
"""Maximum length of an example question."""

CLOSEST = "I'm not certain. The closest fact I have:"
"""Introduces a fact that may or may not be the answer; true in both cases."""

NOTHING = "I don't know that."


def plain(response: Response, knowledge: Knowledge) -> str:
    """A reply as text, without markup."""
    match response:
        case Answer(facts=facts, lead=lead, working=working):
            told = [_told(fact, knowledge, working) for fact in facts]
            return "\n".join([lead, *told] if lead else told)
        case Closest(facts=facts, working=working):
            return f"{CLOSEST}\n{_told(facts[0], knowledge, working)}"
        case NoMatch():
            return no_match(response, knowledge)
        case Card():
            return card(response, knowledge)
        case ThingCard():
            return thing_card(response, knowledge)
        case Cast(facts=facts):
            return "\n".join(_told(fact, knowledge) for fact in facts)
        case FactShown(fact=fact):
            return _told(fact, knowledge)
        case FullCast():
            return full_cast(response, knowledge)
        case Page():
            return page(response, knowledge)
        case Overview():
            return overview(response)
        case Unclear(typed=typed, candidates=candidates):
            return unclear(typed, candidates)
        case AboutMe(fact=fact):
            return f"{fact.text}\n{manual_source(fact)}"
        case SmallTalk(talk=talk):
            return small_talk(talk, knowledge)
        case _:
            assert_never(response)


def _told(fact: Fact, knowledge: Knowledge, working: Working | None = None) -> str:
    """A fact with its source; with the `working` of a question, the answering sentence comes first."""
    text = fact.text
    if working is not None:
        found = answering(fact, working)
        text = f"{found.answering} {found.rest}".strip()
    return f"{text}\n{source(fact, knowledge)}"


def answering(fact: Fact, working: Working) -> Excerpt:
    """A fact with the sentence that answers a question in front, if the fact is long enough."""
    matched = next((ranked.matched for ranked in working.ranking if ranked.fact == fact), ())
    return excerpt(fact.text, working.asked or working.question, matched, working.who)


# Sources


def source(fact: Fact, knowledge: Knowledge) -> str:
    """`Source: P12 · in the film · Hawkeye is Clint Barton`, with the pack's title if several packs are loaded."""
    return " · ".join((bare_source(fact, knowledge), *who_is_who(fact, knowledge)))


def bare_source(fact: Fact, knowledge: Knowledge) -> str:
    """`Source: P12 · in the film`, for facts whose characters are already named."""
    return f"Source: {source_in_words(fact.source, knowledge.pack(fact.pack).units)} · {where(fact, knowledge)}"


def manual_source(fact: Fact) -> str:
    """`About me · README.md: In Discord`: where the documentation says what a fact of the manual says."""
    return f"About me · {', '.join(fact.source)}"


def who_is_who(fact: Fact, knowledge: Knowledge) -> Iterator[str]:
    """The other name of each character that a fact calls by only one, so that readers needn't know both:
    `Hawkeye is Clint Barton`, or the other way round.
    """
    said = _words(fact.text)
    for id in fact.characters:
        who = knowledge.pack(fact.pack).character(id)
        name, real = _words(who.name) - STOP, _words(who.open_real_name)
        if not real or name & real:
            continue
        if name <= said and not real & said:
            yield f"{who.name} is {who.real_name}"
        elif real & said and not name <= said:
            yield f"{who.real_name} is {who.name}"


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(written_out(text))


def where(fact: Fact, knowledge: Knowledge) -> str:
    """`in the film`, with the pack's title if several packs are loaded."""
    return _where(fact.pack, fact.continuity, knowledge)


def _where(pack: str, id: str, knowledge: Knowledge) -> str:
    """See `where`. The only continuity of a pack says no more than its title, nor does the one that nobody named."""
    label, known = continuity(pack, id, knowledge), knowledge.pack(pack)
    is_only, are_several = len(known.continuities) == 1, len(knowledge.packs) > 1
    if is_only and (are_several or known.continuities == UNNAMED_CONTINUITY):
        return known.title
    return f"{label} · {known.title}" if are_several else label


def continuity(pack: str, id: str, knowledge: Knowledge) -> str:
    """The pack's label for one of its continuities."""
    return knowledge.pack(pack).continuities.get(id, id)


def sources(told: Iterable[tuple[str, str, tuple[str, ...]]], knowledge: Knowledge) -> str:
    """The sources of several statements on one line, by continuity; each is a pack, a continuity and sources."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for pack, id, units in told:
        by_place.setdefault((pack, _where(pack, id, knowledge)), []).extend(units)
    parts = [
        f"{source_in_words(units, knowledge.pack(pack).units)} · {label}" for (pack, label), units in by_place.items()
    ]
    return f"Source: {'; '.join(parts)}" if parts else ""


# Requests


def card(card: Card, knowledge: Knowledge) -> str:
    """A character's card, with the facts that fit."""
    who = card.character
    pack = knowledge.pack(who.pack)
    main = main_continuity(pack)
    bonds = sorted(card.bonds, key=lambda bond: bond.continuity != main)[:CARD_BONDS]
    lines = [who.full_name]
    if card.names:
        lines.append(f"Also called {in_words(card.names[:CARD_NAMES], last='or')}")
    if card.roles:
        lines.append(f"{_how_played(card.roles)} {in_words(_actors(card.roles, pack), last='and')}")
    if bonds:
        lines.append(" · ".join(_bonds(bonds, main)))
    told = [(role.fact.pack, role.continuity, role.fact.source) for role in card.roles]
    told += [(who.pack, bond.continuity, bond.source) for bond in bonds]
    return _with_facts(lines, told, card.facts, knowledge)


def _how_played(roles: Sequence[Role]) -> str:
    return "Voiced by" if all(role.kind is RoleKind.VOICE for role in roles) else "Played by"


def _actors(roles: Iterable[Role], pack: Pack) -> tuple[str, ...]:
    """The actors of roles, each with the continuity: `Anna Lind (in the film)`."""
    return tuple(dict.fromkeys(f"{role.actor} ({pack.continuities[role.continuity]})" for role in roles))


def _bonds(bonds: Iterable[BondShown], main: str) -> Iterator[str]:
    """The relations by kind: `Creator: Iron Man and Hulk`, with the continuity if it isn't the work itself."""
    named: dict[tuple[str, str], list[str]] = {}
    for bond in bonds:
        where = f" ({bond.where})" if bond.continuity not in {main, ""} else ""
        named.setdefault((bond.kind, where), []).append(bond.name)
    for (kind, where), names in named.items():
        yield f"{_capital(kind)}: {in_words(tuple(names), last='and')}{where}"


def thing_card(card: ThingCard, knowledge: Knowledge) -> str:
    """The card of a thing, place or group."""
    lines = [f"{_capital(card.thing.name)}{_what_it_is(card)}"]
    if card.names:
        lines.append(f"Also called {in_words(card.names[:CARD_NAMES], last='or')}")
    if card.owner:
        lines.append(f"Belongs to {card.owner.full_name}")
    if card.members:
        lines.append(f"Members: {in_words(tuple(member.full_name for member in card.members), last='and')}")
    main = main_continuity(knowledge.pack(card.thing.pack))
    told = [(card.thing.pack, main, card.thing.source)] if card.thing.source else []
    return _with_facts(lines, told, card.facts, knowledge)


def _what_it_is(card: ThingCard) -> str:
    """`: an enchanted hammer`, or the kind of thing if the card has no description."""
    if card.thing.description:
        return f": {card.thing.description.rstrip('.')}"
    return "" if card.thing.kind is ThingKind.THING else f" ({card.thing.kind.value})"


def _with_facts(
    lines: list[str],
    told: list[tuple[str, str, tuple[str, ...]]],
    facts: Sequence[Fact],
    knowledge: Knowledge,
) -> str:
    """The lines of a card, as many facts as fit, and the sources of both."""
    kept: list[str] = []
    for fact in facts:
        main = main_continuity(knowledge.pack(fact.pack))
        where = f" ({continuity(fact.pack, fact.continuity, knowledge)})" if fact.continuity != main else ""
        with_it = [*told, (fact.pack, fact.continuity, fact.source)]
        line = f"{fact.text}{where}"
        length = sum(len(one) + 1 for one in (*lines, *kept, line, sources(with_it, knowledge)))
        if kept and length > CARD_LENGTH:
            continue
        kept.append(line)
        told = with_it
    return "\n".join(filter(None, [*lines, *kept, sources(told, knowledge)]))


def full_cast(cast: FullCast, knowledge: Knowledge) -> str:
    """The cast of a pack, one role per line, and the other characters."""
    lines = [cast_title(cast), *role_lines(cast)]
    if cast.others:
        names = in_words(tuple(one.name for one in cast.others), last="and")
        lines.append(f"Without an actor: {names}" if cast.roles else names)
    told = [(role.fact.pack, role.continuity, role.fact.source) for role in cast.roles]
    return "\n".join(filter(None, [*lines, sources(told, knowledge)]))


def cast_title(cast: FullCast) -> str:
    """`The Harbour Light: the cast`, with the continuity if all roles are in one that isn't the work itself."""
    if not cast.roles:
        return f"{cast.pack.title}: the characters"
    told_in = {role.continuity for role in cast.roles}
    is_elsewhere = len(told_in) == 1 and main_continuity(cast.pack) not in told_in
    where = f" {cast.pack.continuities[cast.roles[0].continuity]}" if is_elsewhere else ""
    return f"{cast.pack.title}: the cast{where}"


def role_lines(cast: FullCast) -> list[str]:
    """`Anna Lind: Mara (Mara Finn)` for each role, with the continuity if there are several."""
    several = len({role.continuity for role in cast.roles}) > 1
    main = main_continuity(cast.pack)
    lines = []
    for role in cast.roles:
        voice = " (voice)" if role.kind is RoleKind.VOICE else ""
        where = f" · {cast.pack.continuities[role.continuity]}" if several and role.continuity != main else ""
        lines.append(f"{role.actor}: {cast.pack.character(role.character).full_name}{voice}{where}")
    return lines


def page(page: Page, knowledge: Knowledge) -> str:
    """A page of the story, one line per scene."""
    pack = knowledge.pack(page.pack)
    lines = [page.part or page.title]
    lines += (f"{scene[0].scene_number}. {story.told_once(scene, pack)}" for scene in story.scenes(page.scenes))
    told = [(scene.pack, scene.continuity, scene.source) for scene in page.scenes]
    lines.append(sources(told, knowledge))
    if page.number < page.count:
        lines.append(f"That's page {page.number} of {page.count}: ask what happens next, or use /plot.")
    return "\n".join(lines)


def overview(overview: Overview) -> str:
    """The titles of the packs, with example questions."""
    names = in_words(tuple(pack.title for pack in overview.packs), last="and")
    asked = "".join(f"\n- {question}" for question in overview.questions)
    return f"I answer questions about {names}." + (f" For example:{asked}" if asked else "")


def unclear(typed: str, candidates: Sequence[Named]) -> str:
    """Asks which of several characters with this name is meant."""
    names = in_words(tuple(_full_name(one) for one in candidates[:5]), last="or")
    return f"“{typed}” matches {len(candidates)} names that I know. Do you mean {names}?"


def _full_name(one: Named) -> str:
    return one.full_name if isinstance(one, Character) else one.name


# Small talk and suggestions


def small_talk(talk: TalkKind, knowledge: Knowledge) -> str:
    """A friendly reply to small talk, with the next step."""
    match talk:
        case TalkKind.GREETING:
            return f"Hello! {what_to_ask(knowledge)} More in /help."
        case TalkKind.THANKS:
            return "You're welcome! Ask me more whenever you like."
        case TalkKind.PRAISE:
            return "Thank you! Ask me more whenever you like."
        case TalkKind.GOODBYE:
            return "Bye! I'm here when you have another question."
        case TalkKind.HELP:
            return f"{what_to_ask(knowledge)} /help lists everything else I can do."
        case TalkKind.IDENTITY:
            return f"I'm Lorekeeper, a bot that knows {titles(knowledge)} from fact sheets. {what_to_ask(knowledge)}"
        case TalkKind.OPINION:
            return f"I'm a bot: I know facts, but I have no opinions and no favourites. {what_to_ask(knowledge)}"
        case TalkKind.FACTS:
            return 'My facts come from fact sheets, and each answer names its source. Its menu has "Why this answer?".'
        case TalkKind.SPOILERS:
            return "I do know how it ends. On Discord, whatever gives the story away is behind spoiler marks."
        case TalkKind.JOKE:
            return 'I have no jokes, only facts. Say "surprise me" to hear one.'
        case TalkKind.COMPLAINT:
            return 'Sorry about that. Try rephrasing, or see "Why this answer?" in the menu of my message.'
        case TalkKind.REMARK:
            return f"I'm here if you have a question. {what_to_ask(knowledge)}"


BEYOND = "That's beyond what you've seen, or what may be told here."
"""Instead of an answer that would give something away."""


def no_match(reply: NoMatch, knowledge: Knowledge) -> str:
    """Says that there is no answer, and what to do instead; a remark that names nobody gets a friendly reply."""
    if reply.is_beyond:
        return BEYOND
    working = reply.working
    match next((one for one in working.who if isinstance(one, Character | Actor)), None):
        case Character(name=name):
            return f"{NOTHING} What I do know about {name} is in /character {name} and /fact {name}."
        case Actor(name=name):
            return f"{NOTHING} What I do know about {name} is in /whoplayed {name}."
        case _ if is_remark(working.question):
            return small_talk(TalkKind.REMARK, knowledge)
        case _:
            return f"{NOTHING} {what_to_ask(knowledge)}"


def is_remark(line: str) -> bool:
    """Whether a line only states something, such as an opinion: "lol that movie was meh", but not "im on xbox, will
    that work".
    """
    words = written_out(line)
    said = set(words)
    asks_late = any(verb in AUXILIARIES and who in _ASKED_ABOUT for verb, who in pairwise(words[:-1]))
    return bool(said & (REMARKS | SELF)) and not (said & QUESTION_WORDS or asks_late or looks_like_a_question(line))


_ASKED_ABOUT = frozenset(["i", "we", "you", "they", "there", "that", "it"])
"""What follows a verb in a question, and more after that: "do i lose my house"."""


def what_to_ask(knowledge: Knowledge) -> str:
    """Suggests what to ask, with an example; only things that the packs have."""
    offered = [
        kind
        for kind, is_there in (
            ("a character", any(pack.characters for pack in knowledge.packs)),
            ("an actor", any(pack.actors for pack in knowledge.packs)),
            ("a scene", any(pack.scenes for pack in knowledge.packs)),
        )
        if is_there
    ]
    example = next(iter(examples(_by_people(knowledge), 1)), "")
    if not offered:
        return f'Ask me, for example: "{example}"' if example else f"Ask me about {titles(knowledge)}."
    hint = f"Ask me about {in_words(tuple(offered), last='or')}"
    return f'{hint}, for example: "{example}"' if example else f"{hint} of {titles(knowledge)}."


def _by_people(knowledge: Knowledge) -> list[Pack]:
    """The packs, those with characters first."""
    return sorted(knowledge.packs, key=lambda pack: not pack.characters)


def examples(packs: Iterable[Pack], count: int) -> tuple[str, ...]:
    """Questions that the packs answer: about their most covered characters, else phrasings by their authors."""
    found: list[str] = []
    for pack in packs:
        found += _about_people(pack, count) if pack.characters else _foreseen(pack, count)
    return tuple(dict.fromkeys(found))[:count]


def _about_people(pack: Pack, count: int) -> list[str]:
    told: dict[str, int] = {}
    for fact in pack.facts:
        for id in fact.characters:
            told[id] = told.get(id, 0) + 1
    known = [one for one in pack.characters if one.roles] or list(pack.characters)
    known.sort(key=lambda one: -told.get(one.id, 0))
    return [f"Who plays {one.name}?" if one.roles else f"Who is {one.name}?" for one in known[:count]]


def _foreseen(pack: Pack, count: int) -> list[str]:
    """Phrasings from all over the pack that read as questions."""
    asks = [
        next((ask for ask in fact.asks if looks_like_a_question(ask) and len(ask) < LONGEST_EXAMPLE), "")
        for fact in pack.facts
    ]
    asks = [f"{_capital(ask.strip()).rstrip('?.! ')}?" for ask in asks if ask]
    step = max(1, len(asks) // max(1, count))
    return asks[::step][:count]


def titles(knowledge: Knowledge) -> str:
    """The titles of the packs as a list in words; a long list is cut."""
    names = [pack.title for pack in knowledge.packs]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return in_words(tuple(names), last="and")


def in_words(names: tuple[str, ...], *, last: str) -> str:
    """`Anna, Ben and Cleo`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shorten(text: str, length: int) -> str:
    """`text` on one line of at most `length` characters (1 or more), cut between words if possible."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[:length].rfind(" ")
    kept = text[:cut] if cut > length // 2 else text[: length - 1]
    return f"{kept.rstrip(' ,;:-')}…"
