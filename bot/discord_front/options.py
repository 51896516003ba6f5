"""The layout of a question's options on buttons and in texts, in games and daily questions. Pure."""

from collections.abc import Sequence
from string import ascii_uppercase

import discord

from bot.discord_front.wording import BUTTON, fit

LABEL = 38
"""Label length that Discord shows on a narrow screen. If an option is longer, the options are in the text, and the
buttons have letters."""

SIDE_BY_SIDE = 20
"""Labels up to this length share a row; longer ones get a row each, so that nothing is cut off."""

SHOWN = 170
"""Maximum length of an option in a text, so that all of them fit with the question."""

BAR = 10
"""Number of blocks in a full bar."""

RIGHT = discord.Colour(0x3BA55D)
WRONG = discord.Colour(0xED4245)


def labels(options: Sequence[str]) -> tuple[str, ...]:
    """The labels of the buttons, in order."""
    if has_letters(options):
        return tuple(ascii_uppercase[: len(options)])
    return tuple(option[:BUTTON] for option in options)


def has_letters(options: Sequence[str]) -> bool:
    """Whether the options are too long for buttons, which then have letters."""
    return any(len(option) > LABEL for option in options)


def lettered(options: Sequence[str]) -> list[str]:
    """The options with the letters of their buttons."""
    return [f"**{letter}** · {fit(option, SHOWN)}" for letter, option in zip(ascii_uppercase, options, strict=False)]


def rows(labels: Sequence[str], *, most: int) -> list[int | None]:
    """The row of each button, up to this many rows; None if they share a row."""
    is_wide = max(map(len, labels)) > SIDE_BY_SIDE and len(labels) <= most
    return [row if is_wide else None for row in range(len(labels))]


def rank_mark(rank: int, points: int) -> str:
    """The prefix for a rank on a board: a medal for the first three, if they have points."""
    medal = {1: "🥇", 2: "🥈", 3: "🥉"}.get(rank) if points else None
    return medal or f"**{rank}.**"


def bar(share: float) -> str:
    """A share as a bar of blocks, which every font has."""
    full = round(share * BAR)
    return "█" * full + "░" * (BAR - full)
