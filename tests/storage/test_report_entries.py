"""Cases for reports are read page by page; nobody who writes waits for a report."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.period import Period, month_of
from mailbot.cases.report import Outcome, tally
from mailbot.cases.state import State
from mailbot.storage import letters, report_entries
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.report_entries import entries_in
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import cases, fact
from tests.builders import DUE, MONDAY, a_case

NOVEMBER = month_of(date(2026, 11, 1))
DAY = timedelta(days=1)
LONGEST = 0.2  # seconds a transaction may be held, of processor time


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
        store.open(connection, a_case(state=State.ACCEPTED), MONDAY)
        store.open(connection, a_case(findings=(odd,)), MONDAY)
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
    """A database that measures each transaction, and lets a writer in after each."""

    inner: Database
    writer: Database
    held: list[float] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.inner.reading() as connection:
            begun = time.thread_time()
            yield connection
            self.held.append(time.thread_time() - begun)
        with self.writer.transaction() as connection:
            connection.execute(insert(fact).values(name=f"w{len(self.held)}", value=""))


def test_a_report_over_many_cases_lets_writers_in_all_the_while(database: Database) -> None:
    count = 8 * report_entries.PAGE
    with database.transaction() as connection:
        connection.execute(insert(cases), [_row(n) for n in range(count)])
    watched = Watched(database, Database(database.engine))
    found = entries_in(watched, Period(date(2026, 1, 1), date(2026, 12, 31)))  # type: ignore[arg-type]
    assert len(found) == count
    assert len(watched.held) > count // report_entries.PAGE
    assert max(watched.held) < LONGEST


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
        "ended_at": MONDAY + timedelta(minutes=n // 700),
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
