"""What the bot asks Discord to let it hear, and whether that includes the texts of messages that are not for it."""

import logging

import discord

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""What the bot always hears. None of it is privileged: it reads what is written to it, and nothing else."""

WHERE = "the page Bot at https://discord.com/developers/applications"
"""Where an operator allows the bot to read more."""

ALLOWED = "listening: the Message Content Intent is on, so managers can let the bot listen with /settings listen"
NOT_ALLOWED = (
    "not listening: the Message Content Intent is off, so the bot reads what mentions it, replies that ping it and "
    "direct messages. To let managers choose channels in which it listens, turn it on, on "
    f"{WHERE}, and start the bot anew."
)
REFUSED = (
    "Discord refuses the Message Content Intent that it said was allowed. The bot goes on without it: it reads what "
    f"mentions it, replies that ping it and direct messages. Look at {WHERE}, and start the bot anew."
)


def ask_for_texts(intents: discord.Intents, flags: discord.ApplicationFlags) -> None:
    """Ask for the message content intent where the operator has turned it on, and only there; the log says which.

    Discord tells so in the application's flags; a server that speaks its API and tells nothing is not asked.
    `intents` are those that the client goes by when it connects.
    """
    intents.message_content = flags.gateway_message_content or flags.gateway_message_content_limited
    log.info(ALLOWED if intents.message_content else NOT_ALLOWED)
