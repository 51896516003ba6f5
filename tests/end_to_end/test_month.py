"""A month of daily questions around the world, by the real program, on a Discord that fails, with kills in between.

LOREKEEPER_MONTH_SEED plays another month than the usual one, and LOREKEEPER_MONTH_KILLS one with so many kills.
"""

import logging
import os
import random
import sys
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from tests.end_to_end.hostile import FAULTS, SLOW, Death, Kind
from tests.end_to_end.month import HOUR, Story, Town, a_story
from tests.storage.conftest import DATABASES, place_for

log = logging.getLogger(__name__)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it makes processes by fork, and kills"),
]

SEED = int(os.environ.get("LOREKEEPER_MONTH_SEED", "4"))
KILLS = int(os.environ.get("LOREKEEPER_MONTH_KILLS", "12"))
IS_LONG = "LOREKEEPER_MONTH_KILLS" in os.environ

FIRST = date(2027, 3, 8)
DAYS = 31
START = datetime(2027, 3, 7, 9, tzinfo=UTC)

TOWNS = (
    Town("Albany", "America/New_York", "02:30"),  # which 14 March does not have
    Town("Lalitpur", "Asia/Kathmandu", "07:45", closes="21:15"),
    Town("Tabwakea", "Pacific/Kiritimati", "00:00"),  # 14 hours ahead
    Town("Lubmin", "Europe/Berlin", "02:15", "23:00", "Wed, Sat, Sun", frozenset({2, 5, 6})),  # 28 March has not
    Town("Bega", "Australia/Sydney", "02:30", closes="12:00"),  # which comes twice on 4 April
)


def the_deaths(chance: random.Random, count: int) -> list[Death]:
    """One of each kind first, and then again."""
    kinds = (Kind.POST, Kind.RESULT, Kind.ANSWER, Kind.LOOK)
    every = [Death(kind, late) for kind, late in product(kinds, (False, True))]
    deaths = (every * (count // len(every) + 1))[:count]
    chance.shuffle(deaths)
    return deaths


async def played(story: Story, *, days: int, rate: float) -> dict[str, int]:
    """So many days with faults, and then peace, until all is done; and what came of it."""
    story.saboteur.rate = rate
    await story.play(FIRST, days)
    story.saboteur.rate = 0
    story.saboteur.deaths.clear()
    await story.settle()
    return await story.check()


async def test_a_month_around_the_world_with_faults_and_kills(tmp_path: Path) -> None:
    async with a_story(tmp_path, START, TOWNS, seed=SEED) as story:
        story.deaths = the_deaths(story.chance, KILLS)
        story.long_outages = [3 * HOUR, 9 * HOUR, 30 * HOUR]
        story.saboteur.faults = FAULTS + (SLOW if IS_LONG else ())

        counts = await played(story, days=DAYS, rate=0.1)

    assert story.troubles() == []
    assert counts["posts"] + counts["missed"] == sum(len(town.dues(FIRST, DAYS)) for town in TOWNS) == 137
    assert 2 <= story.hopeless() <= counts["missed"], "and each that was missed was missed for a reason"
    assert sum(program.starts for program in story.programs) >= KILLS / 2
    log.info("%s, %d starts, %s", counts, story.programs[0].starts, story.saboteur.done)


@pytest.mark.parametrize("database", DATABASES)
async def test_a_week_of_a_process_and_its_standby(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    place = await place_for(database, request, tmp_path)
    async with a_story(tmp_path, START, TOWNS, seed=SEED, processes=2, database=place.url) as story:
        story.deaths = the_deaths(story.chance, KILLS // 3)
        await story.hand_over()

        counts = await played(story, days=7, rate=0.05)

    assert story.troubles() == []
    assert counts["posts"] == sum(len(town.dues(FIRST, 7)) for town in TOWNS)
    log.info("%s, %s starts, %s", counts, [program.starts for program in story.programs], story.saboteur.done)
