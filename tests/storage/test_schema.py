from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from mailbot.errors import SettingsError
from mailbot.storage import schema
from mailbot.storage.database import Database
from mailbot.storage.tables import metadata


def test_the_migrations_make_the_very_tables_the_code_speaks_of(database: Database) -> None:
    with database.transaction() as connection:
        opts = {"compare_type": True, "include_name": _is_no_search}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def _is_no_search(name: str | None, _kind: str, _parents: object) -> bool:
    """Return whether SQLAlchemy knows the table: each engine searches in its own way."""
    return not str(name).removeprefix("ix_").startswith("search_")


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    schema.upgrade(database, "base")
    with database.transaction() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with pytest.raises(SettingsError, match="db upgrade"):
        schema.check(database)
    schema.upgrade(database)
    schema.check(database)


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database)
    schema.check(database)
