"""What buttons and menus say when they are pressed, written into their id (at most 100 characters).

An id is `lk:`, a letter for the action, and its parts between colons. Members are written in base 36.
Facts, characters and packs are handles (see `lookups.handles`). A format that changes gets another letter, so that
a button of an older version is recognised as stale and never taken for something else.
"""

import re
from dataclasses import dataclass
from typing import assert_never

SUBJECTS = 6
"""How many handles fit on a delete button."""

_HANDLE = r"[A-Za-z0-9_-]{11}"


@dataclass(frozen=True)
class Tell:
    """A further fact beside the closest one, for `asker`."""

    asker: int
    fact: str


@dataclass(frozen=True)
class Delete:
    """Delete the reply to `asker`. `subject` (facts, characters, actors; up to 6) is what the reply is about:
    a follow-up question finds it here."""

    asker: int
    subject: tuple[str, ...] = ()


@dataclass(frozen=True)
class Another:
    """Another fact about a character or a thing; both may be empty for any."""

    about: str = ""
    continuity: str = ""


@dataclass(frozen=True)
class Played:
    """Who plays this character, or whom this actor plays."""

    who: str


@dataclass(frozen=True)
class Look:
    """The card of a character or a thing, or an actor's roles."""

    named: str


@dataclass(frozen=True)
class Turn:
    """Turn to a page of a pack's story; `asker` turns their own."""

    asker: int
    pack: str
    page: int


@dataclass(frozen=True)
class PickPart:
    """A menu of parts of stories. What is picked says `PACK:PAGE` (see `part_value`)."""

    asker: int


@dataclass(frozen=True)
class PickDaily:
    """An option of a daily question, by its position. The marker tells server and day, `asked` the question."""

    marker: str
    option: int
    asked: str = ""


@dataclass(frozen=True)
class LookDaily:
    """How the member did in a daily question that shows its result. The marker and `asked` are those of its options."""

    marker: str
    asked: str = ""


@dataclass(frozen=True)
class ForgetMe:
    """Delete what is kept about `member`, on this server or everywhere; they are asked first whether they are sure."""

    member: int
    everywhere: bool
    is_sure: bool


@dataclass(frozen=True)
class Quizzed:
    """A button or form of a trivia game or a board; what it does is in `rest` (see `quiz.ids`)."""

    rest: str


@dataclass(frozen=True)
class Stale:
    """A button of another version of the bot."""


Action = Tell | Delete | Another | Played | Look | Turn | PickPart | PickDaily | LookDaily | ForgetMe | Quizzed


def write(action: Action) -> str:
    """The id of a button that does this."""
    match action:
        case Tell(asker, fact):
            return f"lk:t:{_base36(asker)}:{fact}"
        case Delete(asker, subject):
            return f"lk:d:{_base36(asker)}:{'.'.join(subject[:SUBJECTS])}"
        case Another(about, continuity):
            return f"lk:f:{about}:{continuity}"
        case Played(who):
            return f"lk:p:{who}"
        case Look(named):
            return f"lk:c:{named}"
        case Turn(asker, pack, page):
            return f"lk:s:{_base36(asker)}:{pack}:{page}"
        case PickPart(asker):
            return f"lk:o:{_base36(asker)}"
        case PickDaily(marker, option, asked):
            return f"lk:q:{marker}:{option}:{asked}".removesuffix(":")
        case LookDaily(marker, asked):
            return f"lk:r:{marker}:{asked}".removesuffix(":")
        case ForgetMe(member, everywhere, is_sure):
            return f"lk:m:{_base36(member)}:{'e' if everywhere else 'h'}{'y' if is_sure else '?'}"
        case Quizzed(rest):
            return f"lk:z:{rest}"
        case _:
            assert_never(action)


def read(custom_id: str) -> Action | Stale:
    """What a button of ours does."""
    for pattern, make in _FORMATS:
        if found := pattern.fullmatch(custom_id):
            return make(*found.groups())
    return Stale()


def part_value(pack: str, page: int) -> str:
    """What a line of a menu of parts says."""
    return f"{pack}:{page}"


def read_part_value(value: str) -> tuple[str, int] | None:
    """The pack's handle and the page that were picked; None where the menu is of another version."""
    found = re.fullmatch(rf"({_HANDLE}):(\d{{1,6}})", value)
    return (found[1], int(found[2])) if found else None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _member(text: str) -> int:
    return int(text, 36)


_ID = r"([0-9a-z]{1,13})"
_MARKER, _ASKED = r"(d[0-9a-z]{1,13}-\d{8})", r"([A-Za-z0-9_-]{16}\d{1,25})"

_FORMATS = (
    (re.compile(rf"lk:t:{_ID}:({_HANDLE})"), lambda asker, fact: Tell(_member(asker), fact)),
    (
        re.compile(rf"lk:d:{_ID}:((?:{_HANDLE})?(?:\.{_HANDLE})*)"),
        lambda asker, subject: Delete(_member(asker), tuple(filter(None, subject.split(".")))),
    ),
    (re.compile(rf"lk:f:((?:{_HANDLE})?):((?:{_HANDLE})?)"), Another),
    (re.compile(rf"lk:p:({_HANDLE})"), Played),
    (re.compile(rf"lk:c:({_HANDLE})"), Look),
    (
        re.compile(rf"lk:s:{_ID}:({_HANDLE}):(\d{{1,6}})"),
        lambda asker, pack, page: Turn(_member(asker), pack, int(page)),
    ),
    (re.compile(rf"lk:o:{_ID}"), lambda asker: PickPart(_member(asker))),
    (
        re.compile(rf"lk:q:{_MARKER}:(\d{{1,2}})(?::{_ASKED})?"),
        lambda marker, option, asked: PickDaily(marker, int(option), asked or ""),
    ),
    (re.compile(rf"lk:r:{_MARKER}(?::{_ASKED})?"), lambda marker, asked: LookDaily(marker, asked or "")),
    (
        re.compile(rf"lk:m:{_ID}:([eh])([y?])"),
        lambda member, where, sure: ForgetMe(_member(member), everywhere=where == "e", is_sure=sure == "y"),
    ),
    (re.compile(r"lk:z:([a-z]:[0-9a-z:]{0,80})"), Quizzed),
)
