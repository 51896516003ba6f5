"""All wording for Discord, and all of Discord's size limits. Pure: values in, embeds out, nothing is sent."""

import re
from collections.abc import Iterable, Sequence
from typing import assert_never

import discord

from bot.answers.results import Answer, NoMatch, Ranked, Reply, Suggestions
from bot.knowledge.model import Fact, Knowledge, Role, RoleKind
from bot.services import wording
from bot.services.results import (
    Bond,
    Card,
    Cast,
    FactShown,
    NoSuchPart,
    NotCast,
    NothingThere,
    Page,
    Unclear,
    Unknown,
)

TITLE = 256
DESCRIPTION = 4096
FIELD_NAME = 256
FIELD_VALUE = 1024
FIELDS = 25
FOOTER = 2048
EMBED = 6000
CONTENT = 2000
BUTTON = 80
OPTION = 100
OPTIONS = 25
"""Discord's limits, in characters or pieces."""

QUESTION = 300
"""How long a question may be. The longest a member asked in the development set has 120 characters."""

CHAT_QUESTION = 600
"""What is read of a longer message in chat."""

SHOWN_FACTS = 6
"""Facts of an answer that are shown; what is more is counted."""

CARD_SCENES = 6
"""Scenes on a character's card; the rest is in /plot."""

ABOUT_PACKS = 6
"""Packs that /about describes; what is more is counted."""

COLOUR = discord.Colour(0x5B6EE1)
QUIET = discord.Colour(0x80848E)

_ZERO_WIDTH = "\u200b"


# Text


def quote(text: str) -> str:
    """`text` on one line, for Discord to show letter by letter: no markup, no mention, no link in disguise."""
    line = " ".join(text.replace(_ZERO_WIDTH, "").split())
    line = re.sub(r"[\\*_~|`<>\[\]]", r"\\\g<0>", line)
    line = re.sub(r"^[-#+]|(?<=^\d)\.|(?<=^\d\d)\.", r"\\\g<0>", line)
    return re.sub(r"@(?=everyone|here|[!&]?\d)", f"@{_ZERO_WIDTH}", line)


def unquote(text: str) -> str:
    """The text that was quoted."""
    return re.sub(r"\\(.)", r"\1", text.replace(_ZERO_WIDTH, ""))


def fit(text: str, length: int) -> str:
    """`text` quoted in at most `length` characters (1 or more), cut between words."""
    room = length
    while len(quoted := quote(wording.shorten(text, room))) > length:
        if room == 1:
            return "…"
        room = max(1, room - (len(quoted) - length))
    return quoted


def spoiler(text: str, length: int) -> str:
    """`text` behind spoiler marks that nothing in it can end, in at most `length` characters (6 or more)."""
    body = fit(text, length - 5)
    return f"||{body}{_ZERO_WIDTH if body.endswith('|') else ''}||"


def fact_text(fact: Fact, length: int) -> str:
    """What a fact says, hidden where it gives away the plot."""
    return spoiler(fact.text, length) if fact.spoiler else fit(fact.text, length)


def capital(text: str) -> str:
    """`text` with a capital letter."""
    return text[:1].upper() + text[1:]


# Answers


def reply(reply: Reply, knowledge: Knowledge, *, question: str = "") -> discord.Embed:
    """What comes of a question. `question` is shown where the channel cannot see it otherwise."""
    match reply:
        case Answer(facts=facts, lead=lead):
            return told(facts, knowledge, lead=lead, question=question)
        case Suggestions(facts=facts):
            return _embed(_asked(question) + _which(facts), colour=QUIET)
        case NoMatch(working=working):
            text = wording.no_match(knowledge, working.who)
            return _embed(_asked(question) + fit(text, 1500), colour=QUIET)
        case _:
            assert_never(reply)


def _which(facts: Sequence[Fact]) -> str:
    return f"I am not sure. Did you mean {'this' if len(facts) == 1 else 'one of these'}?"


def told(
    facts: Sequence[Fact], knowledge: Knowledge, *, lead: str = "", question: str = "", title: str = ""
) -> discord.Embed:
    """Facts with their sources and continuities; one fills the embed, several get a field for each continuity."""
    opening = _asked(question) + (f"{fit(lead, 500)} " if lead else "")
    if len(facts) == 1:
        embed = _embed(opening + fact_text(facts[0], 2500), title=title)
        return embed.set_footer(text=wording.shorten(wording.source(facts[0], knowledge), 1000))
    embed = _embed(opening.rstrip(), title=title)
    for where, lines in _by_place(facts[:SHOWN_FACTS], knowledge):
        embed.add_field(name=fit(capital(where), 150), value="\n".join(lines), inline=False)
    if len(facts) > SHOWN_FACTS:
        embed.set_footer(text=f"and {len(facts) - SHOWN_FACTS} more")
    return embed


def _by_place(facts: Sequence[Fact], knowledge: Knowledge) -> list[tuple[str, list[str]]]:
    """The facts one under another; neighbours that are true in the same place share a field, if they fit."""
    fields: list[tuple[str, list[str]]] = []
    for fact in facts:
        where = wording.where(fact, knowledge)
        line = f"{fact_text(fact, 400)}\n-# Source: {fit(', '.join(fact.source), 100)}"
        if fields and fields[-1][0] == where and len("\n".join([*fields[-1][1], line])) <= FIELD_VALUE:
            fields[-1][1].append(line)
        else:
            fields.append((where, [line]))
    return fields


def _asked(question: str) -> str:
    """The line of an embed that says what was asked."""
    return f"> {fit(question, 2 * QUESTION)}\n\n" if question.strip() else ""


def question_in(description: str | None) -> str:
    """The question that an embed shows (see `reply`), empty where it shows none."""
    first = (description or "").split("\n", 1)[0]
    return unquote(first.removeprefix("> ")) if first.startswith("> ") else ""


def suggestion_labels(reply: Suggestions, knowledge: Knowledge) -> tuple[str, ...]:
    """What stands on the buttons of "Did you mean"."""
    return tuple(button(gist) for gist in wording.gists(reply.facts, reply.working.question, knowledge))


def picked(fact: Fact, knowledge: Knowledge, *, label: str, question: str = "") -> discord.Embed:
    """The fact that a member picked from "Did you mean" by a button with this label."""
    embed = told((fact,), knowledge)
    # A label that is the beginning of the fact would only say the same twice.
    says_it = fact.text.startswith(label.rstrip("…"))
    lead = "You picked this:" if says_it else f"You picked: **{fit(label, 2 * BUTTON)}**"
    embed.description = f"{_asked(question)}{lead}\n{embed.description}"
    return embed


def button(text: str) -> str:
    """A button's label."""
    return wording.shorten(text, BUTTON)


def plain(reply: Reply, knowledge: Knowledge) -> str:
    """A reply as bare text, for channels where the bot may not embed. Spoilers are hidden there, too."""
    match reply:
        case Answer(facts=facts, lead=lead):
            lines = [fit(lead, 500)] if lead else []
            lines += (f"{fact_text(fact, 300)}\n{fit(wording.source(fact, knowledge), 100)}" for fact in facts[:4])
            return "\n".join(lines)
        case Suggestions(facts=facts):
            return _which(facts)
        case NoMatch():
            return fit(wording.plain(reply, knowledge), CONTENT)
        case _:
            assert_never(reply)


# Look-ups


def fact_shown(shown: FactShown, knowledge: Knowledge) -> discord.Embed:
    """A fact about somebody."""
    return told((shown.fact,), knowledge, title=f"About {shown.character.full_name}")


def nothing_there(result: NothingThere) -> str:
    """That a continuity says nothing of somebody, and which do."""
    name = fit(result.character.name, 200)
    asked = fit(result.asked, 200)
    if not result.elsewhere:
        return f"My fact sheets say nothing about {name}."
    known = wording.in_words(tuple(fit(where, 100) for where in result.elsewhere[:5]), last="and")
    return f"I have nothing about {name} for “{asked}”. I know something about them {known}."


def nobody(result: Unknown) -> str:
    """That nobody is called so, and who comes near."""
    missing = f"I know nobody called “{fit(result.typed, 200)}”."
    if not result.near:
        return f"{missing} Begin to type a name, and pick one from the list."
    names = wording.in_words(tuple(fit(who.name, 100) for who in result.near[:3]), last="or")
    return f"{missing} Did you mean {names}?"


def several(result: Unclear) -> str:
    """That several are called so."""
    count = len(result.candidates)
    return f"“{fit(result.typed, 200)}” fits {count} of those I know. Which one do you mean?"


def cast(result: Cast, knowledge: Knowledge) -> discord.Embed:
    """Who plays whom. The facts that say so, with their sources."""
    return told(result.facts, knowledge, title=_cast_title(result))


def _cast_title(result: Cast) -> str:
    actors = tuple(dict.fromkeys(role.actor for role in result.roles))
    return actors[0] if len(actors) == 1 else "Who plays them"


def not_cast(result: NotCast) -> str:
    """That no actor is named for somebody."""
    names = wording.in_words(tuple(fit(who.name, 200) for who in result.characters[:3]), last="and")
    return f"My fact sheets name no actor for {names}. I do not guess."


def card(card: Card, knowledge: Knowledge) -> discord.Embed:
    """A character at a glance."""
    who = card.character
    embed = _embed("", title=who.full_name)
    _field(embed, "Also known as", [fit(", ".join(card.names), 600)] if card.names else [])
    _field(embed, "Played by", [_role(role, knowledge) for role in card.roles])
    bonds = [_bond(bond) for bond in card.bonds]
    _field(embed, "Relations", bonds)
    scenes = [_scene_line(scene) for scene in card.scenes[:CARD_SCENES]]
    if len(card.scenes) > CARD_SCENES:
        scenes.append(f"and {len(card.scenes) - CARD_SCENES} more scenes: /plot")
    _field(embed, "What happens to them", scenes)
    count = " · ".join(f"{where}: {number}" for where, number in card.counts)
    _field(embed, "Facts I know", [fit(capital(count), 500)] if count else [])
    return embed.set_footer(text=wording.shorten(card.title, 300))


def _bond(bond: Bond) -> str:
    text = f"{capital(bond.kind)}: {bond.name} ({bond.where})"
    return spoiler(text, 200) if bond.spoiler else fit(text, 200)


def _role(role: Role, knowledge: Knowledge) -> str:
    voice = " (voice)" if role.kind is RoleKind.VOICE else ""
    return f"{fit(role.actor, 100)}{voice} · {fit(wording.where(role.fact, knowledge), 100)}"


def _scene_line(scene: Fact) -> str:
    place = f"**{scene.place}.** " if scene.place is not None else ""
    return f"{place}{fact_text(scene, 140)}"


def _field(embed: discord.Embed, name: str, lines: Iterable[str]) -> None:
    """Add as many of the lines as fit; none, no field."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > FIELD_VALUE - 1:
            kept.append("…")
            break
        kept.append(line)
    if kept:
        embed.add_field(name=name, value="\n".join(kept)[:FIELD_VALUE], inline=False)


def page(page: Page, knowledge: Knowledge) -> discord.Embed:
    """A page of the story, its scenes behind spoiler marks."""
    share = DESCRIPTION // len(page.scenes) - 20
    whole = [_on_page(scene, DESCRIPTION) for scene in page.scenes]
    fits = sum(map(len, whole)) + 2 * len(whole) <= DESCRIPTION
    lines = whole if fits else [_on_page(scene, share) for scene in page.scenes]
    pieces = f" ({page.piece} of {page.pieces})" if page.pieces > 1 else ""
    title = f"{wording.shorten(page.part or page.title, TITLE - len(pieces))}{pieces}"
    sources = dict.fromkeys(unit for scene in page.scenes for unit in scene.source)
    places = dict.fromkeys(wording.where(scene, knowledge) for scene in page.scenes)
    footer = f"Page {page.number} of {page.count} · {', '.join(places)} · Source: {', '.join(sources)}"
    return _embed("\n\n".join(lines), title=title).set_footer(text=wording.shorten(footer, 1000))


def _on_page(scene: Fact, length: int) -> str:
    number = f"**{scene.place}.** " if scene.place is not None else ""
    return f"{number}{fact_text(scene, length - len(number))}"


def part_label(page: Page) -> str:
    """A part's line in the menu."""
    return wording.shorten(page.part or page.title, OPTION)


def no_such_part(result: NoSuchPart) -> str:
    """That no part of the story is called so."""
    if not result.parts:
        return "My fact sheets tell no story, only facts. Try /fact or /ask."
    names = [fit(part or "the story", 60) for part in result.parts[:5]]
    if len(result.parts) > len(names):
        names.append(f"{len(result.parts) - len(names)} more")
    parts = wording.in_words(tuple(names), last="and")
    return f"No part of the story is called “{fit(result.typed, 200)}”. I know {parts}: pick one in /plot."


# Why this answer?


def why(reply: Reply, knowledge: Knowledge, *, shown: Sequence[Fact] = ()) -> discord.Embed:
    """How a reply came about. `shown` are the facts in the message, where they can be told from it."""
    working = reply.working
    embed = _embed(
        f"> {fit(working.question, 600)}\n\n{_outcome(reply)}",
        title="Why this answer?",
    )
    if working.understood.strip():
        embed.add_field(name="I understood", value=fit(working.understood, 600), inline=False)
    if working.who:
        names = ", ".join(dict.fromkeys(who.name for who in working.who))
        embed.add_field(name="About", value=fit(names, 300), inline=False)
    for name, ranked in zip(("Best fact", "Runner-up"), working.ranking, strict=False):
        embed.add_field(name=name, value=_considered(ranked, knowledge), inline=False)
    embed.add_field(name="Confidence", value=_percent(working.confidence))
    embed.add_field(name="Needed for an answer", value=_percent(working.threshold))
    answered = reply.facts if isinstance(reply, Answer) else ()
    if shown and not set(shown) & set(answered):
        embed.set_footer(text="What is shown there was picked with a button, or my facts have changed since.")
    return embed


def _outcome(reply: Reply) -> str:
    match reply:
        case Answer():
            return "I was sure enough to answer."
        case Suggestions():
            return "I was not sure enough to answer, so I asked which fact was meant."
        case NoMatch():
            return "No fact fitted well enough, and I never guess."
        case _:
            assert_never(reply)


def _considered(ranked: Ranked, knowledge: Knowledge) -> str:
    matched = fit(", ".join(ranked.matched), 200) if ranked.matched else "no words"
    source = fit(wording.source(ranked.fact, knowledge), 150)
    return f"{fact_text(ranked.fact, 400)}\n{source}\nMatched: {matched} · score {_score(ranked.score)}"


def _score(score: float) -> str:
    return f"{score:.2f}" if score >= 0.01 else "under 0.01"


def _percent(share: float) -> str:
    return f"{share:.0%}"


NOT_MINE = "That message is not an answer of mine. Use this on one of my answers to a question."
NO_QUESTION = "That message answers no question. Use this on an answer to one."
QUESTION_GONE = (
    "I cannot read the question any more, so I cannot say why. Ask it again, then use this on the new answer."
)


# About the bot


def usage(knowledge: Knowledge, *, mention: str) -> discord.Embed:
    """What one can do."""
    embed = _embed(
        f"Ask me about {fit(wording.titles(knowledge), 400)}. Mention me ({mention}), reply to one of my "
        "messages, or write to me directly. I answer with a fact and its source, or say that I don't know.",
        title="What I can do",
    )
    for name, text in COMMANDS.items():
        embed.add_field(name=name, value=text, inline=False)
    return embed


COMMANDS = {
    "/ask": "A question in your own words. With `private` only you see the answer.",
    "/fact": "A fact about a character that this channel has not seen lately.",
    "/whoplayed": "Who plays a character, or whom an actor plays.",
    "/character": "A character's card: names, actor, relations, what happens to them.",
    "/plot": "The story in pages, hidden until you click it.",
    "/daily": "Today's question, and how you did.",
    "/trivia": "A quiz in this channel: start, skip and stop. With buttons, or with typed answers.",
    "/leaderboard": "Who has most points on this server, today or ever.",
    "/stats": "What you or somebody else have done in the games, with a picture.",
    "/mydata": "What I keep about you, as a file, and a way to delete it. Only you see it.",
    "/settings": "For those who manage the server: the daily question, and channels in which I listen.",
    "/about": "Which facts I have, and where they come from.",
    "Why this answer?": "In the menu of one of my answers, under Apps: how I came to it.",
}
"""Every command, and what it is good for."""


def short_help(knowledge: Knowledge) -> discord.Embed:
    """For those who call the bot or greet it, and ask nothing."""
    return _embed(fit(f"Yes? {wording.what_to_ask(knowledge)} More in /help.", 1500))


WELCOME = "You're welcome."


def about(knowledge: Knowledge, version: str) -> discord.Embed:
    """Which packs are loaded, and where they come from."""
    embed = _embed(
        "I tell facts from fact sheets, word for word and with their source. I never make anything up.\n"
        "Of what you write I keep your answers in the games, for the boards, and nothing else. "
        "See and delete them: /mydata.",
        title=f"Lorekeeper {version}".strip(),
    )
    for pack in knowledge.packs[:ABOUT_PACKS]:
        year = f" ({pack.year})" if pack.year is not None else ""
        lines = [f"{len(pack.facts)} facts about {len(pack.characters)} characters"]
        lines.append(fit(capital(" · ".join(pack.continuities.values())), 150))
        if pack.licence:
            lines.append(f"Licence: {fit(pack.licence, 120)}")
        if pack.credits:
            lines.append(f"Credits: {fit(' · '.join(line.rstrip('.') for line in pack.credits), 250)}")
        name = f"{fit(pack.title, 200)}{year}"
        embed.add_field(name=name, value="\n".join(filter(None, lines)), inline=False)
    if len(knowledge.packs) > ABOUT_PACKS:
        embed.set_footer(text=f"and {len(knowledge.packs) - ABOUT_PACKS} more")
    return embed


# Refusals


GONE = "My fact sheets do not have that any more. Ask me again."
STALE = "This button is from another version of me. Ask me again."
NOT_YOURS_TO_DELETE = "Only the one who asked, or someone who may manage messages here, can delete this."
OUT_OF_SIGHT = "I cannot see what you picked there. Let me see it, or pick another one."
COMMAND_CHANGED = "This command has just changed. Reload Discord (Ctrl+R), and try again."
NOT_TAKEN = "Discord did not let me answer just now. Try it again in a moment."


def apology(reference: str) -> str:
    """For what must not happen; the log has the rest under the same reference."""
    return f"Sorry, something broke on my side. If it goes on, tell whoever runs me this reference: `{reference}`."


def _embed(description: str, *, title: str = "", colour: discord.Colour = COLOUR) -> discord.Embed:
    """An embed within the limits of its two longest parts."""
    return discord.Embed(
        title=wording.shorten(title, TITLE) or None,
        description=description[:DESCRIPTION] or None,
        colour=colour,
    )
