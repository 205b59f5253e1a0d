"""The watch warns before a due time, once for each point, and says when it is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import event

from mailbot.calendar_file import load_calendar
from mailbot.cases.state import State
from mailbot.storage import history
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from mailbot.watch import Watch
from tests.builders import DUE, MONDAY, a_case

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def warned(database: Database, store: CaseStore, state: State, *times: datetime) -> list[str]:
    """Return what the history has after the watch looked at these times."""
    with database.transaction() as connection:
        case = store.open(connection, a_case(state=state), MONDAY)
    for now in times:
        Watch(database, load_calendar, (8, 4, 1), lambda now=now: now)()  # type: ignore[misc]
    with database.transaction() as connection:
        lines = history.of_case(connection, case.id)
    return [f"{line.what} {line.detail['hours']}" for line in lines if "hours" in line.detail]


def test_nothing_is_said_while_there_is_time(database: Database, store: CaseStore) -> None:
    assert warned(database, store, State.IN_REVIEW, MONDAY) == []


def test_each_point_warns_once(database: Database, store: CaseStore) -> None:
    near = (DUE - 4 * HOUR, DUE - 4 * HOUR, DUE - HOUR, DUE - HOUR / 2)
    assert warned(database, store, State.IN_REVIEW, *near) == ["deadline_near 4", "deadline_near 1"]


def test_a_missed_deadline_is_said_once(database: Database, store: CaseStore) -> None:
    late = (DUE + HOUR, DUE + 2 * HOUR)
    assert warned(database, store, State.AWAITING_HANDS, *late) == ["overdue 0"]


def test_a_clock_that_stands_still_is_not_watched(database: Database, store: CaseStore) -> None:
    long_after = datetime(2026, 12, 31, tzinfo=UTC)
    assert warned(database, store, State.AWAITING_SUPPLEMENT, long_after) == []


def test_of_two_hosts_that_look_at_the_same_moment_one_warns(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        case = store.open(connection, a_case(state=State.IN_REVIEW), MONDAY)
    watch = Watch(database, load_calendar, (8, 4, 1), lambda: DUE - HOUR)
    other = Thread(target=watch)
    waiting = [other]

    def meanwhile(_c: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("INSERT INTO history") and waiting:
            waiting.pop().start()
            other.join(1)

    event.listen(database.engine, "before_cursor_execute", meanwhile)
    watch()
    event.remove(database.engine, "before_cursor_execute", meanwhile)
    other.join()

    with database.reading() as connection:
        told = [line.what for line in history.of_case(connection, case.id)]
    assert told.count("deadline_near") == 1
