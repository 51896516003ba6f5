"""The buttons under a daily question and under a member's private result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import discord
from discord import ui

from bot.daily.results import DailyPost, DailyResult
from bot.discord_front import options
from bot.discord_front.buttons import below, button, guess_button, share_button
from bot.discord_front.custom_ids import Action, FieldFormat, Number
from bot.discord_front.daily import wording

Marker = Annotated[str, FieldFormat(r"d[0-9a-z]{1,13}-\d{8}")]
"""Identifies server and day (see `daily.results`)."""

Asked = Annotated[
    str,
    FieldFormat(r"(?::[A-Za-z0-9_-]{16}\d{1,25})?", lambda text: text[1:], lambda asked: f":{asked}" if asked else ""),
]
"""Identifies the question; missing on older buttons."""


@dataclass(frozen=True)
class PickDaily(Action, id="lk:q:{marker}:{option}{asked}"):
    """An option of a daily question, by its position."""

    marker: Marker
    option: Number
    asked: Asked = ""


@dataclass(frozen=True)
class LookDaily(Action, id="lk:r:{marker}{asked}"):
    """Shows members their own part of a result. The marker and `asked` are those of its options."""

    marker: Marker
    asked: Asked = ""


@dataclass(frozen=True)
class PractiseDaily(Action, id="lk:q:p:{marker}:{option}"):
    """An option of an earlier question, for practice, by its position."""

    marker: Marker
    option: Number


LAST_ROW = 4


def open_question(post: DailyPost) -> ui.View:
    """A button for each option, and the invitation to guess the character below them; disabled in a preview."""
    view = _picks(post, [PickDaily(post.marker, number, post.asked) for number in range(len(post.options))])
    if post.invites_to_guess:
        view.add_item(guess_button(row=LAST_ROW, disabled=post.previewed))
    return view


def earlier_question(post: DailyPost) -> ui.View:
    """A button for each option, for practice."""
    return _picks(post, [PractiseDaily(post.marker, number) for number in range(len(post.options))])


def _picks(post: DailyPost, actions: Sequence[Action]) -> ui.View:
    labels = options.labels(post.options)
    rows = options.rows(labels, most=5)
    return below(
        *(
            button(action, label, style=discord.ButtonStyle.primary, row=row, disabled=post.previewed)
            for action, label, row in zip(actions, labels, rows, strict=True)
        )
    )


def closed_question(result: DailyResult) -> ui.View:
    """One button: it shows members how they did, and lets the bot find the day's post again."""
    return below(button(LookDaily(result.marker, result.asked), wording.LOOK_BUTTON))


def share() -> ui.View:
    """A button to share one's results, for members who answered."""
    return below(share_button())
