"""Lets an event that discord.py cannot read be lost alone, and completes a command that says less than Discord does.

As discord.py is made, such an event ends the whole bot. Discord has sent some now and then, with something new
in it, and other servers that speak its API may, too.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import discord

from bot.discord_front import insides

log = logging.getLogger(__name__)

NEEDED = {"READY", "RESUMED"}
"""Events without which there is no going on."""

EVERYTHING = str(discord.Permissions.all().value)

INTERACTION = {"version": 1, "attachment_size_limit": 0, "app_permissions": EVERYTHING}
CHANNEL = {"name": "", "position": 0}
"""What discord.py wants to know of a command and its channel. Where it is not said what the bot may do, it is left to
the server to refuse it."""

PRESS = discord.InteractionType.component.value
MESSAGE = {
    "id": "0",
    "type": 0,
    "content": "",
    "author": {"id": "0", "username": "", "discriminator": "0", "avatar": None},
}
"""discord.py finds what was pressed on the message that comes with a press."""

Parse = Callable[[Any], Any]


def skip_unreadable(client: discord.Client) -> None:
    """From now on, log an event that cannot be read, and go on with the next."""
    parsers = insides.parsers(client)
    for name, parse in tuple(parsers.items()):
        if name not in NEEDED:
            parsers[name] = _careful(name, parse)


def _careful(name: str, parse: Parse) -> Parse:
    @wraps(parse)
    def parse_or_skip(data: Any) -> None:
        try:
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
        whole["member"] = {**whole["member"], "permissions": EVERYTHING}  # Discord says what follows from it, too
    return whole


def _with_pressed(message: dict[str, Any], interaction: dict[str, Any]) -> dict[str, Any]:
    """The message with what was pressed on it, where it does not say so."""
    pressed = {"type": interaction["data"]["component_type"], "custom_id": interaction["data"]["custom_id"]}
    rows = message.get("components") or ()
    if any(child.get("custom_id") == pressed["custom_id"] for row in rows for child in row.get("components", ())):
        return message
    return {**message, "components": [{"type": 1, "components": [{"style": 2, "options": [], **pressed}]}]}
