"""The buttons of boards."""

from dataclasses import dataclass
from typing import Annotated

from bot.discord_front.custom_ids import Action, LongMember, Number, one_of
from bot.storage.answers import Game
from bot.storage.periods import Period

GAMES = one_of({None: "b", Game.TRIVIA: "t", Game.DAILY: "d"})
PERIODS = one_of({Period.TODAY: "d", Period.WEEK: "w", Period.MONTH: "m", Period.ALL: "a"})


@dataclass(frozen=True)
class TurnBoard(Action, id="lk:z:l:{asker}:{period}{game}:{page}"):
    """Turns to a page of a board (from 0); everybody but `asker` gets a copy. `game` None: both games."""

    asker: LongMember
    period: Annotated[Period, PERIODS]
    game: Annotated[Game | None, GAMES]
    page: Number


@dataclass(frozen=True)
class AskReset(Action, id="lk:z:r:"):
    """Shows what a reset would do, and the log to keep."""


@dataclass(frozen=True)
class ConfirmReset(Action, id="lk:z:z:{manager}"):
    """Resets the boards: `manager` has confirmed it."""

    manager: LongMember
