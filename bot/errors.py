"""The errors that Lorekeeper raises on purpose, and whose problem each is.

::

    LorekeeperError
    ├── UserError       a member's: the text is the reply
    ├── PackError       a pack author's: every problem at once, each with its place
    ├── SettingsError   an operator's: every problem at once, each with its setting
    ├── ConnectionFailed  an operator's: Discord cannot be reached or refuses us; one line with the next step
    └── StorageError    an operator's: the database or a backup cannot be used; one line with the next step
"""

from dataclasses import dataclass


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
