"""Cases for reports are read page by page; nobody who writes waits for a report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.period import Period, month_of, year_of
from mailbot.cases.report import Filters, Outcome
from mailbot.cases.state import State
from mailbot.storage import letters, report_entries
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.report_counts import bars_of, counts_of
from mailbot.storage.report_entries import entries_in
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import cases, fact
from tests.builders import DUE, MONDAY, a_case
from tests.counting import tally

NOVEMBER = month_of(date(2026, 11, 1))
DAY = timedelta(days=1)
# What SQLite may do in one transaction, counted in steps of its machine: ten million and more of
# them are a second, and nobody who writes waits 0.2 s for a report.
MOST_STEPS = 500_000
A_LOOK = 1_000


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def test_every_case_of_the_period_comes_with_its_outcome(
    database: Database, store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_entries, "PAGE", 2)
    with database.transaction() as connection:
        ways = {
            "granted": (LetterKind.RESULT, State.ANSWERED),
            "refused": (LetterKind.REFUSAL, State.ANSWERED),
            "closed": (None, State.CLOSED),
            "asked": (LetterKind.SUPPLEMENT, State.AWAITING_SUPPLEMENT),
            "open": (None, State.IN_REVIEW),
        }
        numbers = {
            way: _ended(connection, store, kind, state) for way, (kind, state) in ways.items()
        }
        _ended(connection, store, None, State.CLOSED, MONDAY - 40 * DAY)
    found = {entry.number: entry for entry in entries_in(database, NOVEMBER)}
    assert sorted(found) == sorted(numbers.values())
    told = {way: found[number].outcome for way, number in numbers.items()}
    assert told == {
        "granted": Outcome.GRANTED,
        "refused": Outcome.REFUSED,
        "closed": Outcome.CLOSED,
        "asked": Outcome.OPEN,
        "open": Outcome.OPEN,
    }
    counts = tally(found.values(), NOVEMBER, MONDAY + DAY)
    assert (counts.received, counts.solved, counts.open, counts.open_waiting) == (5, 2, 2, 1)
    assert counts.supplements == 1


def test_what_no_person_saw_is_told_apart(database: Database, store: CaseStore) -> None:
    odd = Finding("row.phone_odd", Severity.LOOK)
    with database.transaction() as connection:
        for case in (a_case(state=State.ACCEPTED), a_case(findings=(odd,))):
            opened = store.open(connection, case, MONDAY)
            store.save(connection, replace(opened, state=State.ANSWERED), MONDAY, "answered")
    assert [entry.by_itself for entry in entries_in(database, NOVEMBER)] == [True, False]


def test_a_case_completed_again_counts_from_its_first_arrival(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        case = store.open(connection, a_case(), MONDAY)
        later = replace(case, arrived_at=MONDAY + 9 * DAY)
        store.save(connection, later, MONDAY + 9 * DAY, "completed")
    (entry,) = entries_in(database, NOVEMBER)
    assert entry.received_at == MONDAY


@dataclass
class Watched:
    """A database that counts what each transaction does, and lets a writer in after each."""

    inner: Database
    steps: list[int] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self.steps.append(0)
        with self.inner.reading() as connection:
            self._watch(connection, self._count)
            try:
                yield connection
            finally:
                self._watch(connection, None)
        with self.inner.transaction() as connection:
            connection.execute(insert(fact).values(name=f"w{len(self.steps)}", value=""))

    def _count(self) -> None:
        self.steps[-1] += A_LOOK

    @staticmethod
    def _watch(connection: Connection, count: Callable[[], None] | None) -> None:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.set_progress_handler(count, A_LOOK)


@pytest.mark.parametrize(
    ("read", "transactions"),
    [
        pytest.param(entries_in, 8, id="the cases themselves"),
        pytest.param(lambda one, year: counts_of(one, year, MONDAY, Filters()), 11, id="counts"),
        pytest.param(lambda one, year: bars_of(one, [year], Filters()), 1, id="bars"),
    ],
)
def test_a_report_over_many_cases_lets_writers_in_all_the_while(
    database: Database, read: Callable[[Any, Period], object], transactions: int
) -> None:
    with database.transaction() as connection:
        connection.execute(insert(cases), [_row(n) for n in range(8 * report_entries.PAGE)])
    watched = Watched(database)
    read(watched, year_of(date(2026, 1, 1)))
    assert len(watched.steps) >= transactions
    assert max(watched.steps) < MOST_STEPS
    if database.engine.dialect.name == "sqlite":
        assert sum(watched.steps) > 8 * report_entries.PAGE  # it was really looked at


def _row(n: int) -> dict[str, object]:
    at = MONDAY - n * timedelta(minutes=7)
    return {
        "number": f"HS-2026-{n:05d}",
        "state": "answered",
        "version": 1,
        "channel": "email",
        "agency_code": "pnk",
        "procedure": "new",
        "arrived_at": at,
        "received_at": at,
        "opened_at": at,
        "due_at": at + 2 * DAY,
        # Many end at the very same instant: no page may lose or repeat one.
        "ended_at": MONDAY - timedelta(minutes=n // 700),
        "outcome": "granted",
        "timing": "early",
        "letter_key": "",
        "sealed": b"x" * 2000,
    }


def _ended(
    connection: Connection,
    store: CaseStore,
    kind: LetterKind | None,
    state: State,
    at: datetime = MONDAY,
) -> str:
    case = store.open(connection, a_case(arrived_at=at, due_at=at + (DUE - MONDAY)), at)
    if kind is not None:
        letters.write(connection, case.id, kind, {}, at)
    if state is not State.IN_REVIEW:
        store.save(connection, replace(case, state=state), at + timedelta(hours=1), "answered")
    return case.number
