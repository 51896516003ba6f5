"""The action of a button, menu or form, encoded in its id (up to 100 characters), so it survives a restart.

Each feature declares its actions in its `buttons`. The id is a readable template, such as
`lk:t:{asker}:{fact}`. An id that changes gets another letter, so an old button is never misread.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Any, ClassVar, Self, get_args, get_type_hints

from bot.base36 import LARGEST_ID, base36
from bot.ids import MemberId


@dataclass(frozen=True)
class FieldFormat:
    """The format of a field in an id: its pattern (without a group), its parser and its formatter."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


def one_of(letters: dict[Any, str]) -> FieldFormat:
    """A field with few values, one letter each."""
    values = {letter: value for value, letter in letters.items()}
    return FieldFormat(f"[{re.escape(''.join(values))}]", values.__getitem__, letters.__getitem__)


def _id(base: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if (number := int(text, base)) > LARGEST_ID:
            raise ValueError(text)
        return number

    return read


def _member(base: int) -> Callable[[str], MemberId]:
    read = _id(base)
    return lambda text: MemberId(read(text))


Member = Annotated[MemberId, FieldFormat(r"[0-9a-z]{1,13}", _member(36), base36)]
Handle = Annotated[str, FieldFormat(r"[A-Za-z0-9_-]{11}")]
"""A fact, a character, a pack (see `lookups.handles`), or anything else with a `digest`."""
MaybeHandle = Annotated[str, FieldFormat(r"(?:[A-Za-z0-9_-]{11})?")]
Number = Annotated[int, FieldFormat(r"\d{1,6}", int)]
LongNumber = Annotated[int, FieldFormat(r"\d{1,20}", _id(10))]
"""A database id."""
LongMember = Annotated[MemberId, FieldFormat(r"\d{1,20}", _member(10))]


def digest(kind: str, key: str) -> str:
    """The handle of this kind and key: 8 bytes in base64, stable across restarts."""
    return urlsafe_b64encode(blake2b(f"{kind}:{key}".encode(), digest_size=8).digest()).decode().rstrip("=")


class Action:
    """The action of a press. A subclass sets the template of its id; its annotated fields are the template's parts."""

    template: ClassVar[re.Pattern[str]]
    _id: ClassVar[str]
    _parts: ClassVar[dict[str, FieldFormat]]

    def __init_subclass__(cls, *, id: str) -> None:
        hints = get_type_hints(cls, include_extras=True)
        cls._id = id
        cls._parts = {name: get_args(hints[name])[1] for name in re.findall(r"\{(\w+)\}", id)}
        cls.template = re.compile(re.sub(r"\{(\w+)\}", lambda found: f"({cls._parts[found[1]].pattern})", id))

    @property
    def custom_id(self) -> str:
        """The id of a button for this action."""
        return self._id.format(**{name: part.write(getattr(self, name)) for name, part in self._parts.items()})

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """The parsed id; None if it belongs to another action or another version of the bot, or can't be right."""
        found = cls.template.fullmatch(custom_id)
        if found is None:
            return None
        named = zip(cls._parts.items(), found.groups(), strict=True)
        try:
            return cls(**{name: part.read(text) for (name, part), text in named})
        except ValueError:
            return None
