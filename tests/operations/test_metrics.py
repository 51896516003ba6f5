"""What /metrics says about what happened."""

import logging
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations.metrics import LATE, TEN_MINUTES, Metrics
from bot.operations.watch import Gauge

SECOND = timedelta(seconds=1)


class Seconds:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def metrics(clock: Seconds) -> Metrics:
    return Metrics(clock)


def values(metrics: Metrics) -> dict[str, float]:
    """Each value by its name and the values of its labels."""
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def test_questions_are_counted_by_their_result(metrics: Metrics) -> None:
    for result in ("answer", "answer", "no match"):
        metrics.asked(result, SECOND / 100)

    told = values(metrics)
    assert (told["lorekeeper_questions_total answer"], told["lorekeeper_questions_total no match"]) == (2, 1)
    assert (told["lorekeeper_question_seconds_count"], told["lorekeeper_question_seconds_bucket 0.005"]) == (3, 0)


def test_a_daily_question_posted_more_than_five_minutes_after_its_time_is_late(metrics: Metrics) -> None:
    for delay in (SECOND, LATE, LATE + SECOND):
        metrics.daily("due", timedelta())
        metrics.daily("posted", delay)
    metrics.daily("due", timedelta())
    metrics.daily("missed", timedelta(hours=7))

    told = values(metrics)
    events = ("due", "posted", "late", "missed")
    assert [told[f"lorekeeper_daily_questions_total {event}"] for event in events] == [4, 3, 1, 1]
    assert told["lorekeeper_daily_delay_seconds_count"] == 3


def test_nothing_that_happened_is_a_zero_too(metrics: Metrics) -> None:
    told = values(metrics)

    assert told["lorekeeper_daily_questions_total missed"] == 0
    assert told["lorekeeper_discord_invalid_responses 429"] == 0
    assert told["lorekeeper_log_entries_total error"] == 0


def test_what_discord_bans_for_is_counted_for_ten_minutes(metrics: Metrics, clock: Seconds) -> None:
    metrics.responded(429, is_counted=True)
    clock.now += TEN_MINUTES
    metrics.responded(429, is_counted=True)
    metrics.responded(403, is_counted=True)

    assert values(metrics)["lorekeeper_discord_invalid_responses 429"] == 2
    clock.now += 1
    told = values(metrics)
    assert told["lorekeeper_discord_invalid_responses 429"] == 1
    assert told["lorekeeper_discord_invalid_responses 403"] == 1
    assert told["lorekeeper_discord_responses_total 429"] == 2


@pytest.mark.parametrize(("status", "is_counted"), [(404, True), (500, True), (200, True), (429, False)])
def test_other_responses_and_limits_that_others_used_up_ban_nobody(
    metrics: Metrics, status: int, is_counted: bool
) -> None:
    metrics.responded(status, is_counted=is_counted)

    told = values(metrics)
    assert told[f"lorekeeper_discord_responses_total {status}"] == 1
    assert sum(value for name, value in told.items() if "invalid_responses" in name) == 0


def test_a_gauge_is_read_when_it_is_asked_for(metrics: Metrics) -> None:
    games = [1]
    metrics.show(Gauge.GAMES, lambda: len(games))
    games.append(2)

    assert values(metrics)["lorekeeper_games_running"] == 2


def test_failed_transactions_are_counted_apart(metrics: Metrics) -> None:
    metrics.transaction("read", SECOND, has_failed=False)
    metrics.transaction("write", SECOND, has_failed=True)

    told = values(metrics)
    assert told["lorekeeper_database_seconds_count read"] == told["lorekeeper_database_seconds_count write"] == 1
    assert told["lorekeeper_database_errors_total"] == 1


def test_the_log_is_counted_from_warnings_on(metrics: Metrics) -> None:
    log = logging.getLogger("bot.tests.metrics")
    log.addHandler(metrics.log_counter)
    log.setLevel(logging.INFO)

    log.info("fine")
    log.warning("hm")
    log.error("oh")
    log.removeHandler(metrics.log_counter)

    told = values(metrics)
    assert [told[f"lorekeeper_log_entries_total {level}"] for level in ("warning", "error", "critical")] == [1, 1, 0]
