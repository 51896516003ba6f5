"""Fault injection: the next matching request fails, or all of them, as Discord and networks sometimes do."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """Respond with this HTTP status. `applied`: the request takes effect anyway and only its answer is lost.

    `code` is Discord's error code, 0 for none.
    """

    status: int
    applied: bool = False
    code: int = 0


@dataclass(frozen=True)
class RateLimited:
    """Respond with 429: retry after `retry_after` seconds. `is_global`: Discord's global limit for the bot.

    Without `via` it comes from the proxy in front of Discord, which bans the address without a retry time.
    """

    retry_after: float = 0.0
    is_global: bool = False
    via: bool = True


@dataclass(frozen=True)
class Dropped:
    """Close the connection without an answer. `applied`: the request takes effect anyway."""

    applied: bool = False


@dataclass(frozen=True)
class Garbled:
    """Respond with 200 and an unexpected body. `applied`: the request takes effect anyway."""

    text: str = "<html>Just a moment...</html>"
    applied: bool = False
    content_type: str = "text/html"


@dataclass(frozen=True)
class Delayed:
    """Serve the request `seconds` late."""

    seconds: float


Fault = Status | RateLimited | Dropped | Garbled | Delayed


@dataclass
class _Order:
    fault: Fault
    method: str
    path: re.Pattern[str]
    times: int


class Faults:
    """A queue of faults to inject, and one for all requests that the queue has none for."""

    def __init__(self) -> None:
        self.standing: Fault | None = None
        self._orders: list[_Order] = []

    def next(self, fault: Fault, *, method: str = "", path: str = "", times: int = 1) -> None:
        """Inject the fault into the next `times` requests with this method (empty: any) and a matching path.

        `path` is a regular expression, searched for in the part after `/api/v10`, without the query.
        """
        self._orders.append(_Order(fault, method, re.compile(path), times))

    def take(self, method: str, path: str) -> Fault | None:
        """Remove and return the fault for this request, if there is one."""
        for order in self._orders:
            if order.method in ("", method) and order.path.search(path):
                order.times -= 1
                if order.times == 0:
                    self._orders.remove(order)
                return order.fault
        return self.standing
