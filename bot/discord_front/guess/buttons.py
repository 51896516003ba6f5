"""The buttons under a board of /guess. The puzzle is in their id, so they work after a restart, too."""

import re
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import discord
from discord import ui

from bot.discord_front import failures
from bot.discord_front.guess import wording

PREFIX = "guess:"
"""What the ids of these buttons begin with; discord.py itself finds out what they do."""

COG = "Guess the character"
"""The name of the cog that does what a button says."""

Press = discord.Interaction[Any]


class GuessAction(StrEnum):
    """What a button does with a board that is over."""

    SHARE = "share"
    ANOTHER = "another"


LABELS = {GuessAction.SHARE: wording.SHARE_BUTTON, GuessAction.ANOTHER: wording.ANOTHER_BUTTON}


@runtime_checkable
class Pressed(Protocol):
    """Whoever does it."""

    async def press(self, press: Press, action: GuessAction, puzzle: int) -> None: ...


class GuessButton(ui.DynamicItem[ui.Button[Any]], template=rf"{PREFIX}(share|another):(\d{{1,19}})"):
    """Share a board, or begin another one."""

    def __init__(self, action: GuessAction, puzzle: int) -> None:
        self.action, self.puzzle = action, puzzle
        custom_id = f"{PREFIX}{action.value}:{puzzle}"
        super().__init__(ui.Button(label=LABELS[action], custom_id=custom_id, style=discord.ButtonStyle.primary))

    @classmethod
    async def from_custom_id(cls, _press: Press, _item: ui.Item[Any], match: re.Match[str], /) -> "GuessButton":
        """The button that was pressed."""
        return cls(GuessAction(match[1]), int(match[2]))

    async def callback(self, interaction: Press) -> None:
        """Let the cog do it, with the last resort for an error in it."""
        try:
            cog = interaction.client.get_cog(COG)
            assert isinstance(cog, Pressed)
            await cog.press(interaction, self.action, self.puzzle)
        except Exception as error:
            await failures.apologise(interaction, error, f"the button {self.action} of /guess")
