"""Buttons and menus to send: all they need is in their id, so they work after a restart, too."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_front.custom_ids import Action

Button = ui.Button[Any]


@dataclass(frozen=True)
class ShareDaily(Action, id="lk:z:s:"):
    """Show the channel how my last dailies went: under /stats, and under what a daily question tells a member."""


def button(
    action: Action,
    label: str,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    row: int | None = None,
    disabled: bool = False,
) -> Button:
    """A button that does this."""
    return ui.Button(label=label, emoji=emoji, style=style, row=row, disabled=disabled, custom_id=action.custom_id)


def share_button() -> Button:
    """A way to show others how one did."""
    return button(ShareDaily(), "Share my dailies")


def below(*items: ui.Item[Any]) -> ui.View:
    """What stands below a message. discord.py keeps none of it in memory: `presses` reads the id that is pressed."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
