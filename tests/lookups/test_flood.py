"""A flood gets one line, then silence."""

from datetime import UTC, datetime, timedelta

from bot.lookups.flood import Allowed, Flood

NOON, SECOND = datetime(2026, 5, 1, 12, tzinfo=UTC), timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_after_so_many_there_is_one_line_then_silence() -> None:
    flood = Flood(2, MINUTE)

    taken = [flood.take(("anna",), NOON + number * SECOND) for number in range(5)]

    assert taken == [Allowed.YES, Allowed.YES, Allowed.FIRST_TOO_MANY, Allowed.NO, Allowed.NO]


def test_after_a_while_there_is_more_and_another_line() -> None:
    flood = Flood(1, MINUTE)
    for number in range(3):
        flood.take(("anna",), NOON + number * SECOND)

    assert flood.take(("anna",), NOON + MINUTE) is Allowed.YES
    assert flood.take(("anna",), NOON + MINUTE + 2 * SECOND) is Allowed.FIRST_TOO_MANY


def test_a_channel_is_full_for_everybody_and_a_refusal_takes_nothing() -> None:
    flood = Flood(1, MINUTE)

    assert flood.take(("lore", "anna"), NOON) is Allowed.YES
    assert flood.take(("lore", "ben"), NOON) is Allowed.FIRST_TOO_MANY
    assert flood.take(("general", "ben"), NOON) is Allowed.YES
