"""All wording about open questions, within Discord's size limits. Pure: values in, texts and embeds out."""

import discord

from bot.community.digest import Digest
from bot.discord_front.near import NearFact
from bot.discord_front.wording import BUTTON, DESCRIPTION, button, embed_of, fit, spoiler
from bot.lookups.plain_text import shorten
from bot.packs.members_facts import TITLE
from bot.storage.misses import Miss, MissEnd

ENTRY = 250
"""Characters of a question in the list, so that a page fits into one message."""

ENDED = {
    MissEnd.NOTHING: "no answer",
    MissEnd.CLOSEST: "only the closest fact",
    MissEnd.WRONG: "the answer was wrong",
}

ANSWER_BUTTON = "Answer it…"
DISMISS_BUTTON = "Dismiss"
PREVIOUS, NEXT = "Previous", "Next"
CLEAR_BUTTON = "Delete all…"
CLEAR_SURE = "Delete them all"
KEEP_BUTTON = "Keep as a fact"
KEEP_AS_SPOILER_BUTTON = "Keep as a spoiler"
LEAVE_BUTTON = "No"
DIGEST_BUTTON = "Answer them…"

FORM_TITLE = "Answer a question"
KNOWN_LABEL = "A fact that I know already"
NONE_OF_THESE = "None of these"
TEXT_LABEL = "Or the answer, in a sentence of its own"
QUESTION_LABEL = "The question"
SHOWN_LABEL = "How I show it"
OPENLY, HIDDEN = "Openly", "Behind spoiler marks"

NOTHING_SAID = "Pick a fact, or write the answer. Nothing has been kept."
REPLY_GONE = "I can't read that reply any more, so there is nothing to keep. /misses still has the question."
ALL_CLEAR = "The list is empty now."


def head(count: int, said: str) -> str:
    """The head of the list. `said` is what has just been done."""
    told = f"\n{said}" if said else ""
    if not count:
        return f"## Open questions{told}\nThere is no question that I couldn't answer."
    questions = "1 question" if count == 1 else f"{count} questions"
    return (
        f"## Open questions{told}\nI couldn't answer {questions}. I keep them without who asked, until 30 days after "
        "they were last asked."
    )


def entry(number: int, miss: Miss) -> str:
    """A question in the list."""
    return (
        f"**{number}.** {fit(miss.text, ENTRY)}\n-# Asked {times(miss)}, last <t:{int(miss.last_at.timestamp())}:R> in "
        f"<#{miss.channel_id}>: {ENDED[miss.ended]}"
    )


def times(miss: Miss) -> str:
    """How often it was asked."""
    return {1: "once", 2: "twice"}.get(miss.times, f"{miss.times} times")


def sure_to_clear(count: int) -> str:
    """Asks for a confirmation."""
    return f"Shall I delete {'the question' if count == 1 else f'all {count} questions'} on the list? That is for good."


def offered(miss: Miss) -> str:
    """The offer to keep a reply."""
    return f"-# I couldn't answer “{fit(miss.text, ENTRY)}”. Managers: shall I keep this reply as the answer?"


def as_wording(told: NearFact) -> str:
    """The button that keeps a question as another wording of a fact."""
    about = f"{told.label[:1].lower()}{told.label[1:]}" if told.fact.spoiler else f"“{told.fact.text}"
    start = "As another wording of "
    if told.fact.spoiler:
        return button(f"{start}a fact {about}")
    return f"{start}{shorten(about, BUTTON - len(start) - 1)}”"


def kept(text: str, *, is_spoiler: bool, is_used: bool) -> str:
    """Says that a fact answers the question now."""
    quoted = spoiler(text, 300) if is_spoiler else fit(text, 300)
    told = f"I know it now, as part of the pack “{TITLE}”: {quoted}"
    return told if is_used else f"{told}\nThis server doesn't use that pack yet: /pack use"


def digest(digest: Digest) -> discord.Embed:
    """A week's questions."""
    count = "1 question" if digest.count == 1 else f"{digest.count} questions"
    lines = [f"Last week I couldn't answer {count}, or not for sure."]
    if len(digest.top) < digest.count:
        lines[0] += f" These {len(digest.top)} were asked most:"
    lines += [f"- {fit(each.text, ENTRY)} (asked {times(each)})" for each in digest.top]
    return embed_of("\n".join(lines)[:DESCRIPTION], title="Open questions")
