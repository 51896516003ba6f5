"""Buttons and menus: all they need is in their id, so they work after a restart, too."""

from typing import Any

import discord
from discord import ui

from bot.discord_front import custom_ids
from bot.discord_front.custom_ids import Action, PickPart


def button(
    action: Action,
    label: str,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button[Any]:
    """A button to send, with an action in its id."""
    return ui.Button(label=label, emoji=emoji, style=style, disabled=disabled, custom_id=custom_ids.write(action))


def part_menu(action: PickPart, options: list[discord.SelectOption]) -> ui.Select[Any]:
    """The menu of the parts of the stories, to send; 1 to 25 options."""
    return ui.Select(options=options, placeholder="Go to a part of the story", custom_id=custom_ids.write(action))


def below(*items: ui.Item[Any]) -> ui.View:
    """What stands below a message. discord.py keeps none of it in memory: the client reads the id that is pressed."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
