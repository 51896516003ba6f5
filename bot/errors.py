"""The errors that Lorekeeper raises on purpose, and whose problem each is.

::

    LorekeeperError
    ├── UserError       a member's: the text is the reply
    ├── PackError       a pack author's: every problem at once, each with its file and line
    ├── SettingsError   an operator's: every problem at once, each with its setting
    ├── ConnectionFailed  an operator's: Discord can't be reached or refuses us; one line with the next step
    └── StorageError    an operator's: the database or a backup can't be used; one line with the next step
        └── StorageAway   nobody's: the database can't be reached now, and may be back in a minute

    OutboxError         nobody's: a message couldn't be sent, and the reaction depends on the reason
    ├── Gone, Forbidden, Refused
    └── Unavailable, Unknown
"""

from dataclasses import dataclass
from datetime import timedelta


class LorekeeperError(Exception):
    """Anything raised on purpose. Its text is written for the person whose problem it is."""


class UserError(LorekeeperError):
    """A member's mistake; the text says what to do instead."""


class SettingsError(LorekeeperError):
    """A setting is missing or invalid."""


class ConnectionFailed(LorekeeperError):
    """Discord can't be reached or refuses us."""


class StorageError(LorekeeperError):
    """The database or a backup of it can't be used."""


class StorageAway(StorageError):
    """The database can't be reached at the moment."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem in a pack.

    `file` is the path as the author would type it, `line` counts from 1 (0: the whole file),
    `field` is the path inside the file (`facts[3].continuity`, empty for the whole file),
    `message` says what is wrong and how to fix it.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class PackError(LorekeeperError):
    """A pack can't be used. `problems` lists everything that is wrong, in order of file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class OutboxError(Exception):
    """A message couldn't be sent. Each reason is its own type, because each needs a different reaction."""


class Gone(OutboxError):
    """The channel or the message doesn't exist any more."""


class Forbidden(OutboxError):
    """A permission is missing. The text names it as Discord does ("Send Messages")."""


class Refused(OutboxError):
    """Discord rejected the request, nothing was done, and a retry would fail too. The text says why."""


class Unavailable(OutboxError):
    """Too many requests, or Discord is down. `retry_after` is Discord's waiting time, if it gives one.

    The message may have been posted all the same: a server can do that and still answer 500.
    """

    def __init__(self, text: str = "Discord is not available", *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Unknown(OutboxError):
    """The request was sent but no answer came, so it may or may not have been done."""
