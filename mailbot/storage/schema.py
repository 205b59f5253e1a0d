"""The schema and its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from mailbot.errors import SettingsError
from mailbot.storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

# Any number two hosts agree on: it keeps them from migrating one PostgreSQL at the same time.
_MIGRATION_LOCK = 2829_2023


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to this revision in one transaction; nothing half done stays."""
    from alembic import command  # noqa: PLC0415 (slow to import, rarely needed)

    with _migrating(database) as connection:
        config = _config(connection)
        if revision == "base" or revision.startswith("-"):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def check(database: Database) -> None:
    """Raise SettingsError unless the schema is the one this version was written for."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    with database.transaction() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    if found != wanted:
        raise SettingsError(
            f"Cơ sở dữ liệu ở phiên bản {found or 'trống'}, chương trình cần {wanted}; "
            "hãy chạy 'mailbot db upgrade'."
        )


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """Yield a connection on which tables can be rebuilt: SQLite checks foreign keys at the end."""
    with database.engine.connect() as connection:
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
                raise SettingsError("Di trú làm hỏng liên kết giữa các bảng; đã hủy bỏ.")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
