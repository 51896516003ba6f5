"""What tests of several rooms share."""

import gc
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.storage.postgres import running_postgres

CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""What Hypothesis need not complain about: on a busy machine any example may take long, and folders are shared."""

settings.register_profile("ours", deadline=None, suppress_health_check=CHECKS)
settings.load_profile("ours")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests stay to the end, so no time goes into looking for garbage among them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests that use a browser. Files with long tests come first, so that no process is left with one of
    them at the end.
    """
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    long = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "process", "browser")))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL, without a database."""
    with running_postgres() as address:
        yield address
