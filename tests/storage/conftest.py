"""The stores that the one suite runs over, and databases to open twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.connect import open_storage
from bot.storage.sql.storage import SqlStorage
from bot.storage.storage import Storage
from tests.storage.memory import in_memory
from tests.storage.ready import make_empty, make_ready

DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))

also_in_memory = pytest.mark.parametrize("storage", ["memory", *DATABASES], indirect=True)


@dataclass(frozen=True)
class Place:
    """Where a database is, or will be once it is opened."""

    url: str | None
    folder: Path

    async def open(self) -> SqlStorage:
        """What is there, or what the migrations make of nothing."""
        return await open_storage(url=self.url, folder=self.folder)

    async def open_ready(self) -> SqlStorage:
        """Where there is nothing yet: the schema as the migrations leave it, but faster."""
        await make_ready(self.url, self.folder)
        return await self.open()


_EMPTIED: list[Place] = []
"""Schemas of PostgreSQL that tests have left. To make one takes longer than most tests that use it."""


async def place_for(database: str, request: pytest.FixtureRequest, folder: Path) -> Place:
    """Where there is nothing yet. In PostgreSQL that is the schema of a user: a database takes much longer to make."""
    if database == "sqlite":
        return Place(None, folder / "data")
    address = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    engine = create_async_engine(f"{address}/postgres")
    async with engine.begin() as connection:
        await connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'"))
        await connection.execute(text(f"CREATE SCHEMA AUTHORIZATION {name}"))
    await engine.dispose()
    return Place(f"postgresql+asyncpg://{name}:{name}@{address.rpartition('@')[2]}/postgres", folder / "data")


@pytest.fixture(params=DATABASES)
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A database of each kind, not created yet."""
    return await place_for(request.param, request, tmp_path)


@pytest.fixture(params=DATABASES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """Every kind of storage, empty. What memory can do, too, is tested with the mark `also_in_memory`."""
    if request.param == "memory":
        yield in_memory()
        return
    if request.param == "postgresql" and _EMPTIED:
        place = _EMPTIED.pop()
        opened = await place.open()
    else:
        place = await place_for(request.param, request, tmp_path)
        opened = await place.open_ready()
    yield opened
    await opened.close()
    if place.url:
        await make_empty(place.url)
        _EMPTIED.append(place)


@pytest.fixture
async def two(place: Place) -> AsyncIterator[tuple[SqlStorage, SqlStorage]]:
    """Two that share a database, as two processes do."""
    first, second = await place.open_ready(), await place.open()
    yield first, second
    await first.close()
    await second.close()
