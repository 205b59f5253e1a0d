"""The database's time does not jump by what its answers are long on their way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, CursorResult, Executable

from mailbot.clock import utc_now
from mailbot.storage.database import Database, open_database
from mailbot.storage.database_clock import DatabaseClock
from tests.servers.postgres import Postgres

LATE = timedelta(seconds=0.4)


@dataclass
class SlowLine:
    """A database whose connections and answers take as long as is said."""

    database: Database
    connection: Connection | None = None
    connecting: timedelta = timedelta()
    answering: timedelta = timedelta()

    @contextmanager
    def transaction(self) -> Iterator[SlowLine]:
        time.sleep(self.connecting.total_seconds())
        with self.database.transaction() as self.connection:
            yield self

    def execute(self, statement: Executable) -> CursorResult[Any]:
        assert self.connection is not None
        answer = self.connection.execute(statement)
        time.sleep(self.answering.total_seconds())
        return answer


@pytest.fixture
def line(postgres: Postgres) -> Iterator[SlowLine]:
    url = postgres.database()
    database = open_database(url)
    yield SlowLine(database)
    database.close()
    postgres.drop(url)


def test_an_answer_that_is_late_does_not_turn_the_clock_back(
    line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.storage.database_clock.ASK_EVERY_SECONDS", -1)
    clock = DatabaseClock(lambda: line)  # type: ignore[arg-type, return-value]
    clock()
    line.answering = LATE
    for _ in range(2):
        assert abs(clock() - utc_now()) < LATE / 4


def test_a_connection_that_is_long_in_coming_does_not_put_the_clock_back(line: SlowLine) -> None:
    line.connecting = LATE
    assert abs(DatabaseClock(lambda: line)() - utc_now()) < LATE / 4  # type: ignore[arg-type, return-value]


def test_a_database_whose_clock_is_set_is_followed(
    line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when another server takes over: ours counts as if a minute had passed, its has not."""
    monkeypatch.setattr("mailbot.storage.database_clock.ASK_EVERY_SECONDS", -1)
    ahead = 0.0
    clock = DatabaseClock(lambda: line, lambda: time.monotonic() + ahead)  # type: ignore[arg-type, return-value]
    clock()
    ahead = 60.0
    assert abs(clock() - utc_now()) < LATE
