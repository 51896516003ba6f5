"""Messages to send as answers to commands and presses."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord import app_commands, ui

from bot.discord_front.buttons import Button, below
from bot.discord_front.cards import CardMessage, laid_out
from bot.errors import StorageAway, UserError

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
    """A message to send: a card, an embed or a text. `quiet`: only its member sees it.

    Buttons and menus are below it: `items`, or a `view` that has them already. A `layout` is the whole message.
    What `plain` makes is sent where cards or embeds are refused. With `replaces` it replaces the pressed message.
    """

    embed: discord.Embed | None = None
    text: str = ""
    view: ui.View | None = None
    items: tuple[ui.Item[Any], ...] = ()
    files: tuple[discord.File, ...] = ()
    quiet: bool = False
    replaces: bool = False
    plain: Callable[[], str] = str
    layout: ui.LayoutView | None = None
    card: CardMessage | None = None

    @property
    def shown(self) -> ui.View | ui.LayoutView | None:
        """The layout, the card with its buttons, or the buttons alone."""
        if self.layout is not None:
            return self.layout
        if self.card is not None:
            return laid_out(self.card, self.items, files=[file.filename for file in self.files])
        return below(*self.items) if self.items else self.view

    @property
    def with_large_picture(self) -> "Outgoing":
        """The same message with the picture of its card, if it has one, as wide as the card."""
        return self if self.card is None else replace(self, card=replace(self.card, has_large_picture=True))

    @property
    def bare(self) -> "Outgoing":
        """The same message as plain text with its buttons."""
        return Outgoing(text=self.plain() or self.text, items=self.items, quiet=self.quiet)


def notice(text: str, buttons: Iterable[Button] = ()) -> Outgoing:
    """A short private message."""
    return Outgoing(text=text, items=tuple(buttons), quiet=True)


async def send(press: Press, outgoing: Outgoing | None) -> None:
    """Answers a command or a press, deferred or not. None: it is already answered."""
    if outgoing is None:
        return
    text, is_done = outgoing.text or None, press.response.is_done()
    if outgoing.replaces:
        edit: Any = press.edit_original_response if is_done else press.response.edit_message
        await edit(content=text, embed=outgoing.embed, view=outgoing.shown)
    else:
        say: Any = press.followup.send if is_done else press.response.send_message
        parts = {"content": text, "embed": outgoing.embed, "view": outgoing.shown, "files": outgoing.files or None}
        await say(**{name: part for name, part in parts.items() if part is not None}, ephemeral=outgoing.quiet)


async def wait(press: Press, *, thinks: bool = False, quiet: bool = True) -> None:
    """Defers the answer. If several processes receive a press, Discord accepts only one.

    Only the member sees a `quiet` answer. With `thinks` they see "is thinking...", which the answer replaces if it is
    as private.
    """
    press.extras[WAITS] = True
    await press.response.defer(ephemeral=quiet, thinking=thinks)


async def in_time(
    press: Press, work: Coroutine[Any, Any, T], *, thinks: bool = False, is_quiet: Callable[[], bool] = lambda: True
) -> T:
    """Does the work, and defers the answer (see `wait`) if it is slow. `is_quiet` is asked only then."""
    loop, waiting = asyncio.get_running_loop(), list[asyncio.Task[None]]()

    def defer() -> None:
        if WAITS not in press.extras and not press.response.is_done():
            press.extras[WAITS] = True
            waiting.append(loop.create_task(wait(press, thinks=thinks, quiet=is_quiet())))

    timer = loop.call_later(PROMPT.total_seconds(), defer)  # most work is done long before: a task would cost more
    try:
        return await work
    finally:
        timer.cancel()
        for each in waiting:
            await each


def suggested_in_time(
    suggest: Callable[[C, Press, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]],
) -> Callable[[C, Press, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    """Makes an autocomplete of a method. It suggests nothing if the method is slow: suggestions can't be deferred."""

    @wraps(suggest)
    async def complete(cog: C, press: Press, typed: str, /) -> list[app_commands.Choice[str]]:
        try:
            async with asyncio.timeout(PROMPT.total_seconds()):
                return await suggest(cog, press, typed)
        except (TimeoutError, StorageAway, UserError):  # the command itself says what is the matter
            return []

    return complete


def answered_in_time(
    answer: Callable[Concatenate[C, Press, P], Coroutine[Any, Any, Outgoing]],
) -> Callable[Concatenate[C, Press, P], Coroutine[Any, Any, None]]:
    """Makes a command of a method that returns its answer. The answer is deferred if the method is slow, as it is
    while the database is busy."""

    @wraps(answer)
    async def command(cog: C, press: Press, /, *args: P.args, **options: P.kwargs) -> None:
        await send(press, await in_time(press, answer(cog, press, *args, **options)))

    return command
