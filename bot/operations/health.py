"""Whether the bot is alive, and whether it is of use to anybody: ready, or why not."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

Check = Callable[[], Awaitable[str | None]]
"""Returns the reason why a part of the bot isn't ready; None if it is."""

PATIENCE = timedelta(seconds=2)
"""How long a check may take. A container's health check usually waits for five seconds."""


class Health:
    """The parts that have to be ready, and what has broken for good."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {
            "packs": _because("the packs are being read"),
            "lock": _because("standby: another process of this shard is running, or the database can't be reached"),
            "database": _because("not open yet"),
            "gateway": _because("not connected yet"),
        }
        self._broken: dict[str, str] = {}

    @contextmanager
    def checking(self, part: str, check: Check) -> Iterator[None]:
        """The part is as ready as the check says, until the context ends."""
        before, self._checks[part] = self._checks[part], check
        try:
            yield
        finally:
            self._checks[part] = before

    def is_ready(self, part: str) -> None:
        """The part is ready, and stays so."""
        self._checks[part] = ready

    def has_broken(self, part: str, why: str) -> None:
        """The part won't recover before a restart."""
        self._broken[part] = why

    @property
    def is_live(self) -> bool:
        """False if only a restart helps."""
        return not self._broken

    async def reasons(self) -> dict[str, str]:
        """Why the bot isn't ready, by part; empty if it is."""
        found = await asyncio.gather(*(_within_patience(check) for check in self._checks.values()))
        waiting = {part: why for part, why in zip(self._checks, found, strict=True) if why}
        return waiting | self._broken

    async def report(self) -> dict[str, Any]:
        """All of it, for JSON."""
        reasons = await self.reasons()
        return {"live": self.is_live, "ready": not reasons, "reasons": reasons}


async def ready() -> str | None:
    """The check of what is ready."""
    return None


def _because(why: str) -> Check:
    async def check() -> str | None:
        return why

    return check


async def _within_patience(check: Check) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await check()
    except TimeoutError:
        return f"no answer within {PATIENCE.total_seconds():.0f} seconds"
