"""Both databases, each migrated and empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from mailbot.storage import schema
from mailbot.storage.database import Database, open_database
from mailbot.storage.seal import new_key, seal_from

SEAL = seal_from(new_key())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/mailbot.db"
    else:
        url = request.getfixturevalue("postgres").database()
    opened = open_database(url, lambda: SEAL)
    schema.upgrade(opened)
    yield opened
    opened.close()


def database_section(request: pytest.FixtureRequest, engine: str) -> dict[str, dict[str, str]]:
    """Return the settings' `[database]` for this engine, nothing for the SQLite of the test."""
    if engine == "sqlite":
        return {}
    return {"database": {"url": request.getfixturevalue("postgres").database()}}


@contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """Do what only the owner of the database can: change what is only to be added to."""
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            text("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        )
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in found.scalars()]
        on = [statement.replace("DISABLE", "ENABLE") for statement in off]
    else:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type='trigger'"))
        triggers = {str(name): str(sql) for name, sql in made}
        off = [f"DROP TRIGGER {name}" for name in triggers]
        on = list(triggers.values())
    for statement in off:
        connection.execute(text(statement))
    yield
    for statement in on:
        connection.execute(text(statement))
