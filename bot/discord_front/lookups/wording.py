"""Discord wording of lookups: facts, roles, cards, the cast and the story."""

from collections.abc import Iterable, Sequence

import discord

from bot.answers.results import Named
from bot.discord_front.lookups.answer_wording import told
from bot.discord_front.wording import DESCRIPTION, OPTION, TITLE, capital, embed_of, fact_text, fit, spoiler
from bot.ids import ChannelId
from bot.knowledge.model import Character, Fact, Knowledge, Pack, Role, RoleKind
from bot.knowledge.units import source_in_words
from bot.lookups import plain_text, story
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

FIELD_ON_CARD = 650
"""Maximum characters of a field on a card, so that all fields fit into one embed."""

CAST_OTHERS = 40
"""Maximum number of characters without an actor that a cast lists."""

CARD_SCENES = 6
"""Maximum number of scenes on a character's card; the others are in /plot."""


def fact_shown(shown: FactShown, knowledge: Knowledge) -> discord.Embed:
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


def cast(result: Cast, knowledge: Knowledge) -> discord.Embed:
    """Roles, with the facts about them and their sources."""
    return told(result.facts, knowledge, title=_cast_title(result))


def _cast_title(result: Cast) -> str:
    actors = tuple(dict.fromkeys(role.actor for role in result.roles))
    return actors[0] if len(actors) == 1 else "Cast"


def not_cast(result: NotCast) -> str:
    """Says that no actor is known."""
    names = plain_text.in_words(tuple(fit(who.name, 200) for who in result.characters[:3]), last="and")
    return f"My fact sheets don't name an actor for {names}, and I don't guess."


def card(card: Card, knowledge: Knowledge) -> discord.Embed:
    """A character's card."""
    who = card.character
    embed = embed_of(_facts(card.facts, knowledge), title=who.full_name)
    _field(embed, "Also known as", [fit(", ".join(card.names), 600)] if card.names else [])
    _field(embed, "Played by", [_role(role, knowledge) for role in card.roles])
    bonds = [_bond(bond) for bond in card.bonds]
    _field(embed, "Relations", bonds)
    others = [scene for scene in card.scenes if scene not in card.facts]
    scenes = [_scene_line(scene) for scene in others[:CARD_SCENES]]
    if len(others) > CARD_SCENES:
        scenes.append(f"and {len(others) - CARD_SCENES} more: /plot")
    _field(embed, "What happens to them", scenes)
    count = " · ".join(f"{where}: {number}" for where, number in card.counts)
    _field(embed, "Facts I know", [fit(capital(count), 500)] if count else [])
    return embed.set_footer(text=plain_text.shorten(card.title, 300))


def thing_card(card: ThingCard, knowledge: Knowledge) -> discord.Embed:
    """The card of a thing, place or group."""
    what = f"{fit(capital(card.thing.description), 500)}\n\n" if card.thing.description else ""
    embed = embed_of(f"{what}{_facts(card.facts, knowledge)}", title=capital(card.thing.name))
    _field(embed, "Also known as", [fit(", ".join(card.names), 600)] if card.names else [])
    _field(embed, "Belongs to", [fit(card.owner.full_name, 300)] if card.owner else [])
    _field(embed, "Members", [fit(member.full_name, 150) for member in card.members])
    return embed.set_footer(text=plain_text.shorten(card.title, 300))


def _facts(facts: Sequence[Fact], knowledge: Knowledge) -> str:
    """The facts on a card, each with its source."""
    lines = (f"{fact_text(fact, 300)}\n-# {fit(plain_text.bare_source(fact, knowledge), 100)}" for fact in facts)
    return "\n".join(lines)


def full_cast(cast: FullCast, knowledge: Knowledge) -> discord.Embed:
    """The cast of a pack, and the other characters."""
    lines = [fit(line, 150) for line in plain_text.role_lines(cast)]
    others = plain_text.in_words(tuple(one.name for one in cast.others[:CAST_OTHERS]), last="and")
    if others and lines:
        lines.append(f"Without an actor: {fit(others, 600)}")
    elif others:
        lines.append(fit(others, 1500))
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > DESCRIPTION - 10:
            kept.append("…")
            break
        kept.append(line)
    embed = embed_of("\n".join(kept), title=plain_text.shorten(plain_text.cast_title(cast), TITLE))
    told_in = [(role.fact.pack, role.continuity, role.fact.source) for role in cast.roles]
    return embed.set_footer(text=plain_text.shorten(plain_text.sources(told_in, knowledge), 500) or None)


def overview(result: Overview) -> discord.Embed:
    """What packs without a story are about."""
    return embed_of("\n".join(fit(line, 300) for line in plain_text.overview(result).split("\n")))


def _bond(bond: BondShown) -> str:
    text = f"{capital(bond.kind)}: {bond.name} ({bond.where})"
    return spoiler(text, 200) if bond.spoiler else fit(text, 200)


def _role(role: Role, knowledge: Knowledge) -> str:
    voice = " (voice)" if role.kind is RoleKind.VOICE else ""
    return f"{fit(role.actor, 100)}{voice} · {fit(plain_text.where(role.fact, knowledge), 100)}"


def _scene_line(scene: Fact) -> str:
    place = f"**{scene.scene_number}.** " if scene.scene_number is not None else ""
    return f"{place}{fact_text(scene, 140)}"


def _field(embed: discord.Embed, name: str, lines: Iterable[str]) -> None:
    """Adds a field with as many of the lines as fit, if there are any."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > FIELD_ON_CARD:
            kept.append("…")
            break
        kept.append(line)
    if kept:
        embed.add_field(name=name, value="\n".join(kept), inline=False)


def page(page: Page, knowledge: Knowledge) -> discord.Embed:
    """A page of the story, its scenes behind spoiler marks."""
    scenes = story.scenes(page.scenes)
    pack = knowledge.pack(page.pack)
    share = DESCRIPTION // len(scenes) - 20
    whole = [_on_page(scene, pack, DESCRIPTION) for scene in scenes]
    fits = sum(map(len, whole)) + 2 * len(whole) <= DESCRIPTION
    lines = whole if fits else [_on_page(scene, pack, share) for scene in scenes]
    pieces = f" ({page.piece} of {page.pieces})" if page.pieces > 1 else ""
    title = f"{plain_text.shorten(page.part or page.title, TITLE - len(pieces))}{pieces}"
    sources = dict.fromkeys(unit for scene in page.scenes for unit in scene.source)
    places = dict.fromkeys(plain_text.where(scene, knowledge) for scene in page.scenes)
    footer = (
        f"Page {page.number} of {page.count} · {', '.join(places)} · Source: {source_in_words(sources, pack.units)}"
    )
    return embed_of("\n\n".join(lines), title=title).set_footer(text=plain_text.shorten(footer, 1000))


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
