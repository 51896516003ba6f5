"""Controls for the whole playground: its clock, the bot's restart, and how the API and the gateway behave."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.playground.clock import MovableClock
from bot.playground.commands import NotPossible
from bot.playground.faults import Delayed, Fault, Faults, RateLimited, Status
from bot.playground.hub import Hub
from bot.playground.model import BotOnline, Event
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.world import World

log = logging.getLogger(__name__)

FURTHEST = timedelta(days=366)
"""Limit for one move of the clock."""

MODES: Mapping[str, Fault | None] = {
    "normal": None,
    "slow": Delayed(2.0),
    "failing": Status(500),
    "rate-limited": RateLimited(retry_after=1.0),
}
"""How the API can behave, by name."""

Destination = Callable[[], Awaitable[datetime | None]]
"""Returns the next time of something, or None if nothing is planned."""


class Controls:
    """Moves the clock, restarts the bot, breaks things. `NotPossible`, with a text for the member, if it can't now."""

    def __init__(
        self,
        world: World,
        hub: Hub,
        clock: MovableClock,
        *,
        destinations: Mapping[str, Destination],
        restart: Callable[[], None] | None,
        faults: Faults,
        drop_gateway: Callable[[], Awaitable[None]],
    ) -> None:
        self._world = world
        self._hub = hub
        self.clock = clock
        self.destinations = dict(destinations)
        self._restart = restart
        self._faults = faults
        self._drop_gateway = drop_gateway
        self._drops: set[asyncio.Future[None]] = set()
        self.mode = "normal"
        """How the API behaves: one of `MODES`."""
        self._moves: set[asyncio.Task[None]] = set()
        self._is_restarting = False
        hub.listen(self._on_event)
        clock.wait_for(lambda: self._is_restarting)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, BotOnline) and event.online:
            self._is_restarting = False

    @property
    def can_restart(self) -> bool:
        return self._restart is not None

    def move(self, by: timedelta) -> None:
        """Start moving the clock forward."""
        if not timedelta() < by <= FURTHEST:
            raise NotPossible(f"The clock can go forward by up to {FURTHEST.days} days at a time, and never back.")
        self._start(self.clock.move(by))

    def go_to(self, destination: str) -> None:
        """Start moving the clock to the named destination."""
        if destination not in self.destinations:
            raise NotPossible("The clock can't be moved there.")
        self._start(self._go_to(destination))

    async def arrive(self, destination: str) -> None:
        """Move the clock to the named destination, and wait until it is there."""
        if destination not in self.destinations:
            raise NotPossible("The clock can't be moved there.")
        await self._go_to(destination)

    async def _go_to(self, destination: str) -> None:
        moment = await self.destinations[destination]()
        if moment is None:
            self._world.notice("info", f"{destination}: nothing is planned.")
        elif moment - self.clock.now() > FURTHEST:
            self._world.notice("warning", f"{destination}: {moment:%d %B %Y} is too far away.")
        else:
            await self.clock.move_to(moment)

    def _start(self, move: Awaitable[None]) -> None:
        task = asyncio.ensure_future(move)
        self._moves.add(task)
        task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Future[None]) -> None:
        self._moves = {move for move in self._moves if move is not task}
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the clock could not be moved", exc_info=error)
            self._world.notice("error", f"The clock couldn't be moved: {error}")
        self._world.time_moves(timedelta(), self.clock.now())  # tells the page that the move is over
        self._hub.publish()

    def restart(self) -> None:
        """Restart the bot. The clock can't be moved until it is back."""
        if self._restart is None:
            raise NotPossible("This playground can't restart the bot.")
        if not self._world.is_online:
            raise NotPossible("The bot is offline right now.")
        self._is_restarting = True
        self._restart()

    def let_api_be(self, mode: str) -> None:
        """Make the API slow, failing, rate-limited or normal, for all requests from now on."""
        if mode not in MODES:
            raise NotPossible(f"The API can be {', '.join(MODES)}.")
        self.mode = mode
        self._faults.standing = MODES[mode]
        self._world.controls_change()

    def drop(self) -> None:
        """Close the bot's connection to the gateway; it will resume."""
        if not self._world.is_online:
            raise NotPossible("The bot is offline right now.")
        task = asyncio.ensure_future(self._drop_gateway())
        self._drops.add(task)
        task.add_done_callback(self._drops.discard)

    @property
    def bot_reads_messages(self) -> bool:
        """Has the application the intent to read the content of all messages?"""
        return bool(self._world.privileged_intents & MESSAGE_CONTENT)

    def let_bot_read(self, may: bool) -> None:
        """Grant or withdraw that intent. A bot that didn't ask for it when it started has to be restarted."""
        self._world.grant_intent(MESSAGE_CONTENT, granted=may)

    async def close(self) -> None:
        """Cancel all moves."""
        for move in self._moves:
            move.cancel()
        await asyncio.gather(*self._moves, *self._drops, return_exceptions=True)
