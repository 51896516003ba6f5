"""What the buttons and forms of games and boards say, written into their ids: the `rest` of `custom_ids.Quizzed`.

A letter for the action, and its parts between colons. A format that changes gets another letter.
"""

import re
from dataclasses import dataclass
from typing import assert_never

from bot.discord_front import custom_ids
from bot.discord_front.custom_ids import Quizzed
from bot.storage.answers import Game
from bot.storage.periods import Period


@dataclass(frozen=True)
class Pick:
    """An option of a question, by its position."""

    game: str
    number: int
    option: int


@dataclass(frozen=True)
class OpenForm:
    """Open the form for a typed answer; the form's own id says the same."""

    game: str
    number: int


@dataclass(frozen=True)
class AskHint:
    """The next hint."""

    game: str
    number: int


@dataclass(frozen=True)
class AcceptMine:
    """Ask that what I typed be accepted."""

    game: str
    number: int


@dataclass(frozen=True)
class Decide:
    """A manager's yes or no to an appeal."""

    appeal: int
    accepted: bool


@dataclass(frozen=True)
class TurnBoard:
    """A page of a board (from 0); `asker` turns their own. `game` None: both games."""

    asker: int
    period: Period
    game: Game | None
    page: int


@dataclass(frozen=True)
class AskReset:
    """Show what a reset would do, and the log to keep."""


@dataclass(frozen=True)
class Reset:
    """Begin the boards anew: `manager` has confirmed it."""

    manager: int


@dataclass(frozen=True)
class ShareDaily:
    """Show the channel how my last dailies went."""


TriviaAction = Pick | OpenForm | AskHint | AcceptMine | Decide | TurnBoard | AskReset | Reset | ShareDaily

_GAMES = {None: "b", Game.TRIVIA: "t", Game.DAILY: "d"}
_PERIODS = {Period.TODAY: "d", Period.WEEK: "w", Period.MONTH: "m", Period.ALL: "a"}


def write(action: TriviaAction) -> str:
    """The id of a button or form that does this."""
    return custom_ids.write(Quizzed(_rest(action)))


def _rest(action: TriviaAction) -> str:
    match action:
        case Pick(game, number, option):
            return f"p:{game}:{number}:{option}"
        case OpenForm(game, number):
            return f"t:{game}:{number}"
        case AskHint(game, number):
            return f"h:{game}:{number}"
        case AcceptMine(game, number):
            return f"x:{game}:{number}"
        case Decide(appeal, accepted):
            return f"{'y' if accepted else 'n'}:{appeal}"
        case TurnBoard(asker, period, game, page):
            return f"l:{asker}:{_PERIODS[period]}{_GAMES[game]}:{page}"
        case AskReset():
            return "r:"
        case Reset(manager):
            return f"z:{manager}"
        case ShareDaily():
            return "s:"
        case _:
            assert_never(action)


def read(pressed: Quizzed) -> TriviaAction | None:
    """What it does; None where it is of another version of the bot."""
    for pattern, make in _FORMATS:
        if found := pattern.fullmatch(pressed.rest):
            return make(*found.groups())
    return None


def _board(asker: str, period: str, game: str, page: str) -> TurnBoard:
    periods = {letter: each for each, letter in _PERIODS.items()}
    games = {letter: each for each, letter in _GAMES.items()}
    return TurnBoard(int(asker), periods[period], games[game], int(page))


_GAME, _NUMBER, _ID = r"([0-9a-f]{10})", r"(\d{1,2})", r"(\d{1,20})"

_FORMATS = (
    (re.compile(rf"p:{_GAME}:{_NUMBER}:{_NUMBER}"), lambda game, number, option: Pick(game, int(number), int(option))),
    (re.compile(rf"t:{_GAME}:{_NUMBER}"), lambda game, number: OpenForm(game, int(number))),
    (re.compile(rf"h:{_GAME}:{_NUMBER}"), lambda game, number: AskHint(game, int(number))),
    (re.compile(rf"x:{_GAME}:{_NUMBER}"), lambda game, number: AcceptMine(game, int(number))),
    (re.compile(rf"y:{_ID}"), lambda appeal: Decide(int(appeal), accepted=True)),
    (re.compile(rf"n:{_ID}"), lambda appeal: Decide(int(appeal), accepted=False)),
    (re.compile(rf"l:{_ID}:([dwma])([btd]):(\d{{1,6}})"), _board),
    (re.compile(r"r:"), lambda: AskReset()),
    (re.compile(rf"z:{_ID}"), lambda manager: Reset(int(manager))),
    (re.compile(r"s:"), lambda: ShareDaily()),
)
