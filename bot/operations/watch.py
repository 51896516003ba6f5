"""What happens in the bot, as the rooms report it: here it is ignored, `bot.operations.metrics` counts it."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum


class Gauge(StrEnum):
    """What has a value at any moment; each value is the metric's name."""

    PACKS = "lorekeeper_packs"
    FACTS = "lorekeeper_facts"
    QUESTIONS = "lorekeeper_quiz_questions"
    SERVERS = "lorekeeper_servers"
    GAMES = "lorekeeper_games_running"
    GATEWAY_LATENCY = "lorekeeper_gateway_latency_seconds"


class Watch:
    """Told what happens. Each room asks for the part that it reports, as a Protocol of its own."""

    def asked(self, result: str, took: timedelta) -> None:
        """A question was judged; `result` is one of a few words."""

    def responded(self, status: int, *, is_counted: bool) -> None:
        """Discord's API responded; `is_counted` if an error counts towards the ban of the address."""

    def replied(self, took: timedelta) -> None:
        """Discord has our first reply to a command or a press, so long after it came."""

    def daily(self, event: str, delay: timedelta) -> None:
        """A daily question is "due", "posted", or "missed", so long after its time."""

    def game_started(self) -> None:
        """A trivia game began."""

    def transaction(self, kind: str, took: timedelta, *, has_failed: bool) -> None:
        """A transaction of the database ended; `kind` is "read" or "write"."""

    def show(self, gauge: Gauge, value: Callable[[], float]) -> None:
        """From now on, the gauge has this value."""
