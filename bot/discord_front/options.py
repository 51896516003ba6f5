"""How a question's options stand on buttons and in texts, in games and under the daily question. Pure."""

from collections.abc import Sequence
from string import ascii_uppercase

import discord

from bot.discord_front.wording import BUTTON, fit

LABEL = 38
"""Characters of a button's label that Discord shows on a narrow screen. Where an option has more, the options stand in
the text, and the buttons have letters."""

SIDE_BY_SIDE = 20
"""Labels up to this length stand beside each other; longer ones get a row each, so that nothing is cut off."""

SHOWN = 170
"""Characters of an option in a text, so that all of them fit with the question."""

BAR = 10
"""Blocks that a full bar has."""

RIGHT = discord.Colour(0x3BA55D)
WRONG = discord.Colour(0xED4245)


def labels(options: Sequence[str]) -> tuple[str, ...]:
    """What stands on the buttons, in their order."""
    if has_letters(options):
        return tuple(ascii_uppercase[: len(options)])
    return tuple(option[:BUTTON] for option in options)


def has_letters(options: Sequence[str]) -> bool:
    """Whether options are too long for their buttons, which have letters then."""
    return any(len(option) > LABEL for option in options)


def lettered(options: Sequence[str]) -> list[str]:
    """The options with the letters of their buttons."""
    return [f"**{letter}** · {fit(option, SHOWN)}" for letter, option in zip(ascii_uppercase, options, strict=False)]


def rows(labels: Sequence[str], *, most: int) -> list[int | None]:
    """The row of each button, where at most so many are to be had; None where they stand side by side."""
    is_wide = max(map(len, labels)) > SIDE_BY_SIDE and len(labels) <= most
    return [row if is_wide else None for row in range(len(labels))]


def place(number: int, points: int) -> str:
    """What stands before somebody on a board: a medal for the first three, where they have points."""
    medal = {1: "🥇", 2: "🥈", 3: "🥉"}.get(number) if points else None
    return medal or f"**{number}.**"


def bar(share: float) -> str:
    """A share as blocks, which every font has."""
    full = round(share * BAR)
    return "█" * full + "░" * (BAR - full)
