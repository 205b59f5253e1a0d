"""Reading beside the writers: one state, no waiting, no change."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from mailbot.errors import TryLaterError
from mailbot.storage.database import Database
from mailbot.storage.tables import fact


def test_a_reader_sees_what_was_committed_while_its_own_thread_is_writing(
    database: Database,
) -> None:
    with database.transaction() as writing:
        writing.execute(insert(fact).values(name="mine", value="1"))
        with database.reading() as reading:
            assert reading.execute(select(fact).filter_by(name="mine")).all() == []
    with database.reading() as reading:
        assert len(reading.execute(select(fact).filter_by(name="mine")).all()) == 1


def test_a_reader_cannot_change_anything_and_the_next_writer_can(database: Database) -> None:
    with pytest.raises((SQLAlchemyError, TryLaterError)), database.reading() as reading:
        reading.execute(insert(fact).values(name="mine", value="1"))
    with database.transaction() as writing:
        writing.execute(insert(fact).values(name="mine", value="2"))
    with database.reading() as reading:
        assert reading.execute(select(fact.c.value).filter_by(name="mine")).scalar_one() == "2"


def test_a_reading_within_a_reading_waits_for_no_writer_that_waits_for_the_first(
    database: Database,
) -> None:
    with ThreadPoolExecutor(1) as hand:
        with database.reading() as outer:
            assert outer.execute(select(fact)).all() == []
            writing = hand.submit(_write, database)
            _wait_until_it_commits(database, writing)
            with database.reading() as inner:
                assert inner.execute(select(fact)).all() == []
        writing.result()
    with database.reading() as reading:
        assert reading.execute(select(fact.c.value)).scalar_one() == "3"


def _write(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(insert(fact).values(name="mine", value="3"))


def _wait_until_it_commits(database: Database, writing: Future[None]) -> None:
    """Return once the writer is done, or waits for readers to be gone and lets no new one in."""
    deadline = time.monotonic() + 5
    while not writing.done() and _lets_readers_in(database) and time.monotonic() < deadline:
        time.sleep(0.02)


def _lets_readers_in(database: Database) -> bool:
    if database.engine.dialect.name == "postgresql":
        return True
    stranger = sqlite3.connect(database.engine.url.database or "", timeout=0)
    try:
        stranger.execute("SELECT count(*) FROM fact")
    except sqlite3.OperationalError:
        return False
    finally:
        stranger.close()
    return True
