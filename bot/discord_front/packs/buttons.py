"""The buttons of /pack. The pack and the version are in their ids, so they work after a restart, too."""

from dataclasses import dataclass
from typing import Annotated, Any

from discord import ui

from bot.discord_front.buttons import UploadPack
from bot.discord_front.custom_ids import Action, FieldFormat, LongNumber, Number
from bot.discord_front.packs import wording
from bot.discord_front.presses import Field, form_with

LONGEST_TITLE, LONGEST_NOTE = 100, 200

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


def upload_form(action: UploadPack, *, title: str = "", note: str = "") -> ui.Modal:
    """The form for a pack's file."""
    fields: dict[str, Field] = {
        wording.FILE_LABEL: ui.FileUpload(min_values=1, max_values=1),
        wording.NOTE_LABEL: ui.TextInput[Any](max_length=LONGEST_NOTE, default=note or None, required=False),
    }
    if action.pack:
        return form_with(action, wording.UPDATE_TITLE, fields)
    about = ui.TextInput[Any](max_length=LONGEST_TITLE, default=title or None, required=False)
    return form_with(action, wording.ADD_TITLE, {**fields, wording.TITLE_LABEL: about})
