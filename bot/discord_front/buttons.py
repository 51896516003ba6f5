"""Buttons and menus to send. Their ids hold all their data, so they work after a restart."""

from dataclasses import dataclass
from typing import Annotated, Any

import discord
from discord import ui

from bot.discord_front.custom_ids import Action, FieldFormat, LongNumber

Button = ui.Button[Any]


@dataclass(frozen=True)
class ShareDaily(Action, id="lk:z:s:"):
    """Shares the member's latest dailies with the channel; under /stats and under private results."""


@dataclass(frozen=True)
class OpenPanel(Action, id="lk:h:{page}:{channel_id}"):
    """Opens a page of the settings. On the page about spoilers, `channel_id` is the channel; 0 is the server."""

    page: Annotated[str, FieldFormat("[a-z]")] = "a"
    channel_id: LongNumber = 0


@dataclass(frozen=True)
class AskSomething(Action, id="lk:w:a"):
    """Opens a form for a question, and answers it."""


@dataclass(frozen=True)
class SetUpDaily(Action, id="lk:w:d"):
    """Opens a form for the time of the daily question, and sets it up in this channel."""


@dataclass(frozen=True)
class UploadPack(Action, id="lk:p:u:{pack}"):
    """Opens a form for the file of a new pack, or of a new version of `pack`, and shows what is in it."""

    pack: Annotated[str, FieldFormat(r"(?:[a-z0-9][a-z0-9-]{0,39})?")] = ""


@dataclass(frozen=True)
class GuessToday(Action, id="lk:g:t:"):
    """Shows the member's board of today's character; under a daily question that invites to it."""


def button(
    action: Action,
    label: str,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    row: int | None = None,
    disabled: bool = False,
) -> Button:
    """A button for this action; with an empty label it is only its emoji."""
    return ui.Button(
        label=label or None, emoji=emoji, style=style, row=row, disabled=disabled, custom_id=action.custom_id
    )


def share_button() -> Button:
    """A button to share one's results."""
    return button(ShareDaily(), "Share my dailies")


def laid_out(*items: ui.Item[Any]) -> ui.LayoutView:
    """A message of Components V2. As with `below`, discord.py keeps nothing of it."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def guess_button(*, row: int, disabled: bool) -> Button:
    """A button to guess today's character."""
    return button(GuessToday(), "Guess the character", emoji="🕵️", row=row, disabled=disabled)


def below(*items: ui.Item[Any]) -> ui.View:
    """The buttons below a message. discord.py keeps none of them in memory: `presses` reads the pressed id."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
