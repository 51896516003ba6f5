"""The buttons and the form of trivia games."""

from typing import Any

import discord
from discord import ui

from bot.discord_front import options
from bot.discord_front.buttons import below
from bot.discord_front.quiz import ids, wording
from bot.discord_front.quiz.ids import AcceptMine, AskHint, Decide, OpenForm, Pick, TriviaAction
from bot.questions.grading import LONGEST_GUESS
from bot.quiz.results import QuestionShown, VerdictShown
from bot.quiz.round import Answers

FIELD = "answer"
"""The id of the form's only field."""


def button(
    action: TriviaAction,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
    row: int | None = None,
    disabled: bool = False,
) -> ui.Button[Any]:
    """A button to send, with an action in its id."""
    return ui.Button(label=label, style=style, emoji=emoji, row=row, disabled=disabled, custom_id=ids.write(action))


def question(shown: QuestionShown) -> ui.View | None:
    """What stands below a question; nothing that can be pressed once it is closed.

    By its button a question with typed answers is known, so that a late answer is not taken for a question to the bot.
    """
    if shown.is_closed and shown.answers is Answers.BUTTONS:
        return None
    items: list[ui.Item[Any]] = []
    if shown.answers is Answers.BUTTONS:
        labels = options.labels(shown.question.options)
        rows = options.rows(labels, most=4)  # the last one is for the hint
        items += [
            button(
                Pick(shown.game, shown.number, option),
                label,
                style=discord.ButtonStyle.primary,
                row=rows[option],
            )
            for option, label in enumerate(labels)
        ]
    else:
        form = OpenForm(shown.game, shown.number)
        style = discord.ButtonStyle.primary
        items.append(button(form, wording.ANSWER_BUTTON, style=style, disabled=shown.is_closed))
    if shown.can_hint and not shown.is_closed:
        items.append(button(AskHint(shown.game, shown.number), wording.HINT_BUTTON, emoji="💡", row=4))
    return below(*items)


def verdict(shown: VerdictShown) -> ui.View | None:
    """What stands below a verdict: a way to appeal, where somebody typed what was not right."""
    if shown.answers is not Answers.TYPED or shown.was_skipped or shown.answered <= len(shown.earned):
        return None
    return below(button(AcceptMine(shown.game, shown.number), wording.APPEAL_BUTTON))


def appeal(id: int) -> ui.View:
    """Yes and no, for a manager."""
    yes = button(Decide(id, accepted=True), wording.ACCEPT_BUTTON, style=discord.ButtonStyle.success)
    return below(yes, button(Decide(id, accepted=False), wording.DECLINE_BUTTON))


def form(action: OpenForm) -> ui.Modal:
    """The form for a typed answer. discord.py keeps none of it in memory: who hears of its id reads it."""
    modal = ui.Modal(title=wording.FORM_TITLE, custom_id=ids.write(action))
    field: ui.TextInput[Any] = ui.TextInput(custom_id=FIELD, max_length=LONGEST_GUESS)
    modal.add_item(ui.Label(text=wording.FORM_LABEL, component=field))
    modal.stop()
    return modal


def typed_in(data: dict[str, Any]) -> str:
    """What stands in the form that was sent, wherever Discord puts the field."""
    waiting: list[Any] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.get("custom_id") == FIELD and isinstance(part.get("value"), str):
                return str(part["value"])
            waiting.extend(value for value in part.values() if isinstance(value, dict | list))
        else:
            waiting.extend(part)
    return ""
