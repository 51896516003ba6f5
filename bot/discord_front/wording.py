"""Wording helpers, and all of Discord's size limits. Pure: values in, texts and embeds out."""

import re
from collections.abc import Sequence

import discord

from bot.ids import ChannelId
from bot.knowledge.model import Fact
from bot.lookups import plain_text

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
"""Discord's limits, in characters or items."""


COLOUR = discord.Colour(0x5B6EE1)
QUIET = discord.Colour(0x80848E)

_ZERO_WIDTH = "\u200b"

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of writing. One that isn't ended would turn the bot's own text after it, too."""


# Text


def quote(text: str) -> str:
    """`text` on one line, shown literally: no markup, no mention, no disguised link."""
    line = " ".join(text.split())
    if not (_MAYBE_LIST.match(line) or _MAYBE_MARKUP.search(line)):  # most texts have none
        return line
    line = " ".join(line.replace(_ZERO_WIDTH, "").translate(_TURNS).split())
    line = _MARKUP.sub(r"\\\g<0>", line)
    line = _LIST.sub(r"\\\g<0>", line)
    return _MENTION.sub(f"@{_ZERO_WIDTH}", line)


_MAYBE_LIST = re.compile(r"[-#+\d]")
_MAYBE_MARKUP = re.compile(r"[\\*_~|`<>\[\]@\u200b-\u2069]")
_MARKUP = re.compile(r"[\\*_~|`<>\[\]]")
_LIST = re.compile(r"^[-#+]|(?<=^\d)\.|(?<=^\d\d)\.")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")


def unquote(text: str) -> str:
    """The original of a quoted text."""
    return re.sub(r"\\(.)", r"\1", text.replace(_ZERO_WIDTH, ""))


def fit(text: str, length: int) -> str:
    """`text` quoted in at most `length` characters (1 or more), cut between words."""
    room = length
    while len(quoted := quote(plain_text.shorten(text, room))) > length:
        if room == 1:
            return "…"
        room = max(1, room - (len(quoted) - length))
    return quoted


def spoiler(text: str, length: int) -> str:
    """`text` behind spoiler marks that it can't break, in at most `length` characters (6 or more)."""
    return hidden(fit(text, length - 5))


def hidden(quoted: str) -> str:
    """A quoted text behind spoiler marks."""
    return f"||{quoted}{_ZERO_WIDTH if quoted.endswith('|') else ''}||"


def fact_text(fact: Fact, length: int) -> str:
    """A fact's text, hidden if it gives away the plot."""
    return spoiler(fact.text, length) if fact.spoiler else fit(fact.text, length)


def capital(text: str) -> str:
    """`text` with a capital letter."""
    return text[:1].upper() + text[1:]


def button(text: str) -> str:
    """A button's label."""
    return plain_text.shorten(text, BUTTON)


# Refusals


GONE = "My fact sheets don't have that any more. Ask me again."
TOO_OLD = "That's from an older version of me and no longer works. Ask me again, or use the command again."
SERVERS_ONLY = "That only works in a channel of a server that I'm a member of."
MANAGERS_ONLY = "Only members who manage this server, or have its manager role, can do that."
TIMED_OUT = "You're timed out on this server, so I can't do that for you here until that is over."
FLOOD = "That's more than I can do at once. Wait a minute, and try again."
OUT_OF_SIGHT = "I cannot see what you picked there. Let me see it, or pick another one."
COMMAND_CHANGED = "This command has just changed. Reload Discord (Ctrl+R), and try again."
DATABASE_AWAY = "I can't reach my database; nothing is lost, try again in a minute."
NOT_TAKEN = "Discord did not let me answer just now. Try it again in a moment."


def apology(reference: str) -> str:
    """The reply to an unexpected error; the log has details under the same reference."""
    return f"Something went wrong on my side (reference `{reference}`). If it goes on, give that to my operator."


def lacks(rights: Sequence[str], channel_id: ChannelId) -> str:
    """Says that the bot lacks permissions in a channel."""
    names = plain_text.in_words(tuple(f"**{right}**" for right in rights), last="and")
    return f"I can't do that in <#{channel_id}> yet. Give me {names} there, then say it again."


def embed_of(description: str, *, title: str = "", colour: discord.Colour = COLOUR) -> discord.Embed:
    """An embed, with its two longest parts cut to the limits."""
    return discord.Embed(
        title=plain_text.shorten(title, TITLE) or None,
        description=description[:DESCRIPTION] or None,
        colour=colour,
    )
