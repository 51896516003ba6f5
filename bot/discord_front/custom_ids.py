"""What a button, a menu or a form does, written into its id (at most 100 characters), so that it outlives a restart.

Each feature names its own actions in its `buttons`. The id is a template that a person can read, such as
`lk:t:{asker}:{fact}`. An id that changes gets another letter, so that an old button is never taken for something else.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Any, ClassVar, Self, get_args, get_type_hints

from bot.base36 import base36


@dataclass(frozen=True)
class Part:
    """How a field stands in an id: what fits (without a group), how it is read, and how it is written."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


def one_of(letters: dict[Any, str]) -> Part:
    """A field of few values, with a letter for each."""
    values = {letter: value for value, letter in letters.items()}
    return Part(f"[{re.escape(''.join(values))}]", values.__getitem__, letters.__getitem__)


Member = Annotated[int, Part(r"[0-9a-z]{1,13}", lambda text: int(text, 36), base36)]
Handle = Annotated[str, Part(r"[A-Za-z0-9_-]{11}")]
"""A fact, a character, a pack (see `lookups.handles`), or whatever else has a `digest`."""
MaybeHandle = Annotated[str, Part(r"(?:[A-Za-z0-9_-]{11})?")]
Number = Annotated[int, Part(r"\d{1,6}", int)]
LongNumber = Annotated[int, Part(r"\d{1,20}", int)]
"""An id of Discord's or of the database."""


def digest(kind: str, key: str) -> str:
    """A handle for the thing of this kind with this key: 8 bytes in base64, the same after every restart."""
    return urlsafe_b64encode(blake2b(f"{kind}:{key}".encode(), digest_size=8).digest()).decode().rstrip("=")


class Action:
    """What a press does. A subclass gives the template of its id; its annotated fields are the template's parts."""

    template: ClassVar[re.Pattern[str]]
    _id: ClassVar[str]
    _parts: ClassVar[dict[str, Part]]

    def __init_subclass__(cls, *, id: str) -> None:
        hints = get_type_hints(cls, include_extras=True)
        cls._id = id
        cls._parts = {name: get_args(hints[name])[1] for name in re.findall(r"\{(\w+)\}", id)}
        cls.template = re.compile(re.sub(r"\{(\w+)\}", lambda found: f"({cls._parts[found[1]].pattern})", id))

    @property
    def custom_id(self) -> str:
        """The id of a button that does this."""
        return self._id.format(**{name: part.write(getattr(self, name)) for name, part in self._parts.items()})

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """What an id says; None for one of another action, or of another version of the bot."""
        found = cls.template.fullmatch(custom_id)
        if found is None:
            return None
        named = zip(cls._parts.items(), found.groups(), strict=True)
        return cls(**{name: part.read(text) for (name, part), text in named})
