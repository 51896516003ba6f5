"""What tests of several rooms share."""

from collections.abc import Iterator

import pytest

from tests.storage.postgres import running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL, without a database."""
    with running_postgres() as address:
        yield address
