"""Discord wording of lookups: facts, roles, cards, the cast and the story."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.results import Named
from bot.discord_front.cards import CardMessage, CardPicture, whole_lines
from bot.discord_front.lookups.answer_wording import told
from bot.discord_front.wording import BUTTON, OPTION, TITLE, capital, fact_text, fit, spoiler
from bot.ids import ChannelId
from bot.knowledge.model import Character, Fact, Knowledge, Pack, Role, RoleKind
from bot.knowledge.units import source_in_words
from bot.lookups import plain_text, story
from bot.lookups.cards import main_continuity
from bot.lookups.results import (
    BondShown,
    Card,
    Cast,
    FactShown,
    FullCast,
    NoSuchPart,
    NotCast,
    NothingThere,
    Overview,
    Page,
    ThingCard,
    Unclear,
    UnknownName,
)

PART_MENU = "Go to a part of the story"

SECTION = 450
"""Maximum characters of a section, so that all of a character's fit on a card."""

NAMES = 8
BONDS = 8
MEMBERS = 15
"""Maximum number of names, relations and members on a card; the others are counted."""

STORY = 3300
"""Maximum characters of a page of the story."""

CAST_OTHERS = 40
"""Maximum number of characters without an actor that a cast lists."""

CARD_SCENES = 6
"""Maximum number of scenes on a character's card; the others are in /plot."""


def fact_shown(shown: FactShown, knowledge: Knowledge) -> CardMessage:
    """A fact about a character or thing, or any fact."""
    title = f"About {_full_name(shown.about)}" if shown.about is not None else ""
    return told((shown.fact,), knowledge, title=title)


def _full_name(one: Named) -> str:
    return one.full_name if isinstance(one, Character) else one.name


def nothing_there(result: NothingThere) -> str:
    """Says that a continuity has no such facts, and which continuities do."""
    about = f" about {fit(result.about.name, 200)}" if result.about is not None else ""
    asked = fit(result.asked, 200)
    if not result.elsewhere:
        return f"My fact sheets say nothing{about}."
    known = plain_text.in_words(tuple(fit(where, 100) for where in result.elsewhere[:5]), last="and")
    return f"I have nothing{about} for “{asked}”. I know something{' about them' if about else ''} {known}."


def nobody(result: UnknownName) -> str:
    """Says that the name is unknown, and suggests similar ones."""
    missing = f"I know nobody called “{fit(result.typed, 200)}”."
    if not result.near:
        return f"{missing} Start typing a name, then pick one from the list."
    names = plain_text.in_words(tuple(fit(who.name, 100) for who in result.near[:3]), last="or")
    return f"{missing} Did you mean {names}?"


def several(result: Unclear) -> str:
    """Asks which one is meant."""
    count = len(result.candidates)
    return f"“{fit(result.typed, 200)}” matches {count} names that I know. Which one do you mean?"


def cast(result: Cast, knowledge: Knowledge) -> CardMessage:
    """Roles, with the facts about them and their sources; those of one character with its picture."""
    card = told(result.facts, knowledge, title=_cast_title(result))
    played = {(role.fact.pack, role.character) for role in result.roles}
    if len(played) > 1:
        return card
    [(pack, character)] = played
    return replace(card, picture=CardPicture.of(knowledge.pack(pack).character(character)))


def _cast_title(result: Cast) -> str:
    actors = tuple(dict.fromkeys(role.actor for role in result.roles))
    return actors[0] if len(actors) == 1 else "Cast"


def not_cast(result: NotCast) -> str:
    """Says that no actor is known."""
    names = plain_text.in_words(tuple(fit(who.name, 200) for who in result.characters[:3]), last="and")
    return f"My fact sheets don't name an actor for {names}, and I don't guess."


def a_fact_about(who: Character) -> str:
    """The button for a fact about a character that an actor plays."""
    return f"A fact about {who.name}"[:BUTTON]


def card(card: Card, knowledge: Knowledge) -> CardMessage:
    """A character's card."""
    who = card.character
    others = {scene.scene_number: scene for scene in reversed(card.scenes) if scene not in card.facts}
    scenes = [_scene_line(scene) for scene in reversed(others.values())]
    several = len(card.counts) > 1
    count = ", ".join(f"{number} ({where})" if several else f"{number}" for where, number in card.counts)
    return CardMessage(
        title=fit(who.full_name, TITLE),
        text=_facts(card.facts, knowledge),
        sections=_sections(
            ("Also known as", _names(card.names)),
            ("Played by", whole_lines([_role(role, knowledge) for role in card.roles], SECTION)),
            ("Relations", whole_lines(list(_bonds(card.bonds, main_continuity(knowledge.pack(who.pack)))), SECTION)),
            ("What happens to them", whole_lines(scenes, SECTION, most=CARD_SCENES, hint=": /plot")),
        ),
        footer=fit(f"{card.title} · Facts I know: {count}" if count else card.title, 300),
        picture=CardPicture.of(who),
    )


def thing_card(card: ThingCard, knowledge: Knowledge) -> CardMessage:
    """The card of a thing, place or group."""
    what = f"{fit(capital(card.thing.description), 500)}\n" if card.thing.description else ""
    members = [fit(member.full_name, 100) for member in card.members]
    return CardMessage(
        title=fit(capital(card.thing.name), TITLE),
        text=f"{what}{_facts(card.facts, knowledge)}".rstrip(),
        sections=_sections(
            ("Also known as", _names(card.names)),
            ("Belongs to", fit(card.owner.full_name, 300) if card.owner else ""),
            ("Members", whole_lines(members, SECTION, most=MEMBERS)),
        ),
        footer=fit(card.title, 300),
        picture=CardPicture.of(card.thing),
    )


def _sections(*sections: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Those that say anything."""
    return tuple((name, text) for name, text in sections if text)


def _names(names: Sequence[str]) -> str:
    """Names on one line."""
    rest = [f"and {len(names) - NAMES} more"] if len(names) > NAMES else []
    return ", ".join([*(fit(name, 40) for name in names[:NAMES]), *rest])


def _facts(facts: Sequence[Fact], knowledge: Knowledge) -> str:
    """The facts on a card, each with its source."""
    lines = (f"{fact_text(fact, 300)}\n-# {fit(plain_text.bare_source(fact, knowledge), 100)}" for fact in facts)
    return "\n".join(lines)


def full_cast(cast: FullCast, knowledge: Knowledge) -> CardMessage:
    """The cast of a pack, and the other characters."""
    lines = [fit(line, 150) for line in plain_text.role_lines(cast)]
    others = plain_text.in_words(tuple(one.name for one in cast.others[:CAST_OTHERS]), last="and")
    if others and lines:
        lines.append(f"Without an actor: {fit(others, 600)}")
    elif others:
        lines.append(fit(others, 1500))
    told_in = [(role.fact.pack, role.continuity, role.fact.source) for role in cast.roles]
    return CardMessage(
        title=fit(plain_text.cast_title(cast), TITLE),
        text=whole_lines(lines, STORY),
        footer=fit(plain_text.sources(told_in, knowledge), 300) if told_in else "",
    )


def overview(result: Overview) -> CardMessage:
    """What packs without a story are about."""
    return CardMessage(text="\n".join(fit(line, 300) for line in plain_text.overview(result).split("\n")))


IN_WORDS = {
    "creator": "Created by",
    "creation": "Created",
    "killer": "Killed by",
    "victim": "Killed",
    "destroyer": "Destroyed by",
    "rescuer": "Rescued by",
    "captor": "Captured by",
    "inspiration": "Inspired by",
    "trainer": "Trained by",
    "trainee": "Trained",
    "employer": "Works for",
    "husband": "Married to",
    "wife": "Married to",
    "spouse": "Married to",
    "friend": "Friends with",
}
"""What a member calls a relation; the other kinds read well as they are ("Father")."""


def _bonds(bonds: Sequence[BondShown], main: str) -> Iterator[str]:
    """The relations in plain words: "Created by Iron Man and Hulk", with the continuity if it isn't the work itself."""
    named: dict[tuple[str, str, bool], list[str]] = {}
    for bond in bonds:
        where = f" ({plain_text.shorten(bond.where, 60)})" if bond.continuity != main else ""
        words = IN_WORDS.get(bond.kind) or f"{plain_text.shorten(capital(bond.kind), 60)}:"
        named.setdefault((words, where, bond.spoiler), []).append(bond.name)
    for (words, where, is_hidden), names in named.items():
        shown = [plain_text.shorten(name, 40) for name in names[:BONDS]]
        rest = [f"{len(names) - BONDS} more"] if len(names) > BONDS else []
        told = plain_text.in_words((*shown, *rest), last="and")
        yield (spoiler if is_hidden else fit)(f"{words} {told}{where}", SECTION)


def _role(role: Role, knowledge: Knowledge) -> str:
    voice = " (voice)" if role.kind is RoleKind.VOICE else ""
    return f"{fit(role.actor, 100)}{voice} · {fit(plain_text.where(role.fact, knowledge), 100)}"


def _scene_line(scene: Fact) -> str:
    place = f"**{scene.scene_number}.** " if scene.scene_number is not None else ""
    return f"{place}{fact_text(scene, 140)}"


def page(page: Page, knowledge: Knowledge) -> CardMessage:
    """A page of the story, its scenes behind spoiler marks."""
    scenes = story.scenes(page.scenes)
    pack = knowledge.pack(page.pack)
    share = STORY // len(scenes) - 20
    whole = [_on_page(scene, pack, STORY) for scene in scenes]
    fits = sum(map(len, whole)) + 2 * len(whole) <= STORY
    lines = whole if fits else [_on_page(scene, pack, share) for scene in scenes]
    pieces = f" ({page.piece} of {page.pieces})" if page.pieces > 1 else ""
    sources = dict.fromkeys(unit for scene in page.scenes for unit in scene.source)
    places = dict.fromkeys(plain_text.where(scene, knowledge) for scene in page.scenes)
    footer = (
        f"Page {page.number} of {page.count} · {', '.join(places)} · Source: {source_in_words(sources, pack.units)}"
    )
    return CardMessage(
        title=f"{fit(page.part or page.title, TITLE - len(pieces))}{pieces}",
        text="\n\n".join(lines),
        footer=fit(footer, 400),
    )


def _on_page(scene: Sequence[Fact], pack: Pack, length: int) -> str:
    """The facts of one scene, in a paragraph."""
    number = f"**{scene[0].scene_number}.** " if scene[0].scene_number is not None else ""
    hide = spoiler if any(fact.spoiler for fact in scene) else fit
    return f"{number}{hide(story.told_once(scene, pack), length - len(number))}"


def part_label(page: Page) -> str:
    """A part's line in the menu."""
    return plain_text.shorten(page.part or page.title, OPTION)


def no_such_part(result: NoSuchPart) -> str:
    """Says that no part has that title."""
    if not result.parts:
        return "My fact sheets have no story, only facts. Try /fact or /ask."
    names = [fit(part or "the story", 60) for part in result.parts[:5]]
    if len(result.parts) > len(names):
        names.append(f"{len(result.parts) - len(names)} more")
    parts = plain_text.in_words(tuple(names), last="and")
    return f"No part of the story is called “{fit(result.typed, 200)}”. The parts are {parts}: pick one in /plot."


def mute(channel_id: ChannelId, server: str, rights: Sequence[str]) -> str:
    """Tells a manager that the bot was asked something where it may not answer."""
    names = plain_text.in_words(tuple(f"**{right}**" for right in rights), last="and") or "**Send Messages**"
    return (
        f"Somebody asked me something in <#{channel_id}> on **{fit(server, 100)}**, but I may not answer there. "
        f"If I should, give me {names} in that channel; if not, you can ignore this. I say it once for each channel."
    )
