"""What is wrong with a database is told in words, with what to do."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from mailbot.errors import DatabaseAwayError, in_words
from mailbot.storage import schema
from mailbot.storage.database import Database, open_database
from mailbot.storage.database_fault import fault_of
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres


def told(url: str) -> str:
    """Return what whoever opens this database is told; whoever migrates it, the same."""
    with closing(open_database(url)) as database:
        looking, migrating = _told(database), _told_migrating(database)
    assert looking == migrating
    assert "Error" not in looking
    return looking


def _told(database: Database) -> str:
    with pytest.raises(DatabaseAwayError) as caught:
        schema.check(database)
    return in_words(caught.value)


def _told_migrating(database: Database) -> str:
    with pytest.raises(DatabaseAwayError) as caught:
        schema.upgrade(database)
    return in_words(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "mailbot.db").write_bytes(b"no database at all" * 300)
    assert "tệp này không phải là cơ sở dữ liệu SQLite" in told(f"sqlite:///{tmp_path}/mailbot.db")


def test_a_file_that_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "mailbot.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('0001')")
    file.write_bytes(file.read_bytes()[:4096] + bytes(4096))
    assert "hãy khôi phục từ bản sao lưu" in told(f"sqlite:///{file}")


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mailbot.db").mkdir()
    assert "không mở được tệp" in told(f"sqlite:///{tmp_path}/mailbot.db")


def test_a_server_without_this_database(postgres: Postgres) -> None:
    url = make_url(postgres.database()).set(database="no_such_one")
    assert "máy chủ không có cơ sở dữ liệu" in told(url.render_as_string(hide_password=False))


def test_an_option_that_is_none(postgres: Postgres) -> None:
    assert "một tùy chọn ghi sau dấu ?" in told(
        f"{postgres.database()}?passfil=/etc/mailbot/pgpass"
    )


def test_no_server_there(postgres: Postgres) -> None:
    url = make_url(postgres.database()).set(port=free_ports(1)[0])
    assert "không có máy chủ PostgreSQL trả lời" in told(url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('FATAL:  password authentication failed for user "mailbot"', "login_refused"),
        ("fe_sendauth: no password supplied", "login_refused"),
        ("ERROR:  permission denied for table work", "no_right"),
        ("FATAL:  sorry, too many clients already", "too_many"),
        ("FATAL:  the database system is starting up", "starting"),
        ('could not extend file "base/1/2": No space left on device', "disk_full"),
        ("server closed the connection unexpectedly", ""),
    ],
)
def test_what_a_server_says_is_known_by_its_words(said: str, fault: str) -> None:
    assert fault_of(OSError(errno.EIO, said)) == fault
