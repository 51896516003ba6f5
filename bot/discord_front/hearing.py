"""The bot's gateway intents, with or without the content of messages that aren't addressed to it."""

import logging

import discord

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""The intents that the bot always has. None is privileged: it only reads messages addressed to it."""

WHERE = "the page Bot at https://discord.com/developers/applications"
"""The page where an operator allows the bot to read more."""

ALLOWED = "listening: the Message Content Intent is on, so managers can let the bot listen with /settings listen"
NOT_ALLOWED = (
    "not listening: the Message Content Intent is off, so the bot reads what mentions it, replies that ping it and "
    "direct messages. To let managers choose channels in which it listens, turn it on, on "
    f"{WHERE}, and restart the bot."
)
REFUSED = (
    "Discord refuses the Message Content Intent that it said was allowed. The bot goes on without it: it reads what "
    f"mentions it, replies that ping it and direct messages. Look at {WHERE}, and restart the bot."
)


def ask_for_texts(intents: discord.Intents, flags: discord.ApplicationFlags) -> None:
    """Requests the message content intent only if the operator has turned it on, and logs which.

    The application's flags say so; if a server doesn't send them, the intent isn't requested.
    `intents` are those that the client connects with.
    """
    intents.message_content = flags.gateway_message_content or flags.gateway_message_content_limited
    log.info(ALLOWED if intents.message_content else NOT_ALLOWED)
