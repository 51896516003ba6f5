"""The actions of the buttons and the form for open questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import discord
from discord import RadioGroupOption, TextStyle, ui

from bot.discord_front.buttons import below, button, laid_out
from bot.discord_front.custom_ids import Action, LongNumber, MaybeHandle, Number, one_of
from bot.discord_front.misses import wording
from bot.discord_front.near import NearFact, options
from bot.discord_front.presses import form_with
from bot.discord_front.wording import COLOUR
from bot.ids import MissId
from bot.knowledge.limits import LONGEST_LINE, LONGEST_TEXT
from bot.storage.misses import Miss

NONE_OF_THESE = "none"
OPENLY, HIDDEN = "openly", "hidden"
"""Values of options of the form."""

PAGE = 5
"""Questions on a page: as many as Discord's limit of components allows, with two buttons each."""


class Keep(Enum):
    """As what a reply is kept."""

    FACT = "a fact"
    SPOILER = "a fact behind spoiler marks"
    WORDING = "another wording of a fact that the reply repeats"


@dataclass(frozen=True)
class TurnMisses(Action, id="lk:ms:p:{page}"):
    """Shows a page of the list; counted from 0."""

    page: Number


@dataclass(frozen=True)
class OpenDigest(Action, id="lk:ms:o:{week}"):
    """Shows the list, from a digest. `week` is the date of its Monday as YYYYMMDD, by which the bot finds its post."""

    week: LongNumber


@dataclass(frozen=True)
class AnswerMiss(Action, id="lk:ms:a:{id}:{page}"):
    """Opens a form for the answer to a question, and takes what was typed into it."""

    id: LongNumber
    page: Number


@dataclass(frozen=True)
class DismissMiss(Action, id="lk:ms:d:{id}:{page}"):
    """Takes a question off the list."""

    id: LongNumber
    page: Number


@dataclass(frozen=True)
class ClearMisses(Action, id="lk:ms:c:{is_sure}"):
    """Takes all questions off the list, after a confirmation."""

    is_sure: Annotated[bool, one_of({True: "y", False: "n"})]


@dataclass(frozen=True)
class KeepReply(Action, id="lk:ms:k:{how}:{id}:{fact}"):
    """Keeps the reply above as the answer to a question. `fact` is the one of which that is another wording."""

    how: Annotated[Keep, one_of({Keep.FACT: "f", Keep.SPOILER: "s", Keep.WORDING: "w"})]
    id: LongNumber
    fact: MaybeHandle = ""


@dataclass(frozen=True)
class LeaveReply(Action, id="lk:ms:n"):
    """Deletes the offer to keep a reply."""


def listed(misses: Sequence[Miss], page: int, said: str = "") -> ui.LayoutView:
    """A page of the list; the last one if there are fewer. `said` is what has just been done."""
    pages = max(1, -(-len(misses) // PAGE))
    page = min(page, pages - 1)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(wording.head(len(misses), said))]
    for number, miss in enumerate(misses[page * PAGE : (page + 1) * PAGE], page * PAGE + 1):
        parts.append(ui.TextDisplay(wording.entry(number, miss)))
        parts.append(
            ui.ActionRow(
                button(AnswerMiss(miss.id, page), wording.ANSWER_BUTTON, style=discord.ButtonStyle.primary),
                button(DismissMiss(miss.id, page), wording.DISMISS_BUTTON),
            )
        )
    turn = [
        button(TurnMisses(max(0, page - 1)), wording.PREVIOUS, disabled=page == 0),
        button(TurnMisses(page + 1), wording.NEXT, disabled=page == pages - 1),
    ]
    if misses:
        parts.append(ui.ActionRow(*(turn if pages > 1 else []), button(ClearMisses(False), wording.CLEAR_BUTTON)))
    return laid_out(ui.Container(*parts, accent_colour=COLOUR))


def answer_form(miss: Miss, page: int, near: Sequence[NearFact]) -> ui.Modal:
    """The form for an answer: one of the near facts, or one in words."""
    none = RadioGroupOption(label=wording.NONE_OF_THESE, value=NONE_OF_THESE, default=True)
    fields: dict[str, ui.TextInput[Any] | ui.RadioGroup[Any]] = {}
    if near:  # Discord's radio groups have two options or more
        fields[wording.KNOWN_LABEL] = ui.RadioGroup(options=[*options(near), none])
    shown = [
        RadioGroupOption(label=wording.OPENLY, value=OPENLY, default=True),
        RadioGroupOption(label=wording.HIDDEN, value=HIDDEN),
    ]
    fields |= {
        wording.TEXT_LABEL: ui.TextInput(style=TextStyle.paragraph, max_length=LONGEST_TEXT, required=False),
        wording.QUESTION_LABEL: ui.TextInput(max_length=LONGEST_LINE, default=miss.text[:LONGEST_LINE]),
        wording.SHOWN_LABEL: ui.RadioGroup(options=shown),
    }
    return form_with(AnswerMiss(miss.id, page), wording.FORM_TITLE, fields)


def offer(id: MissId, told: NearFact | None) -> ui.View:
    """The buttons below the offer to keep a reply. `told` is the fact that it seems to repeat."""
    keep = [
        button(KeepReply(Keep.FACT, id), wording.KEEP_BUTTON, style=discord.ButtonStyle.primary),
        button(KeepReply(Keep.SPOILER, id), wording.KEEP_AS_SPOILER_BUTTON),
    ]
    if told is not None:
        keep.append(button(KeepReply(Keep.WORDING, id, told.handle), wording.as_wording(told)))
    return below(*keep, button(LeaveReply(), wording.LEAVE_BUTTON))
