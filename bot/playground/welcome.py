"""What the first screen says about the bot, and what it suggests to try. The bot's owner hands it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Suggestion:
    """Something to try, as a button on the page: a question to the bot, a slash command, or a move of the clock.

    Exactly one of `ask`, `command` ("trivia start", with `options`) and `go_to` (a destination of the clock) is set.
    """

    text: str
    ask: str = ""
    command: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    go_to: str = ""


@dataclass(frozen=True)
class Welcome:
    """`title` is the name of what the bot is about, `about` says what it knows."""

    title: str = ""
    about: str = ""
    suggestions: tuple[Suggestion, ...] = ()
