"""A message to send, and how a command or a press is answered with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_front.buttons import below

Button = ui.Button[Any]


@dataclass(frozen=True)
class Outgoing:
    """A message to send: an embed or a text, with buttons or without. `quiet` is for one member's eyes only.

    `plain` is what to send where embeds are not allowed.
    """

    embed: discord.Embed | None = None
    text: str = ""
    view: ui.View | None = None
    quiet: bool = False
    plain: str = ""


def notice(text: str, buttons: list[Button] | None = None) -> Outgoing:
    """A few words for one member's eyes only."""
    return Outgoing(text=text, view=below(*buttons) if buttons else None, quiet=True)


async def send(interaction: discord.Interaction[Any], outgoing: Outgoing) -> None:
    """Answer a command or a press with a new message."""
    with receipt_optional(interaction):
        await interaction.response.send_message(
            outgoing.text or None,
            embed=outgoing.embed or discord.utils.MISSING,
            view=outgoing.view or discord.utils.MISSING,
            ephemeral=outgoing.quiet,
        )


async def turn_into(interaction: discord.Interaction[Any], outgoing: Outgoing) -> None:
    """Answer a press by changing the message that it was on."""
    with receipt_optional(interaction):
        await interaction.response.edit_message(content=outgoing.text or None, embed=outgoing.embed, view=outgoing.view)


@contextmanager
def receipt_optional(interaction: discord.Interaction[Any]) -> Iterator[None]:
    """Discord confirms an answer with its message. One that is confirmed without (204) has arrived as well,
    though discord.py cannot read that."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        if not interaction.response.is_done():
            raise
