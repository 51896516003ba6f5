"""All wording of answers, of why they were given, of /help and /about. Pure: values in, embeds out."""

from collections.abc import Sequence
from typing import assert_never

import discord

from bot.answers.results import Answer, Closest, NoMatch, Ranked, Reply, Working
from bot.discord_front.wording import (
    BUTTON,
    CONTENT,
    FIELD_VALUE,
    QUIET,
    button,
    capital,
    embed_of,
    fact_text,
    fit,
    marked_text,
    unquote,
)
from bot.knowledge.model import Fact, Knowledge
from bot.lookups import plain_text
from bot.lookups.labels import labels
from bot.lookups.results import Response, shown_facts

QUESTION = 300
"""How long a question may be. The longest a member asked in the development set has 120 characters."""


CHAT_QUESTION = 600
"""What is read of a longer message in chat."""


SHOWN_FACTS = 6
"""Facts of an answer that are shown; what is more is counted."""


ABOUT_PACKS = 6
"""Packs that /about describes; what is more is counted."""


# Answers


def reply(reply: Reply, knowledge: Knowledge, *, question: str = "") -> discord.Embed:
    """What comes of a question. `question` is shown where the channel cannot see it otherwise."""
    match reply:
        case Answer(facts=facts, lead=lead, working=working):
            return told(facts, knowledge, lead=lead, question=question, working=working)
        case Closest(facts=facts, working=working):
            embed = told(facts[:1], knowledge, lead=f"{plain_text.CLOSEST}\n", question=question, working=working)
            embed.colour = QUIET
            return embed
        case NoMatch(working=working):
            text = plain_text.no_match(working, knowledge)
            return embed_of(asked(question) + fit(text, 1500), colour=QUIET)
        case _:
            assert_never(reply)


def told(
    facts: Sequence[Fact],
    knowledge: Knowledge,
    *,
    lead: str = "",
    question: str = "",
    title: str = "",
    working: Working | None = None,
) -> discord.Embed:
    """Facts with their sources and continuities; one fills the embed, several get a field for each continuity.

    With the `working` of a question the sentence that answers is marked.
    """
    after_lead = "\n" if lead.endswith("\n") else " "
    opening = asked(question) + (f"{fit(lead, 500)}{after_lead}" if lead else "")
    if len(facts) == 1:
        embed = embed_of(opening + marked_text(facts[0], 2500, working), title=title)
        return embed.set_footer(text=plain_text.shorten(plain_text.source(facts[0], knowledge), 1000))
    embed = embed_of(opening.rstrip(), title=title)
    for where, lines in _by_place(facts[:SHOWN_FACTS], knowledge):
        embed.add_field(name=fit(capital(where), 150), value="\n".join(lines), inline=False)
    if len(facts) > SHOWN_FACTS:
        embed.set_footer(text=f"and {len(facts) - SHOWN_FACTS} more")
    return embed


def _by_place(facts: Sequence[Fact], knowledge: Knowledge) -> list[tuple[str, list[str]]]:
    """The facts one under another; neighbours that are true in the same place share a field, if they fit."""
    fields: list[tuple[str, list[str]]] = []
    for fact in facts:
        where = plain_text.where(fact, knowledge)
        line = f"{fact_text(fact, 400)}\n-# Source: {fit(', '.join(fact.source), 100)}"
        if fields and fields[-1][0] == where and len("\n".join([*fields[-1][1], line])) <= FIELD_VALUE:
            fields[-1][1].append(line)
        else:
            fields.append((where, [line]))
    return fields


def asked(question: str) -> str:
    """The line of an embed that says what was asked."""
    return f"> {fit(question, 2 * QUESTION)}\n\n" if question.strip() else ""


def question_in(description: str | None) -> str:
    """The question that an embed shows (see `reply`), empty where it shows none."""
    first = (description or "").split("\n", 1)[0]
    return unquote(first.removeprefix("> ")) if first.startswith("> ") else ""


def closest_labels(closest: Closest, knowledge: Knowledge) -> tuple[str, ...]:
    """What stands on the buttons under a closest fact, one for each further fact."""
    first, *others = closest.facts
    return tuple(button(label) for label in labels(others, first, knowledge))


def picked(fact: Fact, knowledge: Knowledge, *, label: str, question: str = "") -> discord.Embed:
    """A further fact that a member picked by a button with this label."""
    embed = told((fact,), knowledge)
    embed.description = f"{asked(question)}You picked: **{fit(label, 2 * BUTTON)}**\n{embed.description}"
    return embed


def plain(reply: Reply, knowledge: Knowledge) -> str:
    """A reply as bare text, for channels where the bot may not embed. Spoilers are hidden there, too."""
    match reply:
        case Answer(facts=facts, lead=lead):
            lines = [fit(lead, 500)] if lead else []
            lines += (_plain_fact(fact, knowledge) for fact in facts[:4])
            return "\n".join(lines)
        case Closest(facts=facts):
            return f"{plain_text.CLOSEST}\n{_plain_fact(facts[0], knowledge)}"
        case NoMatch():
            return fit(plain_text.plain(reply, knowledge), CONTENT)
        case _:
            assert_never(reply)


def _plain_fact(fact: Fact, knowledge: Knowledge) -> str:
    return f"{fact_text(fact, 300)}\n{fit(plain_text.source(fact, knowledge), 200)}"


# Why this answer?


def why(response: Response, knowledge: Knowledge, question: str, *, shown: Sequence[Fact] = ()) -> discord.Embed:
    """How what came of a question came about. `shown` are the facts in the message, where they can be told from it."""
    embed = embed_of(f"> {fit(question, 600)}\n\n{_outcome(response)}", title="Why this answer?")
    if not isinstance(response, Reply):
        return embed
    working = response.working
    if working.understood.strip():
        embed.add_field(name="I understood", value=fit(working.understood, 600), inline=False)
    if working.who:
        names = ", ".join(dict.fromkeys(who.name for who in working.who))
        embed.add_field(name="About", value=fit(names, 300), inline=False)
    for name, ranked in zip(("Best fact", "Runner-up"), working.ranking, strict=False):
        embed.add_field(name=name, value=_considered(ranked, knowledge), inline=False)
    embed.add_field(name="Confidence", value=_percent(working.confidence))
    embed.add_field(name="Needed for an answer", value=_percent(working.threshold))
    if shown and not set(shown) & set(shown_facts(response)):
        embed.set_footer(text="What is shown there was picked with a button, or my facts have changed since.")
    return embed


def _outcome(response: Response) -> str:
    match response:
        case Answer():
            return "I was sure enough to answer."
        case Closest():
            return "I was not sure enough to answer, so I showed the fact that comes closest."
        case NoMatch():
            return "No fact fitted well enough, and I never guess."
        case _:
            return "This asks for something as a whole, so I looked it up and searched for nothing."


def _considered(ranked: Ranked, knowledge: Knowledge) -> str:
    matched = fit(", ".join(ranked.matched), 200) if ranked.matched else "no words"
    source = fit(plain_text.source(ranked.fact, knowledge), 150)
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
    embed = embed_of(
        f"Ask me about {fit(plain_text.titles(knowledge), 400)}. Mention me ({mention}), reply to one of my "
        "messages, or write to me directly. I answer with a fact and its source; when I'm not certain I say so and "
        "show the closest one.",
        title="What I can do",
    )
    for name, text in COMMANDS.items():
        embed.add_field(name=name, value=text, inline=False)
    return embed


COMMANDS = {
    "/ask": "A question in your own words. With `private` only you see the answer.",
    "/fact": "A fact that this channel has not seen lately, about a character or about anything.",
    "/whoplayed": "Who plays a character, or whom an actor plays.",
    "/character": "A character's card: names, actor, relations, what happens to them.",
    "/plot": "The story in pages, hidden until you click it.",
    "/daily": "Today's question, and how you did.",
    "/trivia": "A quiz in this channel: start, skip and stop. With buttons, or with typed answers.",
    "/guess": "Guess the character in six tries: one a day for the whole server, and endless ones for practice.",
    "/leaderboard": "Who has most points on this server, today or ever.",
    "/stats": "What you or somebody else have done in the games, with a picture.",
    "/mydata": "What I keep about you, as a file, and a way to delete it. Only you see it.",
    "/settings": "For those who manage the server: the daily question, and channels in which I listen.",
    "/about": "Which facts I have, and where they come from.",
    "Why this answer?": "In the menu of one of my answers, under Apps: how I came to it.",
}
"""Every command, and what it is good for."""


def about(knowledge: Knowledge, version: str) -> discord.Embed:
    """Which packs are loaded, and where they come from."""
    embed = embed_of(
        "I tell facts from fact sheets, word for word and with their source. I never make anything up.\n"
        "Of what you write I keep your answers and guesses in the games, for scores and streaks, and nothing else. "
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


TOO_MANY_ASK = "Too many questions at once. Ask me again in a moment."
