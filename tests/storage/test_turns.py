"""Writers of one process: each in its turn, none waiting for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from mailbot.errors import DatabaseAwayError
from mailbot.storage import database as database_module
from mailbot.storage import facts
from mailbot.storage.database import Database, open_database
from tests.databases import migrated


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'turns.db'}")
    yield database
    database.close()


def test_a_thread_asks_sqlite_for_nothing_before_its_turn(sqlite: Database) -> None:
    begun: list[str] = []

    def note(_connection: Connection) -> None:
        begun.append(threading.current_thread().name)

    event.listen(sqlite.engine, "begin", note)
    second = threading.Thread(target=_write, args=(sqlite,), name="second")
    with sqlite.transaction():
        second.start()
        second.join(0.2)
        assert begun == [threading.current_thread().name]
    second.join()
    assert begun[-1] == "second"


def test_a_turn_that_does_not_come_is_a_database_that_is_away(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    with sqlite.transaction(), ThreadPoolExecutor(1) as other:
        told = other.submit(_write, sqlite).exception()
    assert isinstance(told, DatabaseAwayError)
    _write(sqlite)


def test_a_turn_ends_with_its_failure(sqlite: Database) -> None:
    with pytest.raises(KeyError), sqlite.transaction():
        raise KeyError
    _write(sqlite)


def _write(database: Database) -> None:
    with database.transaction():
        pass


def test_who_reads_to_write_keeps_other_processes_out_from_the_beginning(tmp_path: Path) -> None:
    """Else both would have read, and neither could write: SQLite lets neither wait for it."""
    with migrated(f"sqlite:///{tmp_path}/mailbot.db") as here:
        url = here.engine.url.render_as_string(hide_password=False)
        with closing(open_database(url)) as there, ThreadPoolExecutor(1) as another:

            def add_one(database: Database) -> None:
                with database.transaction() as connection:
                    facts.tell(connection, "n", str(int(facts.told(connection, "n") or 0) + 1))

            with here.transaction() as connection:
                told = int(facts.told(connection, "n") or 0)
                coming = another.submit(add_one, there)
                assert wait([coming], timeout=0.5).not_done
                facts.tell(connection, "n", str(told + 1))
            coming.result()
        with here.reading() as connection:
            assert facts.told(connection, "n") == "2"
