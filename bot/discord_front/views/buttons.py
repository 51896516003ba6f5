"""Buttons and menus that work after a restart: all they need is in their id, and the client does what it says."""

import re
from typing import Any, Protocol, Self, runtime_checkable

import discord
from discord import ui

from bot.discord_front import custom_ids
from bot.discord_front.custom_ids import Action, PickPart, Stale


@runtime_checkable
class Pressable(Protocol):
    """A client that does what buttons say."""

    async def pressed(self, interaction: discord.Interaction[Any], action: Action | Stale, picked: str) -> None:
        """`picked` is the line chosen in a menu, empty for a button. Never raises."""


class ActionButton(ui.DynamicItem[ui.Button[Any]], template=custom_ids.BUTTON):
    """A button with an action in its id."""

    @classmethod
    def make(
        cls,
        action: Action,
        label: str | None = None,
        *,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> Self:
        """A button to send."""
        custom_id = custom_ids.write(action)
        return cls(ui.Button(label=label, emoji=emoji, style=style, disabled=disabled, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """It was pressed."""
        await _press(interaction, self.custom_id, "")


class PartMenu(ui.DynamicItem[ui.Select[Any]], template=custom_ids.MENU):
    """The menu of the parts of the stories."""

    @classmethod
    def make(cls, action: PickPart, options: list[discord.SelectOption]) -> Self:
        """A menu to send; 1 to 25 options."""
        custom_id = custom_ids.write(action)
        return cls(ui.Select(options=options, placeholder="Go to a part of the story", custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The menu in which something was picked."""
        assert isinstance(item, ui.Select)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Something was picked."""
        await _press(interaction, self.custom_id, "".join(self.item.values[:1]))


ITEMS = (ActionButton, PartMenu)
"""What the client has to know to take up buttons of an earlier run."""


async def _press(interaction: discord.Interaction[Any], custom_id: str, picked: str) -> None:
    client = interaction.client
    assert isinstance(client, Pressable)
    await client.pressed(interaction, custom_ids.read(custom_id), picked)
