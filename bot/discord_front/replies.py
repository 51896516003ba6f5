"""A message to send, and how a command or a press is answered with it."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import discord
from discord import ui

from bot.discord_front.buttons import Button, below

Press = discord.Interaction[Any]
"""A press on a button or in a menu, a form that is sent in, or a command."""

WAITS = "waits"
"""Among the extras of a press for which an answer was announced, or is being announced."""

T = TypeVar("T")

PROMPT = timedelta(seconds=1.5)
"""Work that takes longer is announced: Discord waits three seconds for a first reply."""


@dataclass(frozen=True)
class Outgoing:
    """A message to send: an embed or a text, with buttons or without. `quiet` is for one member's eyes only.

    `plain` is what to send where embeds are not allowed. With `replaces` it takes the place of the message that was
    pressed.
    """

    embed: discord.Embed | None = None
    text: str = ""
    view: ui.View | None = None
    file: discord.File | None = None
    quiet: bool = False
    replaces: bool = False
    plain: str = ""


def notice(text: str, buttons: list[Button] | None = None) -> Outgoing:
    """A few words for one member's eyes only."""
    return Outgoing(text=text, view=below(*buttons) if buttons else None, quiet=True)


async def send(press: Press, outgoing: Outgoing | None) -> None:
    """Answer a command or a press, also one that was told to wait. None: it has its answer already."""
    if outgoing is None:
        return
    text, is_done = outgoing.text or None, press.response.is_done()
    with receipt_optional(press):
        if outgoing.replaces:
            edit = press.edit_original_response if is_done else press.response.edit_message
            await edit(content=text, embed=outgoing.embed, view=outgoing.view)
        else:
            say: Any = press.followup.send if is_done else press.response.send_message
            parts = {"content": text, "embed": outgoing.embed, "view": outgoing.view, "file": outgoing.file}
            await say(**{name: part for name, part in parts.items() if part is not None}, ephemeral=outgoing.quiet)


async def wait(press: Press, *, thinks: bool = False) -> None:
    """Tell Discord that an answer comes. Of several processes that hear of a press, Discord lets one have it.

    With `thinks` the member sees "is thinking...", which only an answer for their eyes alone can take the place of.
    """
    press.extras[WAITS] = True
    with receipt_optional(press):
        await press.response.defer(ephemeral=True, thinking=thinks)


async def in_time(press: Press, work: Coroutine[Any, Any, T], *, thinks: bool = False) -> T:
    """Do the work, and where it is slow tell Discord that an answer comes."""
    doing = asyncio.create_task(work)
    doing.add_done_callback(lambda done: done.cancelled() or done.exception())  # also where `wait` fails
    done, _ = await asyncio.wait({doing}, timeout=PROMPT.total_seconds())
    if not done and WAITS not in press.extras and not press.response.is_done():
        await wait(press, thinks=thinks)
    return await doing


@contextmanager
def receipt_optional(press: Press) -> Iterator[None]:
    """Discord confirms an answer with its message. One that is confirmed without (204) has arrived as well,
    though discord.py cannot read that."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        if not press.response.is_done():
            raise
