"""A stage for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.stage import Stage, staged
from tests.playground.browser import browser

__all__ = ["browser"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole bot starts for nearly every test here, so all of them are slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The bot on the playground."""
    async with staged() as opened:
        yield opened
