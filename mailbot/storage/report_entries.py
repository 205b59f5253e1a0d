"""Cases for reports, read page by page: no transaction is held long, whatever the period.

On SQLite a transaction keeps writers waiting; a page is a few milliseconds of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mailbot.cases.period import Period
from mailbot.cases.report import Entry, Filters, Outcome
from mailbot.cases.state import State
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.report_counts import fits
from mailbot.storage.standings import NOT_ENDED
from mailbot.storage.tables import cases, letter

PAGE = 500
_COLUMNS = (
    cases.c.id,
    cases.c.number,
    cases.c.state,
    cases.c.procedure,
    cases.c.channel,
    cases.c.agency_code,
    cases.c.received_at,
    cases.c.due_at,
    cases.c.ended_at,
    cases.c.outcome,
    cases.c.by_itself,
)
_AS_THEY_CAME = (cases.c.received_at, cases.c.id)
EVERYTHING = Filters()


def entries_in(
    database: Database, period: Period, filters: Filters = EVERYTHING
) -> tuple[Entry, ...]:
    """Return every case that was on the desk in the period, in the order in which they came.

    A case that ends while this reads is there once: ended ones are read last and win.
    """
    wanted = [cases.c.received_at < period.ends_at, *fits(filters)]
    pages = (*_open_pages(database, *wanted), *ended_pages(database, period.begins_at, *wanted))
    found = {entry.id: entry for page in pages for entry in page}
    return tuple(sorted(found.values(), key=lambda entry: (entry.received_at, entry.id)))


@dataclass(frozen=True)
class Desk:
    """The same cases a few at a time: those carried over, then those received in the period.

    Good as long as the connection's transaction; it looks once for those carried over.
    """

    connection: Connection
    period: Period
    filters: Filters

    def count(self) -> int:
        """Return how many cases these are."""
        received = select(func.count()).where(self._received)
        return len(self._carried) + int(self.connection.execute(received).scalar_one())

    def page(self, skip: int, most: int) -> Sequence[Entry]:
        """Return some of them."""
        carried = self._carried
        shown = carried[skip : skip + most]
        left = select(cases.c.id).where(self._received).order_by(*_AS_THEY_CAME)
        left = left.offset(max(0, skip - len(carried))).limit(most - len(shown))
        ids = [*shown, *self.connection.execute(left).scalars()]
        return _page(self.connection, cases.c.id.in_(ids), *_AS_THEY_CAME, most=most)

    @property
    def _received(self) -> ColumnElement[bool]:
        came, period = cases.c.received_at, self.period
        return and_(came >= period.begins_at, came < period.ends_at, *fits(self.filters))

    @cached_property
    def _carried(self) -> list[int]:
        begins = self.period.begins_at
        before = [cases.c.received_at < begins, *fits(self.filters)]
        found = [
            row
            for still_there in (NOT_ENDED, cases.c.ended_at >= begins)
            for row in self.connection.execute(select(*_AS_THEY_CAME).where(still_there, *before))
        ]
        return [case_id for _, case_id in sorted(found)]


def _open_pages(database: Database, *wanted: ColumnElement[bool]) -> Iterator[Sequence[Entry]]:
    last = 0
    while True:
        with database.reading() as connection:
            still_open = and_(NOT_ENDED, cases.c.id > last, *wanted)
            page = _page(connection, still_open, cases.c.id, most=PAGE)
        yield page
        if len(page) < PAGE:
            return
        last = page[-1].id


def ended_pages(
    database: Database, since: datetime, *wanted: ColumnElement[bool]
) -> Iterator[Sequence[Entry]]:
    """Yield the cases that have ended since this instant, in the order in which they ended."""
    at, last = since, 0
    while True:
        after = or_(cases.c.ended_at > at, and_(cases.c.ended_at == at, cases.c.id > last))
        ended = and_(cases.c.ended_at >= at, after, *wanted)
        with database.reading() as connection:
            page = _page(connection, ended, cases.c.ended_at, cases.c.id, most=PAGE)
        yield page
        if len(page) < PAGE:
            return
        at, last = page[-1].ended_at or at, page[-1].id


def ended_count(connection: Connection, since: datetime, until: datetime) -> int:
    """Return how many cases ended from the first instant up to the last one, left out."""
    within = and_(cases.c.ended_at >= since, cases.c.ended_at < until)
    return int(connection.execute(select(func.count()).where(within)).scalar_one())


def _page(
    connection: Connection, where: ColumnElement[bool], *order: ColumnElement[Any], most: int
) -> Sequence[Entry]:
    wanted = select(*_COLUMNS).where(where).order_by(*order).limit(most)
    rows = connection.execute(wanted).all()
    supplements = _supplements(connection, [row.id for row in rows])
    return [_entry(row, tuple(supplements.get(row.id, ()))) for row in rows]


def _supplements(
    connection: Connection, case_ids: Sequence[int]
) -> Mapping[int, Sequence[datetime]]:
    """Return when the cases' letters asked for a supplement."""
    rows = connection.execute(
        select(letter.c.case_id, letter.c.composed_at)
        .where(letter.c.case_id.in_(case_ids), letter.c.kind == LetterKind.SUPPLEMENT)
        .where(letter.c.state != LetterState.WITHDRAWN)
        .order_by(letter.c.id)
    )
    found: dict[int, list[datetime]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row.composed_at)
    return found


def _entry(row: Any, supplements: tuple[datetime, ...]) -> Entry:
    return Entry(
        id=row.id,
        number=row.number,
        procedure=row.procedure,
        channel=row.channel,
        agency_code=row.agency_code,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        outcome=Outcome(row.outcome),
        supplements=supplements,
        waits=row.state == State.AWAITING_SUPPLEMENT,
        by_itself=row.by_itself,
    )
