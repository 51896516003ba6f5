"""Drops single events that discord.py can't read, completes commands with missing fields, and leaves messages of bots.

By default an unreadable event ends the whole bot. Discord has sent a few with new content, and other servers that speak
its API may too.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import discord

from bot.discord_front import insides

log = logging.getLogger(__name__)

NEEDED = {"READY", "RESUMED"}
"""Events that the bot can't run without."""

EVERYTHING = str(discord.Permissions.all().value)

INTERACTION = {"version": 1, "attachment_size_limit": 0, "app_permissions": EVERYTHING}
CHANNEL = {"name": "", "position": 0}
"""Fields of a command and its channel that discord.py requires. If the bot's permissions are missing, we assume all and
let the server refuse."""

PRESS = discord.InteractionType.component.value
MESSAGE = {
    "id": "0",
    "type": 0,
    "content": "",
    "author": {"id": "0", "username": "", "discriminator": "0", "avatar": None},
}
"""discord.py looks for the pressed component on the message of the press."""

Parse = Callable[[Any], Any]


def skip_unreadable(client: discord.Client) -> None:
    """Logs events that can't be read, and continues with the next."""
    parsers = insides.parsers(client)
    for name, parse in tuple(parsers.items()):
        if name not in NEEDED:
            parsers[name] = _careful(name, parse)


def _careful(name: str, parse: Parse) -> Parse:
    @wraps(parse)
    def parse_or_skip(data: Any) -> None:
        try:
            if name == "MESSAGE_CREATE" and data["author"].get("bot"):
                return  # nothing listens to it; most are our own, one for each answer
            parse(_completed(data) if name == "INTERACTION_CREATE" else data)
        except Exception:
            log.exception("an event %s could not be read, and is left out", name)

    return parse_or_skip


def _completed(interaction: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {**INTERACTION, **interaction, "channel": {**CHANNEL, **interaction.get("channel", {})}}
    if interaction.get("type") == PRESS:
        whole["message"] = _with_pressed(whole.get("message", {**MESSAGE, "channel_id": whole["channel"]["id"]}), whole)
    if "guild_id" in whole:
        whole.setdefault("authorizing_integration_owners", {"0": whole["guild_id"]})
    if discord.Permissions(int(whole.get("member", {}).get("permissions", 0))).administrator:
        whole["member"] = {**whole["member"], "permissions": EVERYTHING}  # Discord sends derived fields too
    return whole


def _with_pressed(message: dict[str, Any], interaction: dict[str, Any]) -> dict[str, Any]:
    """The message, with the pressed component added if it is missing."""
    pressed = {"type": interaction["data"]["component_type"], "custom_id": interaction["data"]["custom_id"]}
    rows = message.get("components") or ()
    if any(child.get("custom_id") == pressed["custom_id"] for row in rows for child in row.get("components", ())):
        return message
    return {**message, "components": [{"type": 1, "components": [{"style": 2, "options": [], **pressed}]}]}
