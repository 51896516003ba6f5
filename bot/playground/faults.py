"""Faults on order: the next request that matches goes wrong, as Discord and networks do now and then."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """The answer is this HTTP status. `applied`: the request took effect all the same, only its answer is lost.

    `code` is Discord's own number of the error, 0 where it has none.
    """

    status: int
    applied: bool = False
    code: int = 0


@dataclass(frozen=True)
class RateLimited:
    """The answer is 429: try again after so many seconds. `of_all`: about all requests of the bot together.

    Without `via` it comes from the proxy before Discord, which bans an address and says no seconds.
    """

    retry_after: float = 0.0
    of_all: bool = False
    via: bool = True


@dataclass(frozen=True)
class Dropped:
    """The connection breaks without an answer. `applied`: the request took effect all the same."""

    applied: bool = False


@dataclass(frozen=True)
class Garbled:
    """The answer is 200 with a text that nobody asked for. `applied`: the request took effect all the same."""

    text: str = "<html>Just a moment...</html>"
    applied: bool = False
    content_type: str = "text/html"


@dataclass(frozen=True)
class Delayed:
    """The request is served, so many seconds late."""

    seconds: float


Fault = Status | RateLimited | Dropped | Garbled | Delayed


@dataclass
class _Order:
    fault: Fault
    method: str
    path: re.Pattern[str]
    times: int


class Faults:
    """The faults that are on order, in order."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def next(self, fault: Fault, *, method: str = "", path: str = "", times: int = 1) -> None:
        """The next `times` requests with this method (any, if empty) whose path matches the expression go wrong so.

        The path is the part after `/api/v10`, without the query; the expression may match anywhere in it.
        """
        self._orders.append(_Order(fault, method, re.compile(path), times))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that is on order for this request."""
        for order in self._orders:
            if order.method in ("", method) and order.path.search(path):
                order.times -= 1
                if order.times == 0:
                    self._orders.remove(order)
                return order.fault
        return None
