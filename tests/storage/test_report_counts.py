"""A report counted by the database is the report counted case by case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from mailbot.cases.case import Channel
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.period import Period, month_of, quarter_of, year_of
from mailbot.cases.report import Entry, Filters, Tally
from mailbot.cases.state import State
from mailbot.storage import letters
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.report_counts import bars_of, counts_of, spans
from mailbot.storage.report_entries import Desk, entries_in
from mailbot.storage.seal import new_key, seal_from
from tests.builders import MONDAY, a_case
from tests.counting import tallies, tally

NOW = MONDAY + timedelta(days=4)
PERIODS = (
    month_of(date(2026, 11, 1)),
    month_of(date(2026, 9, 1)),
    month_of(date(2027, 1, 1)),
    quarter_of(date(2026, 8, 1)),
    year_of(date(2026, 1, 1)),
    Period(date(2026, 8, 17), date(2026, 10, 5)),
)
FILTERS = (
    Filters(),
    Filters(procedure="reset"),
    Filters(channel="post", outcome="granted"),
    Filters(agency_code="", outcome="open"),
)
ODD = Finding("row.phone_odd", Severity.LOOK)


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def a_year(database: Database, store: CaseStore, chance: random.Random, count: int) -> None:
    """Put in what months bring: answered by itself or not, in time or late, refused, closed, open,
    asked for more, opened again.
    """
    with database.transaction() as connection:
        for _ in range(count):
            _story(connection, store, chance)


def _story(connection: Connection, store: CaseStore, chance: random.Random) -> None:
    came = MONDAY - timedelta(minutes=chance.randrange(150 * 24 * 60))
    state = chance.choice((State.IN_REVIEW, State.ACCEPTED, State.AWAITING_SUPPLEMENT))
    case = a_case(
        state=state,
        arrived_at=came,
        due_at=came + timedelta(hours=chance.randrange(20, 90)),
        procedure=chance.choice(("new", "reset", "")),
        channel=chance.choice((Channel.EMAIL, Channel.POST)),
        agency_code=chance.choice(("pnk", "pcr", "")),
        findings=(ODD,) if chance.random() < 0.5 else (),
    )
    opened = store.open(connection, case, came)
    if chance.random() < 0.3:
        letters.write(connection, opened.id, LetterKind.SUPPLEMENT, {}, came + timedelta(hours=1))
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        went = min(NOW, came + timedelta(minutes=chance.randrange(10, 60 * 24 * 60)))
        end = chance.choice((State.ANSWERED, State.ANSWERED, State.CLOSED))
        if end is State.ANSWERED:
            kind = chance.choice((LetterKind.RESULT, LetterKind.REFUSAL))
            written = letters.write(connection, opened.id, kind, {}, went)
            letters.keep_signed(connection, written.id, b"%PDF", "1/TB", None)
        opened = store.save(connection, replace(opened, state=end), went, "answered")
        if chance.random() < 0.1:
            opened = store.save(connection, replace(opened, state=state), went, "reopened")


def fitting(entries: tuple[Entry, ...], filters: Filters) -> list[Entry]:
    wanted = {
        name: value for name in Filters.__slots__ if (value := getattr(filters, name)) is not None
    }
    return [one for one in entries if all(getattr(one, n) == v for n, v in wanted.items())]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_counts_are_those_of_the_cases_one_by_one(
    database: Database, store: CaseStore, filters: Filters
) -> None:
    a_year(database, store, random.Random(7), 120)
    for period in PERIODS:
        found = fitting(entries_in(database, period), filters)
        assert list(entries_in(database, period, filters)) == found
        counts = counts_of(database, period, NOW, filters)
        assert sum(counts.kinds.values(), Tally()) == tally(found, period, NOW)
        by_kind = tallies(found, period, NOW, lambda e: (e.procedure, e.channel, e.outcome))
        assert counts.kinds == by_kind
        assert counts.agencies == tallies(found, period, NOW, lambda e: (e.agency_code,))


def test_the_register_read_page_by_page_is_every_case_once_as_they_came(
    database: Database, store: CaseStore
) -> None:
    a_year(database, store, random.Random(8), 60)
    for period in PERIODS:
        with database.reading() as connection:
            desk = Desk(connection, period, Filters())
            count = desk.count()
            pages = [one for skip in range(0, count, 7) for one in desk.page(skip, 7)]
        assert tuple(pages) == entries_in(database, period)
        assert len(pages) == count


def test_each_bar_tells_what_came_and_went_on_its_day(database: Database, store: CaseStore) -> None:
    a_year(database, store, random.Random(9), 60)
    november = PERIODS[0]
    days = [Period(day, day) for day in november.days()]
    found = entries_in(database, november)
    assert bars_of(database, days, Filters()) == [
        (
            sum(day.holds(one.received_at) for one in found),
            sum(bool(one.timing and one.ended_at and day.holds(one.ended_at)) for one in found),
            sum(one.timing == "late" and day.holds(one.ended_at or NOW) for one in found),
        )
        for day in days
    ]


def test_what_is_written_into_a_case_that_has_ended_ends_it_no_second_time(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        case = store.open(connection, a_case(), MONDAY)
        ended = store.save(connection, replace(case, state=State.ANSWERED), MONDAY, "answered")
        store.save(connection, replace(ended, rows=()), NOW, "erased")
    (entry,) = entries_in(database, PERIODS[0])
    assert entry.ended_at == MONDAY


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_the_months_of_a_report_follow_each_other_up_to_now(period: Period) -> None:
    found = list(spans(period, NOW))
    assert found[0].since == period.begins_at
    assert [one.until for one in found] == [*(one.since for one in found[1:]), None]
    bounds = {one.since for one in found}
    assert period.ends_at in bounds or period.ends_at > NOW
    assert all(one.until - one.since <= timedelta(days=31) for one in found if one.until)
