"""All wording about suggestions, within Discord's size limits. Pure: values in, texts and embeds out."""

import discord

from bot.community.suggestions import Accepted, Declined
from bot.discord_front.wording import FIELD_VALUE, QUIET, embed_of, fit
from bot.ids import ChannelId
from bot.packs.members_facts import TITLE
from bot.storage.suggestions import Suggestion

SUGGEST_TITLE = "Suggest a fact"
EDIT_TITLE = "Edit a suggestion"
TEXT_LABEL = "The fact, in a sentence of its own"
QUESTION_LABEL = "A question that it answers"
CREDIT_LABEL = "Your name, to be named as its source"
ACCEPT_BUTTON = "Accept"
ACCEPT_AS_SPOILER_BUTTON = "Accept as a spoiler"
EDIT_BUTTON = "Edit"
DECLINE_BUTTON = "Decline"

SETTINGS_TITLE = "Suggestions"
TAKEN = "Thank you! The managers of this server will read it. If they accept it, I know it from then on."
CANT_SHOW = (
    "I can't write in the channel where managers read suggestions, so I haven't kept yours. Please tell a manager."
)
OFF = "Members can't suggest facts here any more. What was accepted stays: /pack list"
NOT_ON = "Members can't suggest facts here. Choose a channel where managers read them: /settings suggestions on"


def to_review(suggestion: Suggestion) -> discord.Embed:
    """A suggestion that waits to be decided."""
    made = suggestion.made
    embed = embed_of(fit(made.text, 3000), title=f"Suggestion {suggestion.id}")
    if made.question:
        embed.add_field(name="Answers the question", value=fit(made.question, FIELD_VALUE), inline=False)
    if made.credit:
        embed.add_field(name="Source to be named", value=fit(made.credit, FIELD_VALUE), inline=False)
    return embed.add_field(name="Suggested by", value=f"<@{made.member_id}> in <#{made.channel_id}>", inline=False)


def accepted(accepted: Accepted, *, is_spoiler: bool) -> discord.Embed:
    """A suggestion that is part of the server's pack now."""
    hidden = ", as a spoiler" if is_spoiler else ""
    told = f"Accepted by <@{accepted.suggestion.decided_by}>{hidden}. It's in the pack “{TITLE}” now."
    if not accepted.is_used:
        told += " This server doesn't use that pack yet: /pack use"
    return to_review(accepted.suggestion).add_field(name="Decision", value=told, inline=False)


def declined(declined: Declined) -> discord.Embed:
    """A suggestion that was turned down."""
    embed = to_review(declined.suggestion)
    embed.colour = QUIET
    told = f"Declined by <@{declined.suggestion.decided_by}>."
    if declined.is_settled:
        told += " My answer to that question stands, so the question has left the list of open questions: /misses"
    return embed.add_field(name="Decision", value=told, inline=False)


def turned_on(channel_id: ChannelId) -> str:
    """Says that suggestions are taken, and what happens to them."""
    return (
        f"Members can suggest facts now, with /suggest or in the menu of a message. Managers of this server "
        f"accept, edit or decline them in <#{channel_id}>. Accepted ones become part of the pack “{TITLE}”; "
        "/pack export gives you its files."
    )


def status(channel_id: ChannelId | None, waiting: int) -> str:
    """Whether and where suggestions are taken."""
    if channel_id is None:
        return NOT_ON
    count = "1 suggestion is" if waiting == 1 else f"{waiting or 'No'} suggestions are"
    return f"Managers read suggestions in <#{channel_id}>. {count} waiting."
