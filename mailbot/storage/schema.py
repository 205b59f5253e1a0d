"""The schema and its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from mailbot.errors import BadInputError, SettingsError
from mailbot.storage import restore_mark
from mailbot.storage.database import Database, telling_it_is_away
from mailbot.words import say

if TYPE_CHECKING:
    from alembic.config import Config

# Any number two hosts agree on: it keeps them from migrating one PostgreSQL at the same time.
_MIGRATION_LOCK = 2829_2023
HEAD, BASE = "head", "base"  # the newest revision, and before the first
_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = HEAD) -> None:
    """Bring the schema to this revision, up or down, in one transaction: all or nothing.

    BadInputError where there is no such revision, or where what was done would go with the first;
    SettingsError where the schema is that of a later version, whose way back only that version
    knows, or where a restore was begun and not finished.
    """
    from alembic import command  # noqa: PLC0415 (slow to import, rarely needed)

    known = _revisions()
    if revision not in {*known, HEAD, BASE}:
        raise BadInputError(say("storage.no_revision", revision=revision, known=", ".join(known)))
    with _migrating(database) as connection:
        config, found = _config(connection), _revision(connection)
        if found not in {*known, None}:
            raise SettingsError(say("storage.schema_later", found=found, wanted=known[-1]))
        if found is None:
            _refuse_half_restored(connection)
        elif revision == BASE:
            _refuse_used(connection)
        if revision == BASE or (revision != HEAD and revision < (found or "")):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def check(database: Database) -> None:
    """Raise SettingsError unless the schema is the one this version was written for."""
    with database.reading() as connection:
        found = _revision(connection)
        if found is None:
            _refuse_half_restored(connection)
    wanted = _revisions()[-1]
    if found == wanted:
        return
    if found is None:
        raise SettingsError(say("storage.schema_missing"))
    how = "storage.schema_later" if found > wanted else "storage.schema_earlier"
    raise SettingsError(say(how, found=found, wanted=wanted))


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """Yield a connection that only reads a database whose schema is right."""
    check(database)
    with database.reading() as connection:
        yield connection


def _refuse_half_restored(connection: Connection) -> None:
    if restore_mark.is_left(connection):
        raise SettingsError(say("storage.restore_unfinished"))


def _refuse_used(connection: Connection) -> None:
    if connection.execute(text("SELECT 1 FROM history LIMIT 1")).first() is not None:
        raise BadInputError(say("storage.base_takes_all"))


def _revision(connection: Connection) -> str | None:
    """Return what Alembic has noted, without Alembic: every command asks, and few migrate."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    noted = connection.execute(text("SELECT version_num FROM alembic_version"))
    return noted.scalar_one_or_none()


def _revisions() -> tuple[str, ...]:
    """Return every revision, the newest last; the migrations are one chain, numbered in their file
    names.
    """
    files = (_MIGRATIONS / "versions").glob("*_*.py")
    return tuple(sorted(path.name.partition("_")[0] for path in files))


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """Yield a connection on which tables can be rebuilt: SQLite checks foreign keys at the end."""
    with telling_it_is_away(), database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            yield from _on_sqlite(connection)
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
                yield connection


def _on_sqlite(connection: Connection) -> Iterator[Connection]:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield connection
            if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise SettingsError(say("storage.migration_broke_links"))
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
