"""Both databases, each migrated and empty.

The migrations run once in a process, a database of theirs is copied for every test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, text

from mailbot.errors import SettingsError
from mailbot.storage import schema
from mailbot.storage.database import Database, open_database
from mailbot.storage.seal import new_key, seal_from
from tests.servers.postgres import Postgres

SEAL = seal_from(new_key())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        with migrated(f"sqlite:///{tmp_path}/mailbot.db") as opened:
            yield opened
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = migrated_on(server)
        with migrated(url) as opened:
            yield opened
        server.drop(url)


@contextmanager
def migrated(url: str) -> Iterator[Database]:
    """Yield the database at this URL, brought to the newest schema, and close it."""
    with closing(open_database(url, lambda: SEAL)) as opened:
        migrate(opened)
        yield opened


def migrate(database: Database) -> None:
    """Bring a database to the newest schema."""
    if database.engine.dialect.name == "sqlite":
        file = Path(str(database.engine.url.database))
        if not file.exists():
            file.write_bytes(_migrated_file())
            return
    try:
        schema.check(database)
    except SettingsError:
        schema.upgrade(database)


def migrated_on(server: Postgres) -> str:
    """Return the URL of a new database on this server that has the newest schema."""
    return server.database(_upgrade)


@cache
def _migrated_file() -> bytes:
    """Return what an empty SQLite database of the newest schema looks like on disk."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "mailbot.db")
        _upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def _upgrade(url: str) -> None:
    with closing(open_database(url)) as database:
        schema.upgrade(database)


def database_section(request: pytest.FixtureRequest, engine: str) -> dict[str, dict[str, str]]:
    """Return the settings' `[database]` for this engine, nothing for the SQLite of the test."""
    if engine == "sqlite":
        return {}
    return {"database": {"url": migrated_on(request.getfixturevalue("postgres"))}}


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
