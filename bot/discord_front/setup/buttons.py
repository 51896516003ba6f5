"""The actions under /setup."""

from dataclasses import dataclass

from bot.discord_front.custom_ids import Action


@dataclass(frozen=True)
class Mend(Action, id="lk:w:m"):
    """Mends what the bot may mend itself, after looking again."""


@dataclass(frozen=True)
class LookAgain(Action, id="lk:w:r"):
    """Looks again at everything."""
