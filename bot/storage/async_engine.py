"""SQLAlchemy's asynchronous engine alone.

Its package `sqlalchemy.ext.asyncio` imports the object mapper as well, which we don't use: 6 MB, and a tenth of a
second at each start. So the engine is imported as if that package were empty.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec

PACKAGE = "sqlalchemy.ext.asyncio"


@contextmanager
def _as_if_empty(package: str) -> Iterator[None]:
    """Inside, importing a module of this package doesn't run the package's own code. Later imports do."""
    spec = None if package in sys.modules else find_spec(package)
    if spec is not None:
        sys.modules[package] = module_from_spec(spec)
    try:
        yield
    finally:
        if spec is not None:
            del sys.modules[package]


with _as_if_empty(PACKAGE):
    from sqlalchemy.ext.asyncio.engine import AsyncConnection, AsyncEngine, create_async_engine

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]
