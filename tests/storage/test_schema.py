from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from mailbot.errors import BadInputError, SettingsError
from mailbot.storage import history, schema
from mailbot.storage.database import Database, open_database
from mailbot.storage.tables import mailbox, metadata
from tests.builders import MONDAY


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


def test_a_database_in_which_anything_was_done_is_not_emptied(database: Database) -> None:
    with database.transaction() as connection:
        history.write(connection, MONDAY, None, "paused", "Lê Thị A", reason="bảo trì")
    with pytest.raises(BadInputError, match="xóa mọi bảng"):
        schema.upgrade(database, "base")
    assert [line.what for line, _ in history.lines(database)] == ["paused"]


@pytest.mark.parametrize("revision", ["9999", "+1", "heads", "12", ""])
def test_a_revision_that_is_none_is_refused_with_those_there_are(
    database: Database, revision: str
) -> None:
    with pytest.raises(BadInputError, match=r"head .*, base .*, 0001, 0002"):
        schema.upgrade(database, revision)


def test_a_schema_of_a_later_version_is_left_to_that_version(database: Database) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingsError, match="9999, mới hơn chương trình này"):
        schema.check(database)
    for revision in ("head", "0011", "base"):
        with pytest.raises(SettingsError, match="9999, mới hơn chương trình này"):
            schema.upgrade(database, revision)


def test_a_look_at_the_schema_needs_none_of_what_migrates_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mailbot.db"
    schema.upgrade(open_database(url))
    look = (
        "import sys; from mailbot.storage import database, schema; "
        f"schema.check(database.open_database({url!r})); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database)
    schema.check(database)


_VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
_PHONE = {
    "0912.345.678": "0912345678",
    "+84 292 3812 345": "02923812345",
    "080 71234 (máy lẻ 5)": "08071234",
    "": "",
}


@pytest.mark.parametrize("path", sorted(_VERSIONS.glob("*.py")), ids=lambda path: path.stem[:4])
def test_a_migration_borrows_nothing_that_may_change_after_it(path: Path) -> None:
    """How a failure is told to the command is no part of what a migration does."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    borrowed = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    borrowed |= {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}

    ours = {name for name in borrowed if name.partition(".")[0] in {"mailbot", "parsers"}}
    assert ours <= {"mailbot.errors"}


@pytest.mark.parametrize(("phone", "key"), _PHONE.items())
def test_mailboxes_known_before_are_found_by_telephone_and_words(
    database: Database, phone: str, key: str
) -> None:
    schema.upgrade(database, "0010")
    box = {"name": "Đặng Thị Ánh", "unit": "Văn phòng", "phone": phone, "holder": "person"}
    with database.transaction() as connection:
        values = {"address": "anhdt@cantho.gov.vn", "agency_code": "A", "content": box}
        connection.execute(mailbox.insert().values(values))
    schema.upgrade(database)
    with database.transaction() as connection:
        found = connection.execute(select(mailbox.c.phone_key, mailbox.c.words)).one()

    assert found.phone_key == key
    assert found.words.startswith(" anhdt cantho gov vn dang thi anh van phong")
