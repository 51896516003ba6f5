"""All wording of answers, and of "Why this answer?". Pure: values in, cards out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

import discord

from bot.answers.results import Answer, Closest, NoMatch, Ranked, Reply, Working
from bot.discord_front.cards import CardMessage
from bot.discord_front.wording import (
    BUTTON,
    CONTENT,
    QUIET,
    TITLE,
    button,
    capital,
    embed_of,
    fact_text,
    fit,
    hidden,
    quote,
)
from bot.knowledge.model import Fact, Knowledge
from bot.knowledge.units import source_in_words
from bot.lookups import plain_text
from bot.lookups.labels import labels
from bot.lookups.results import AboutMe, Response, shown_facts

QUESTION = 300
"""Maximum length of a question; longer messages in chat are cut to this. The longest in the development set has 120
characters."""


SHOWN_FACTS = 6
"""Maximum number of facts shown in an answer; the others are counted."""

FACT_IN_LIST = 260
SOURCE = 300
"""Maximum characters of a fact in a list of `SHOWN_FACTS`, and of a source line, so that all fits on a card."""


# Answers


def reply(reply: Reply, knowledge: Knowledge, *, question: str = "") -> CardMessage:
    """The card for a reply. `question` is shown if the channel can't see it otherwise."""
    match reply:
        case Answer(facts=facts, lead=lead, working=working):
            return told(facts, knowledge, lead=lead, question=question, working=working)
        case Closest(facts=facts, working=working):
            card = told(facts[:1], knowledge, lead=f"{plain_text.CLOSEST}\n", question=question, working=working)
            return replace(card, colour=QUIET)
        case NoMatch():
            text = plain_text.no_match(reply, knowledge)
            return CardMessage(text=fit(text, 1500), question=question, colour=QUIET)
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
) -> CardMessage:
    """Facts with their sources and continuities; several have a section per continuity.

    With the `working` of a question the answering sentence is highlighted.
    """
    title = fit(title, TITLE) if title else ""
    after_lead = "\n" if lead.endswith("\n") else " "
    opening = f"{fit(lead, 400)}{after_lead}" if lead else ""
    if len(facts) == 1:
        source = fit(plain_text.source(facts[0], knowledge), SOURCE)
        return CardMessage(title, opening + _marked_text(facts[0], 2000, working), footer=source, question=question)
    sections = _by_place(facts[:SHOWN_FACTS], knowledge)
    more = f"and {len(facts) - SHOWN_FACTS} more" if len(facts) > SHOWN_FACTS else ""
    return CardMessage(title, opening.rstrip(), sections, more, question)


def _marked_text(fact: Fact, length: int, working: Working | None) -> str:
    """A fact's text, the answering sentence first and in bold; at most `length` characters."""
    found = plain_text.answering(fact, working) if working is not None else None
    if found is None or not found.answering:
        return fact_text(fact, length)
    body = f"**{quote(found.answering)}** {quote(found.rest)}"
    if len(body) + 4 > length:
        return fact_text(fact, length)
    return hidden(body) if fact.spoiler else body


def _by_place(facts: Sequence[Fact], knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """The facts in sections; consecutive facts of one continuity share one."""
    sections: list[tuple[str, str]] = []
    for fact in facts:
        where = fit(capital(plain_text.where(fact, knowledge)), 100)
        source = source_in_words(fact.source, knowledge.pack(fact.pack).units)
        line = f"{fact_text(fact, FACT_IN_LIST)}\n-# Source: {fit(source, 100)}"
        if sections and sections[-1][0] == where:
            line = f"{sections.pop()[1]}\n{line}"
        sections.append((where, line))
    return tuple(sections)


def closest_labels(closest: Closest, knowledge: Knowledge) -> tuple[str, ...]:
    """Button labels for the further facts of a closest one."""
    first, *others = closest.facts
    return tuple(button(label) for label in labels(others, first, knowledge))


def picked(fact: Fact, knowledge: Knowledge, *, label: str, question: str = "") -> CardMessage:
    """A further fact that a member picked with this button."""
    card = told((fact,), knowledge, question=question)
    return replace(card, text=f"You picked: **{fit(label, 2 * BUTTON)}**\n{card.text}")


def about_me(fact: Fact, *, question: str = "") -> CardMessage:
    """A fact of the manual."""
    return CardMessage(
        text=fact_text(fact, 2000), footer=fit(plain_text.manual_source(fact), SOURCE), question=question
    )


def plain(reply: Reply, knowledge: Knowledge) -> str:
    """A reply as plain text, for channels where a card is refused. Spoilers are hidden there, too."""
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
    return f"{fact_text(fact, 300)}\n-# {fit(plain_text.source(fact, knowledge), 150)}"


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
        case AboutMe():
            return "This was about me, so I looked into my manual."
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


NOT_AN_ANSWER = "That isn't an answer of mine."


DELETED = "It's deleted."
NOT_YOURS_TO_DELETE = "Only the one who asked, or someone who may manage messages here, can delete this."


USE_THE_SIGN = "I'm not a member here, so I can't delete it this way. Press 🗑️ below it instead."


ASK_ABOUT_MINE = "I wrote that myself. Reply to it to ask more, or use this on a message of somebody else."


NO_TEXT = "There is nothing to read in that message."


QUESTION_GONE = (
    "I can't read the question any more, so I can't explain the answer. Ask it again, then use this on the new one."
)


QUESTION_LOST = "I can't read the question any more. Ask it again, then use the signs below the new answer."


MEANT_TITLE = "What is the right answer?"
MEANT_LABEL = "The right one is"
NONE_OF_THESE = "None of these"
MEANT_TEXT_LABEL = "Or write it, in a sentence of its own"
RIGHT = "Thank you, good to know."
NOTHING_SAID = "Pick a fact, or write what is right, and I'll pass it on to the managers."


SOLVED_BUTTON = "Solved"
REOPEN_BUTTON = "Open again"
NOT_YOURS_TO_SOLVE = "Only the member who opened this post, and moderators, can do that."
STILL_TAGGED = (
    "I can't take the tag for solved posts off this post; that needs **Manage Threads**. "
    "Take it off yourself, and I'll answer here again."
)


TOO_MANY_CARDS = "That's a lot of cards. I'll show more in a minute."


TOO_MANY_ASK = "Too many questions at once. Ask me again in a moment."
