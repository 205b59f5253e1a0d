"""Statements that a process compiles once, and not again for every database that it opens.

SQLAlchemy keeps what it has compiled by engine, and nearly every test has an engine of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from mailbot.storage import database

STATEMENTS = 2_000


class Compiled(LRUCache[Any, Any]):
    """What was compiled last, by its statement and the kind of database, not by the database."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_by_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_by_kind(key), compiled)


def _by_kind(key: Any) -> Any:
    dialect, *rest = key
    return (type(dialect), *rest)


_compiled = Compiled(STATEMENTS)


def create_sharing(url: str, **options: Any) -> Engine:
    engine = create_engine(url, **options)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine


def compile_once() -> None:
    """Have all databases of this process share what was compiled for one of their kind."""
    vars(database)["create_engine"] = create_sharing
