"""Shared fixtures: an open playground, a small discord.py bot in it, and a browser."""

import warnings
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.13 drops; only our own warnings matter here.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated", category=DeprecationWarning)
    from tests.playground.small_bot import SmallBot, running

from bot.playground.server import Playground
from tests.playground.browser import browser

__all__ = ["browser"]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(answer_within=timedelta(seconds=20), rate_limits=False) as opened:
        yield opened


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[SmallBot]:
    async with running(playground) as small_bot:
        yield small_bot
