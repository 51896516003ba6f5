"""All wording of /setup, of the first message on a server, and of a mention that can't be answered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.discord_front import hearing
from bot.discord_front.wording import fit
from bot.ids import ChannelId
from bot.knowledge.model import Knowledge
from bot.lookups.plain_text import in_words, titles


class Mending(Enum):
    """What the bot may mend itself."""

    PAUSE_DAILY = "pause the daily question, whose channel is gone"
    STOP_LISTENING = "stop listening in channels that are gone"
    DROP_SPOILER_RULES = "drop the rules for spoilers of channels that are gone"
    DROP_ROLES = "forget roles that are gone"
    DROP_DIGEST = "drop the digest of open questions, whose channel is gone"
    SYNC_COMMANDS = "register my commands with Discord again"


@dataclass(frozen=True)
class Finding:
    """Something that was looked at. `mending` is what the bot can do about it, if it is wrong."""

    is_fine: bool
    text: str
    mending: Mending | None = None


MOST_SHOWN = 3600
"""Characters of all findings. Discord allows 4,000 in one message of Components V2."""

ALL_FINE = "Everything that is set up here works."
MENDED = "I've mended what I could, and looked again."
MEND_LABEL = "Mend what I can"
LOOK_LABEL = "Look again"
DATABASE_FINE = "The database answers."
DATABASE_GONE = "The database doesn't answer, so nothing can be set or kept. My operator has to look at the log."
NO_PACKS = "No pack is used here, so I know nothing. Choose some with /pack use, or ask my operator for one."
COMMANDS_FINE = "All my commands are registered with Discord."
COMMANDS_UNKNOWN = "Discord doesn't tell me now which of my commands are registered."
NO_DAILY = "There is no daily question. Set one up with the button below or with /settings daily set."
DAILY_GONE = "The channel of the daily question is gone. Choose another one with /settings daily set channel."
TEXTS_ALLOWED = "I may read plain messages in the channels where I listen (Message Content Intent)."
TEXTS_NOT_NEEDED = "I'm not set to listen in any channel, so I needn't read what members write there."
TEXTS_MISSING = (
    "I'm set to listen in channels, but Discord doesn't give me the text of plain messages. My operator has to turn on "
    f"*Message Content Intent* on {hearing.WHERE}, and restart me."
)
ROLE_GONE = "A role that is set in /settings panel is gone: the {what}. Choose another one there."


def packs(knowledge: Knowledge) -> str:
    """The packs in use."""
    facts = len(knowledge.facts)
    return f"I know {facts:,} facts about {fit(titles(knowledge), 300)}."


def commands_missing(names: Sequence[str]) -> str:
    """Says which commands Discord doesn't have."""
    return f"Discord doesn't have these commands of mine: {', '.join(f'/{name}' for name in names)}."


def daily_fine(channel_id: ChannelId) -> str:
    """Says that the daily question can be posted."""
    return f"The daily question in <#{channel_id}>: I have every right that I need there."


def daily_paused(reason: str) -> str:
    """Says that the daily question is paused."""
    why = f" ({fit(reason, 300)})" if reason else ""
    return f"The daily question is paused{why}. When that is mended: /settings daily resume."


def lacking(what: str, channel_id: ChannelId, rights: Sequence[str]) -> str:
    """Says which rights are missing in a channel, and where to give them."""
    names = in_words(tuple(f"**{right}**" for right in rights), last="and")
    return f"{what} in <#{channel_id}>: I'm missing {names}. *Edit Channel → Permissions*, and allow it for my role."


def cannot_tag(forum_id: ChannelId, tag: str, rights: Sequence[str]) -> str:
    """Says that solved posts of a forum don't get its tag."""
    return lacking(f"The tag “{fit(tag, 50)}” for solved posts", forum_id, rights)


def no_ping(role_id: int) -> str:
    """Says that a role can't be pinged."""
    return (
        f"The daily question can't ping <@&{role_id}>. Allow everybody to mention that role, or give me "
        "**Mention Everyone** in its channel."
    )


def channels_gone(what: str, count: int) -> str:
    """Says that channels with a setting are deleted."""
    return f"{what}: {count} channel{'s are' if count > 1 else ' is'} gone."


def fine_in(what: str, count: int) -> str:
    """A feature has all its rights in this number of channels."""
    return f"{what}: I have every right that I need, in {count} channel{'' if count == 1 else 's'}."


def report(findings: Sequence[Finding]) -> str:
    """What is wrong first, then what is fine."""
    wrong = [each for each in findings if not each.is_fine]
    lines = [f"❌ {each.text}" for each in wrong] + [f"✅ {each.text}" for each in findings if each.is_fine]
    shown: list[str] = []
    for line in lines:
        if sum(map(len, shown)) + len(shown) + len(line) > MOST_SHOWN:
            shown.append("…and more. Mend these first, then look again.")
            break
        shown.append(line)
    return "\n".join([*([] if wrong else [f"**{ALL_FINE}**"]), *shown])


def mendable(findings: Sequence[Finding]) -> str:
    """What the button would do."""
    doing = tuple(dict.fromkeys(each.mending.value for each in findings if each.mending is not None))
    return f"-# {MEND_LABEL}: {in_words(doing, last='and')}." if doing else ""


def welcome(knowledge: Knowledge) -> str:
    """The first message on a server."""
    return (
        f"**Hello! I know {fit(titles(knowledge), 300)} by heart, and never make anything up.**\n"
        "Mention me with a question, or use /ask. There are quizzes with /trivia start, a character to guess with "
        "/guess daily, and a daily question if you like. Managers: /setup looks whether I have all I need, and "
        "/settings panel has everything that can be set."
    )


def elsewhere(text: str, server: str) -> str:
    """The first message for the member who added the bot, where it may not write in any channel."""
    return f"You've added me to **{fit(server, 100)}**, but I may not write in any channel there.\n\n{text}"
