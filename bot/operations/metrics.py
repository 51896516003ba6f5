"""The bot in numbers, for Prometheus. Alone in knowing prometheus_client.

No label holds an id, a name or a text: each is one of a few words or a status.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    exposition,
)
from prometheus_client import Gauge as PrometheusGauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.operations.watch import Gauge, Watch

CONTENT_TYPE = exposition.CONTENT_TYPE_LATEST

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3)
"""Seconds. Discord waits three for the first reply."""

SLOW = (1, 10, 60, 300, 900, 3600, 10_800, 21_600)
"""Seconds that a daily question may be late."""

LATE = timedelta(minutes=5)
"""A daily question later than this is late. A bot in ten thousand servers takes as long for those of one moment."""

INVALID = (401, 403, 429)
"""Discord bans an address for a while that got 10,000 of these in ten minutes."""

TEN_MINUTES = 600

DESCRIBED = {
    Gauge.PACKS: "Packs that the bot has loaded.",
    Gauge.FACTS: "Facts in these packs.",
    Gauge.QUESTIONS: "Quiz questions of these packs.",
    Gauge.SERVERS: "Servers that the bot is in.",
    Gauge.GAMES: "Trivia games that are running.",
    Gauge.GATEWAY_LATENCY: "Time between a heartbeat and Discord's acknowledgement.",
}


class Metrics(Watch):
    """Counts what happens. `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._registry = registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self._asked = Counter("lorekeeper_questions", "Questions by result.", ["result"], registry=registry)
        self._asking = Histogram(
            "lorekeeper_question_seconds", "Time to judge a question, queue included.", buckets=FAST, registry=registry
        )
        self._replying = Histogram(
            "lorekeeper_reply_seconds",
            "Time from a command or a press to our first reply.",
            buckets=FAST,
            registry=registry,
        )
        self._responses = Counter(
            "lorekeeper_discord_responses", "Responses of Discord's API by status.", ["status"], registry=registry
        )
        self._daily = Counter(
            "lorekeeper_daily_questions",
            f"Daily questions by event; late are those posted more than {LATE.seconds // 60} minutes after their time.",
            ["event"],
            registry=registry,
        )
        for event in ("due", "posted", "late", "missed"):
            self._daily.labels(event)
        self._delay = Histogram(
            "lorekeeper_daily_delay_seconds",
            "Time between a daily question's time and its post.",
            buckets=SLOW,
            registry=registry,
        )
        self._games = Counter("lorekeeper_games_started", "Trivia games that began.", registry=registry)
        self._database = Histogram(
            "lorekeeper_database_seconds", "Time of a transaction.", ["kind"], buckets=FAST, registry=registry
        )
        self._failed = Counter("lorekeeper_database_errors", "Transactions that failed.", registry=registry)
        self._gauges = {
            gauge: PrometheusGauge(gauge.value, text, registry=registry) for gauge, text in DESCRIBED.items()
        }
        self._invalid = _Invalid(clock)
        registry.register(self._invalid)
        self.log_counter = _LogCounter(
            Counter("lorekeeper_log_entries", "Log entries from warning on.", ["level"], registry=registry)
        )

    def asked(self, result: str, took: timedelta) -> None:
        """See `Watch`."""
        self._asked.labels(result).inc()
        self._asking.observe(took.total_seconds())

    def responded(self, status: int, *, is_counted: bool) -> None:
        """See `Watch`."""
        self._responses.labels(str(status)).inc()
        if is_counted and status in INVALID:
            self._invalid.note(status)

    def replied(self, took: timedelta) -> None:
        """See `Watch`."""
        self._replying.observe(took.total_seconds())

    def daily(self, event: str, delay: timedelta) -> None:
        """See `Watch`."""
        self._daily.labels(event).inc()
        if event == "posted":
            self._delay.observe(max(0.0, delay.total_seconds()))
            if delay > LATE:
                self._daily.labels("late").inc()

    def game_started(self) -> None:
        """See `Watch`."""
        self._games.inc()

    def transaction(self, kind: str, took: timedelta, *, has_failed: bool) -> None:
        """See `Watch`."""
        self._database.labels(kind).observe(took.total_seconds())
        if has_failed:
            self._failed.inc()

    def show(self, gauge: Gauge, value: Callable[[], float]) -> None:
        """See `Watch`."""
        self._gauges[gauge].set_function(value)

    def text(self) -> bytes:
        """All metrics in Prometheus' own format."""
        return exposition.generate_latest(self._registry)


class _Invalid(Collector):
    """The responses of the last ten minutes that Discord bans for, by status."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._noted: dict[int, deque[float]] = {status: deque() for status in INVALID}

    def note(self, status: int) -> None:
        """Count such a response."""
        self._noted[status].append(self._clock())
        self._drop(self._noted[status])

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """See `Collector`."""
        family = GaugeMetricFamily(
            "lorekeeper_discord_invalid_responses",
            "Responses of the last ten minutes that Discord counts; 10,000 ban the address.",
            labels=["status"],
        )
        for status, times in self._noted.items():
            self._drop(times)
            family.add_metric([str(status)], len(times))
        yield family

    def _drop(self, times: deque[float]) -> None:
        while times and times[0] < self._clock() - TEN_MINUTES:
            times.popleft()


class _LogCounter(logging.Handler):
    """Counts log entries by level."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter
        for level in ("warning", "error", "critical"):
            counter.labels(level)

    def emit(self, record: logging.LogRecord) -> None:
        """Count an entry."""
        self._counter.labels(record.levelname.lower()).inc()
