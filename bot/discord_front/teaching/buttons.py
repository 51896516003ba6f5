"""The actions of forms and buttons for suggestions."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import discord
from discord import ui

from bot.discord_front.buttons import below, button
from bot.discord_front.custom_ids import Action, LongNumber, one_of
from bot.discord_front.presses import form_with
from bot.discord_front.teaching import wording
from bot.knowledge.limits import LONGEST_LINE, LONGEST_TEXT
from bot.storage.suggestions import Suggestion

LONGEST_CREDIT = 50
"""Maximum length of a name to credit: with the words around it, it fits into a fact's source."""


class Verdict(Enum):
    ACCEPT = "accept"
    ACCEPT_AS_SPOILER = "accept as a spoiler"
    DECLINE = "decline"


@dataclass(frozen=True)
class Suggest(Action, id="lk:sg:n"):
    """The form for a new suggestion."""


@dataclass(frozen=True)
class Review(Action, id="lk:sg:v:{id}:{verdict}"):
    """A manager's decision."""

    id: LongNumber
    verdict: Annotated[Verdict, one_of({Verdict.ACCEPT: "a", Verdict.ACCEPT_AS_SPOILER: "s", Verdict.DECLINE: "d"})]


@dataclass(frozen=True)
class OpenEdit(Action, id="lk:sg:o:{id}"):
    """Opens the form to edit a suggestion."""

    id: LongNumber


@dataclass(frozen=True)
class Edit(Action, id="lk:sg:e:{id}"):
    """The form to edit a suggestion."""

    id: LongNumber


def suggestion_form(text: str) -> ui.Modal:
    """The form for a new suggestion, with a text to start from."""
    credit = ui.TextInput[Any](max_length=LONGEST_CREDIT, required=False)
    return form_with(Suggest(), wording.SUGGEST_TITLE, {**_text_fields(text, ""), wording.CREDIT_LABEL: credit})


def edit_form(suggestion: Suggestion) -> ui.Modal:
    """The form to edit a suggestion."""
    made = suggestion.made
    return form_with(Edit(suggestion.id), wording.EDIT_TITLE, _text_fields(made.text, made.question))


def _text_fields(text: str, question: str) -> dict[str, ui.TextInput[Any]]:
    return {
        wording.TEXT_LABEL: ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=LONGEST_TEXT, default=text[:LONGEST_TEXT] or None
        ),
        wording.QUESTION_LABEL: ui.TextInput(
            max_length=LONGEST_LINE, default=question[:LONGEST_LINE] or None, required=False
        ),
    }


def to_review(suggestion: Suggestion) -> ui.View:
    """The buttons of a suggestion that waits to be decided."""
    id = suggestion.id
    return below(
        button(Review(id, Verdict.ACCEPT), wording.ACCEPT_BUTTON, style=discord.ButtonStyle.success),
        button(Review(id, Verdict.ACCEPT_AS_SPOILER), wording.ACCEPT_AS_SPOILER_BUTTON),
        button(OpenEdit(id), wording.EDIT_BUTTON),
        button(Review(id, Verdict.DECLINE), wording.DECLINE_BUTTON),
    )
