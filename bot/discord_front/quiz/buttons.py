"""The buttons and the form of trivia games."""

from dataclasses import dataclass
from typing import Annotated, Any

import discord
from discord import ui

from bot.discord_front import options
from bot.discord_front.buttons import below, button
from bot.discord_front.custom_ids import Action, LongNumber, Number, Part, one_of
from bot.discord_front.presses import form
from bot.discord_front.quiz import wording
from bot.questions.grading import LONGEST_GUESS
from bot.quiz.results import QuestionShown, VerdictShown
from bot.quiz.round import Answers

Game = Annotated[str, Part(r"[0-9a-f]{10}")]


@dataclass(frozen=True)
class Pick(Action, id="lk:z:p:{game}:{number}:{option}"):
    """An option of a question, by its position."""

    game: Game
    number: Number
    option: Number


@dataclass(frozen=True)
class OpenForm(Action, id="lk:z:t:{game}:{number}"):
    """Open the form for a typed answer; the form's field says the same."""

    game: Game
    number: Number


@dataclass(frozen=True)
class AskHint(Action, id="lk:z:h:{game}:{number}"):
    """The next hint."""

    game: Game
    number: Number


@dataclass(frozen=True)
class AcceptMine(Action, id="lk:z:x:{game}:{number}"):
    """Ask that what I typed be accepted."""

    game: Game
    number: Number


@dataclass(frozen=True)
class Decide(Action, id="lk:z:{accepted}:{appeal}"):
    """A manager's yes or no to an appeal."""

    appeal: LongNumber
    accepted: Annotated[bool, one_of({True: "y", False: "n"})]


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
        opens = OpenForm(shown.game, shown.number)
        style = discord.ButtonStyle.primary
        items.append(button(opens, wording.ANSWER_BUTTON, style=style, disabled=shown.is_closed))
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


def answer_form(action: OpenForm) -> ui.Modal:
    """The form for a typed answer."""
    return form(action, title=wording.FORM_TITLE, label=wording.FORM_LABEL, max_length=LONGEST_GUESS)
