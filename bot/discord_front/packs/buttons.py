"""The buttons of /pack. The pack and the version are in their ids, so they work after a restart, too."""

from dataclasses import dataclass
from typing import Annotated

from bot.discord_front.custom_ids import Action, FieldFormat, LongNumber, Number

PackId = Annotated[str, FieldFormat(r"[a-z0-9][a-z0-9-]{0,39}")]


@dataclass(frozen=True)
class Confirm(Action, id="lk:p:c:{number}:{at}:{pack}"):
    """Uses a version that was tried out. Its number may be given again once it is gone, so its time is named, too."""

    number: Number
    at: LongNumber
    pack: PackId


@dataclass(frozen=True)
class RollBack(Action, id="lk:p:b:{number}:{pack}"):
    """Goes back to an earlier version."""

    number: Number
    pack: PackId


@dataclass(frozen=True)
class Remove(Action, id="lk:p:r:{pack}"):
    """Removes a pack."""

    pack: PackId
