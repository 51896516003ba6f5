"""A stage for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.end_to_end.stage import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The bot on the playground."""
    async with staged() as opened:
        yield opened
