"""The buttons and the form of trivia games."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import discord
from discord import ui

from bot.discord_front import options
from bot.discord_front.buttons import Button, below, button
from bot.discord_front.custom_ids import Action, FieldFormat, Handle, LongNumber, MaybeHandle, Number, digest, one_of
from bot.discord_front.presses import form
from bot.discord_front.quiz import wording
from bot.ids import GameId, QuestionKey
from bot.knowledge.model import Difficulty
from bot.questions.grading import LONGEST_GUESS
from bot.questions.model import QuestionKind
from bot.quiz.events import Team
from bot.quiz.results import GameEnded, LobbyShown, QuestionShown, VerdictShown
from bot.quiz.round import TEAMS, AnswerMode
from bot.quiz.wish import Wish

Game = Annotated[GameId, FieldFormat(r"[0-9a-f]{10}")]


Flag = Annotated[bool, one_of({True: "1", False: "0"})]
Level = Annotated[
    Difficulty | None,
    one_of({None: "0", Difficulty.EASY: "e", Difficulty.MEDIUM: "m", Difficulty.HARD: "h"}),
]


@dataclass(frozen=True)
class Join(Action, id="lk:z:j:{game_id}:{team}"):
    """Joins the game, or one of its teams."""

    game_id: Game
    team: Number


@dataclass(frozen=True)
class Again(
    Action,
    id="lk:z:a:{rounds}:{lobby}:{typed}{relaxed}{spoiler_free}{has_teams}{level}:{pack}:{category}:{kind}",
):
    """Starts another game like this one. Names are digests here, see `as_wish`."""

    rounds: Number
    lobby: Number
    typed: Flag
    relaxed: Flag
    spoiler_free: Flag
    has_teams: Flag
    level: Level
    pack: MaybeHandle
    category: MaybeHandle
    kind: MaybeHandle


@dataclass(frozen=True)
class Pick(Action, id="lk:z:p:{game_id}:{number}:{option}"):
    """An option of a question, by its position."""

    game_id: Game
    number: Number
    option: Number


@dataclass(frozen=True)
class OpenForm(Action, id="lk:z:t:{game_id}:{number}"):
    """Opens the form for a typed answer; the form's field has the same id."""

    game_id: Game
    number: Number


@dataclass(frozen=True)
class AskHint(Action, id="lk:z:h:{game_id}:{number}"):
    """Shows the next hint."""

    game_id: Game
    number: Number


@dataclass(frozen=True)
class AcceptMine(Action, id="lk:z:x:{game_id}:{number}"):
    """Appeals for a typed answer."""

    game_id: Game
    number: Number


@dataclass(frozen=True)
class Decide(Action, id="lk:z:{accepted}:{appeal_id}"):
    """A manager's decision on an appeal."""

    appeal_id: LongNumber
    accepted: Annotated[bool, one_of({True: "y", False: "n"})]


@dataclass(frozen=True)
class ReportQuestion(Action, id="lk:z:b:{question}"):
    """Reports a question as bad."""

    question: Handle


@dataclass(frozen=True)
class DecideReport(Action, id="lk:z:{is_kept}:{question}"):
    """A manager's decision on a reported question."""

    question: Handle
    is_kept: Annotated[bool, one_of({True: "k", False: "d"})]


def lobby(shown: LobbyShown) -> ui.View | None:
    """The buttons to join, until the first question."""
    if shown.is_closed:
        return None
    teams: tuple[Team, ...] = TEAMS if shown.wish.has_teams else (0,)
    return below(*(_join(shown.game_id, team) for team in teams))


def _join(game_id: GameId, team: Team) -> Button:
    label = f"{wording.JOIN_BUTTON} {wording.TEAM_NAMES[team]}" if team else wording.JOIN_BUTTON
    emoji = wording.TEAM_SIGNS[team] if team else None
    return button(Join(game_id, team), label, emoji=emoji, style=discord.ButtonStyle.primary)


def ended(shown: GameEnded) -> ui.View:
    """A button for another game like this one."""
    wish = shown.wish
    again = Again(
        rounds=wish.rounds,
        lobby=wish.lobby,
        typed=wish.answers is AnswerMode.TYPED,
        relaxed=wish.relaxed,
        spoiler_free=wish.spoiler_free,
        has_teams=wish.has_teams,
        level=wish.difficulty,
        pack=_handle(wish.pack),
        category=_handle(wish.category.casefold()),
        kind=_handle(wish.kind),
    )
    return below(button(again, wording.AGAIN_BUTTON, emoji="🔁", style=discord.ButtonStyle.primary))


def as_wish(again: Again, packs: Iterable[str], categories: Iterable[str]) -> Wish | None:
    """The options of the game; None if its pack or category doesn't exist any more."""
    named = {_handle(name): name for name in (*packs, *(category.casefold() for category in categories), "")}
    kinds = {_handle(kind): kind for kind in QuestionKind}
    if again.pack not in named or again.category not in named or (again.kind and again.kind not in kinds):
        return None
    return Wish(
        rounds=again.rounds,
        pack=named[again.pack],
        category=named[again.category],
        kind=kinds.get(again.kind),
        difficulty=again.level,
        answers=AnswerMode.TYPED if again.typed else AnswerMode.BUTTONS,
        relaxed=again.relaxed,
        spoiler_free=again.spoiler_free,
        lobby=again.lobby,
        has_teams=again.has_teams,
    )


def _handle(name: str | None) -> str:
    return digest("wish", name) if name else ""


def question(shown: QuestionShown) -> ui.View | None:
    """The buttons below a question; none once it is closed.

    The button identifies a question with typed answers, so a late answer isn't taken for a question to the bot.
    """
    if shown.is_closed and shown.answers is AnswerMode.BUTTONS:
        return None
    items: list[ui.Item[Any]] = []
    if shown.answers is AnswerMode.BUTTONS:
        labels = options.labels(shown.question.options)
        rows = options.rows(labels, most=4)  # the last one is for the hint
        items += [
            button(
                Pick(shown.game_id, shown.number, option),
                label,
                style=discord.ButtonStyle.primary,
                row=rows[option],
            )
            for option, label in enumerate(labels)
        ]
    else:
        opens = OpenForm(shown.game_id, shown.number)
        style = discord.ButtonStyle.primary
        items.append(button(opens, wording.ANSWER_BUTTON, style=style, disabled=shown.is_closed))
    if shown.can_hint and not shown.is_closed:
        items.append(button(AskHint(shown.game_id, shown.number), wording.HINT_BUTTON, emoji="💡", row=4))
    return below(*items)


def verdict(shown: VerdictShown) -> ui.View:
    """The buttons below a verdict: to appeal, if there was a wrong typed answer, and to report."""
    bad = button(ReportQuestion(handle_of(shown.question.key)), wording.REPORT_BUTTON, emoji="🚩")
    if shown.answers is not AnswerMode.TYPED or shown.was_skipped or shown.answered <= len(shown.earned):
        return below(bad)
    return below(button(AcceptMine(shown.game_id, shown.number), wording.APPEAL_BUTTON), bad)


def handle_of(question_key: QuestionKey) -> str:
    """The handle of a question's key, for the id of a button."""
    return digest("question", question_key)


def report(question_key: QuestionKey) -> ui.View:
    """The buttons for a manager to keep or drop a question."""
    handle = handle_of(question_key)
    yes = button(DecideReport(handle, is_kept=True), wording.KEEP_BUTTON, style=discord.ButtonStyle.success)
    return below(yes, button(DecideReport(handle, is_kept=False), wording.DROP_BUTTON))


def appeal(id: int) -> ui.View:
    """The buttons for a manager's yes or no."""
    yes = button(Decide(id, accepted=True), wording.ACCEPT_BUTTON, style=discord.ButtonStyle.success)
    return below(yes, button(Decide(id, accepted=False), wording.DECLINE_BUTTON))


def answer_form(action: OpenForm) -> ui.Modal:
    """The form for a typed answer."""
    return form(action, title=wording.FORM_TITLE, label=wording.FORM_LABEL, max_length=LONGEST_GUESS)
