"""Messages to send as answers to commands and presses."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord import ui

from bot.discord_front.buttons import Button, below

Press = discord.Interaction[Any]
"""A press on a button or in a menu, a submitted form, or a command."""

WAITS = "waits"
"""Key in the extras of a press that was deferred, or is being deferred."""

C = TypeVar("C")
T = TypeVar("T")
P = ParamSpec("P")

PROMPT = timedelta(seconds=1.5)
"""Slower work is deferred: Discord waits three seconds for a first reply."""


@dataclass(frozen=True)
class Outgoing:
    """A message to send: an embed or a text, with or without buttons. `quiet`: only its member sees it.

    A `layout` (Components V2) takes the place of all of these.
    `plain` is sent instead where embeds aren't allowed. With `replaces` it replaces the pressed message.
    """

    embed: discord.Embed | None = None
    text: str = ""
    view: ui.View | None = None
    file: discord.File | None = None
    quiet: bool = False
    replaces: bool = False
    plain: str = ""
    layout: ui.LayoutView | None = None


def notice(text: str, buttons: list[Button] | None = None) -> Outgoing:
    """A short private message."""
    return Outgoing(text=text, view=below(*buttons) if buttons else None, quiet=True)


async def send(press: Press, outgoing: Outgoing | None) -> None:
    """Answers a command or a press, deferred or not. None: it is already answered."""
    if outgoing is None:
        return
    text, is_done = outgoing.text or None, press.response.is_done()
    with receipt_optional(press):
        if outgoing.replaces:
            edit = press.edit_original_response if is_done else press.response.edit_message
            if outgoing.layout is not None:
                await edit(view=outgoing.layout)
            else:
                await edit(content=text, embed=outgoing.embed, view=outgoing.view)
        else:
            say: Any = press.followup.send if is_done else press.response.send_message
            parts = {
                "content": text,
                "embed": outgoing.embed,
                "view": outgoing.layout or outgoing.view,
                "file": outgoing.file,
            }
            await say(**{name: part for name, part in parts.items() if part is not None}, ephemeral=outgoing.quiet)


async def wait(press: Press, *, thinks: bool = False, quiet: bool = True) -> None:
    """Defers the answer. If several processes receive a press, Discord accepts only one.

    Only the member sees a `quiet` answer. With `thinks` they see "is thinking...", which the answer replaces if it is
    as private.
    """
    press.extras[WAITS] = True
    with receipt_optional(press):
        await press.response.defer(ephemeral=quiet, thinking=thinks)


async def in_time(press: Press, work: Coroutine[Any, Any, T], *, thinks: bool = False, quiet: bool = True) -> T:
    """Does the work, and defers the answer (see `wait`) if it is slow."""
    doing = asyncio.create_task(work)
    doing.add_done_callback(lambda done: done.cancelled() or done.exception())  # even if `wait` fails
    done, _ = await asyncio.wait({doing}, timeout=PROMPT.total_seconds())
    if not done and WAITS not in press.extras and not press.response.is_done():
        await wait(press, thinks=thinks, quiet=quiet)
    return await doing


async def in_time_or(work: Coroutine[Any, Any, T], otherwise: T) -> T:
    """The result of the work for a list of suggestions, which can't be deferred; `otherwise` if the work is slow."""
    try:
        async with asyncio.timeout(PROMPT.total_seconds()):
            return await work
    except TimeoutError:
        return otherwise


def answered_in_time(
    answer: Callable[Concatenate[C, Press, P], Coroutine[Any, Any, Outgoing]],
) -> Callable[Concatenate[C, Press, P], Coroutine[Any, Any, None]]:
    """Makes a command of a method that returns its answer. The answer is deferred if the method is slow, as it is
    while the database is busy."""

    @wraps(answer)
    async def command(cog: C, press: Press, /, *args: P.args, **options: P.kwargs) -> None:
        await send(press, await in_time(press, answer(cog, press, *args, **options)))

    return command


@contextmanager
def receipt_optional(press: Press) -> Iterator[None]:
    """Discord usually confirms an answer with its message. A confirmation without one (204) is valid too, but
    discord.py can't read it."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        if not press.response.is_done():
            raise
