"""All wording of answers, and of "Why this answer?". Pure: values in, embeds out."""

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
from bot.knowledge.units import source_in_words
from bot.lookups import plain_text
from bot.lookups.labels import labels
from bot.lookups.results import Response, shown_facts

QUESTION = 300
"""Maximum length of a question; longer messages in chat are cut to this. The longest in the development set has 120
characters."""


SHOWN_FACTS = 6
"""Maximum number of facts shown in an answer; the others are counted."""


# Answers


def reply(reply: Reply, knowledge: Knowledge, *, question: str = "") -> discord.Embed:
    """The embed for a reply. `question` is shown if the channel can't see it otherwise."""
    match reply:
        case Answer(facts=facts, lead=lead, working=working):
            return told(facts, knowledge, lead=lead, question=question, working=working)
        case Closest(facts=facts, working=working):
            embed = told(facts[:1], knowledge, lead=f"{plain_text.CLOSEST}\n", question=question, working=working)
            embed.colour = QUIET
            return embed
        case NoMatch():
            text = plain_text.no_match(reply, knowledge)
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
    """Facts with their sources and continuities; a single one fills the embed, several get a field per continuity.

    With the `working` of a question the answering sentence is highlighted.
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
    """The facts grouped into fields; consecutive facts of one continuity share a field if they fit."""
    fields: list[tuple[str, list[str]]] = []
    for fact in facts:
        where = plain_text.where(fact, knowledge)
        source = source_in_words(fact.source, knowledge.pack(fact.pack).units)
        line = f"{fact_text(fact, 400)}\n-# Source: {fit(source, 100)}"
        if fields and fields[-1][0] == where and len("\n".join([*fields[-1][1], line])) <= FIELD_VALUE:
            fields[-1][1].append(line)
        else:
            fields.append((where, [line]))
    return fields


def asked(question: str) -> str:
    """The line of an embed that quotes the question."""
    return f"> {fit(question, 2 * QUESTION)}\n\n" if question.strip() else ""


def question_in(description: str | None) -> str:
    """The question quoted in an embed (see `reply`), empty if there is none."""
    first = (description or "").split("\n", 1)[0]
    return unquote(first.removeprefix("> ")) if first.startswith("> ") else ""


def closest_labels(closest: Closest, knowledge: Knowledge) -> tuple[str, ...]:
    """Button labels for the further facts of a closest one."""
    first, *others = closest.facts
    return tuple(button(label) for label in labels(others, first, knowledge))


def picked(fact: Fact, knowledge: Knowledge, *, label: str, question: str = "") -> discord.Embed:
    """A further fact that a member picked with this button."""
    embed = told((fact,), knowledge)
    embed.description = f"{asked(question)}You picked: **{fit(label, 2 * BUTTON)}**\n{embed.description}"
    return embed


def plain(reply: Reply, knowledge: Knowledge) -> str:
    """A reply as plain text, for channels where the bot may not embed. Spoilers are hidden there, too."""
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
    """Explains a response. `shown` are the facts in the message, if they can be read back from it."""
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
        embed.set_footer(text="The message shows a fact picked with a button, or my facts have changed since.")
    return embed


def _outcome(response: Response) -> str:
    match response:
        case Answer():
            return "I was sure enough to answer."
        case Closest():
            return "I wasn't sure enough to answer, so I showed the closest fact."
        case NoMatch(is_beyond=True):
            return "What I found lies beyond what you've seen, or what may be told here."
        case NoMatch():
            return "No fact matched well enough, and I never guess."
        case _:
            return "This was a request, so I looked it up instead of searching."


def _considered(ranked: Ranked, knowledge: Knowledge) -> str:
    matched = fit(", ".join(ranked.matched), 200) if ranked.matched else "no words"
    source = fit(plain_text.source(ranked.fact, knowledge), 150)
    return f"{fact_text(ranked.fact, 400)}\n{source}\nMatched: {matched} · score {_score(ranked.score)}"


def _score(score: float) -> str:
    return f"{score:.2f}" if score >= 0.01 else "under 0.01"


def _percent(share: float) -> str:
    return f"{share:.0%}"


NOT_MINE = "That message isn't mine. Use this on one of my answers to a question."


NO_QUESTION = "That message isn't an answer to a question. Use this on one that is."


QUESTION_GONE = (
    "I can't read the question any more, so I can't explain the answer. Ask it again, then use this on the new one."
)


TOO_MANY_ASK = "Too many questions at once. Ask me again in a moment."
