"""The errors that Lorekeeper raises on purpose, and whose problem each is.

::

    LorekeeperError
    ├── UserError       a member's: the text is the reply
    ├── PackError       a pack author's: every problem at once, each with its place
    ├── SettingsError   an operator's: every problem at once, each with its setting
    ├── ConnectionFailed  an operator's: Discord cannot be reached or refuses us; one line with the next step
    └── StorageError    an operator's: the database or a backup cannot be used; one line with the next step

    OutboxError         nobody's: something could not be said in a channel, and what follows depends on why
    ├── Gone, Forbidden, Refused
    └── Unavailable, Unknown
"""

from dataclasses import dataclass
from datetime import timedelta


class LorekeeperError(Exception):
    """Anything raised on purpose. Its text is written for the person whose problem it is."""


class UserError(LorekeeperError):
    """Something a member did that cannot work; the text says what to do instead."""


class SettingsError(LorekeeperError):
    """A setting is missing or makes no sense."""


class ConnectionFailed(LorekeeperError):
    """Discord cannot be reached, or does not let us in."""


class StorageError(LorekeeperError):
    """The database or a backup of it cannot be used."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a pack.

    `file` is the path as the author would type it, `line` counts from 1 (0: the whole file),
    `field` is where in the file (`facts[3].continuity`, empty for the whole file),
    `message` says what is wrong and what would be right.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class PackError(LorekeeperError):
    """A pack cannot be used. `problems` lists everything that is wrong, in order of file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class OutboxError(Exception):
    """Something could not be said. Each way is a type of its own, because each is followed by something else."""


class Gone(OutboxError):
    """The channel or the message does not exist any more."""


class Forbidden(OutboxError):
    """We may not. The text names the right that is missing, as Discord calls it ("Send Messages")."""


class Refused(OutboxError):
    """Discord does not take what was sent, and would not take it again. Nothing was done. The text says why."""


class Unavailable(OutboxError):
    """Not now: too many requests, or Discord is down. `retry_after` is how long it wants to be left alone, if it says.

    Whoever posted may not rely on it that nothing was posted: a server that answers 500 may have done it.
    """

    def __init__(self, text: str = "Discord is not available", *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Unknown(OutboxError):
    """The request went out and no answer came: it may have been done or not."""
