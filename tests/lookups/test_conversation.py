"""Conversations about the default pack, as the command line holds them: a line in a row of lines."""

from pathlib import Path

import pytest

from bot.cli.oracle import Oracle
from tests.default_pack import default_oracle

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parent / "conversations.txt"

FOLLOWED_UP = 0.75
"""The share of follow-ups that get the right reply, at least."""

UNCHANGED = 0.98
"""The share of lines standing on their own that are answered after others as they are first, at least."""


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return default_oracle()


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


FOLLOW_UPS = [row for row in rows() if len(row) == 3]
ALONE = [row[0] for row in rows() if len(row) == 2]


def test_follow_ups_are_understood(oracle: Oracle) -> None:
    wrong = [row for row in FOLLOW_UPS if row[2] not in oracle.words(oracle.ask(row[1], row[:1])).lower()]

    assert len(wrong) <= (1 - FOLLOWED_UP) * len(FOLLOW_UPS), wrong


def test_what_stands_on_its_own_is_not_changed_by_what_was_said(oracle: Oracle) -> None:
    earlier = [row[0] for row in FOLLOW_UPS[::6]] + ALONE[::9]
    asked = [(line, before) for line in ALONE for before in earlier]
    first = {line: oracle.words(oracle.ask(line)) for line in ALONE}

    changed = [(line, before) for line, before in asked if oracle.words(oracle.ask(line, [before])) != first[line]]

    assert len(changed) <= (1 - UNCHANGED) * len(asked), changed


def test_the_same_line_gets_the_same_reply_each_time(oracle: Oracle) -> None:
    lines = ("surprise me", "a fact about thor", "who is thor")
    first = [oracle.words(oracle.ask(line)) for line in lines]

    assert [oracle.words(oracle.ask(line)) for line in lines] == first
