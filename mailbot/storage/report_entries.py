"""Cases for reports, read page by page: no transaction is held long, whatever the period.

On SQLite a transaction keeps writers waiting; a page is a few milliseconds of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mailbot.cases.period import Period
from mailbot.cases.report import Entry, Outcome, touches
from mailbot.cases.state import State
from mailbot.storage import review_reasons
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.standings import NOT_ENDED
from mailbot.storage.tables import cases, letter

PAGE = 500
_Letters = Sequence[tuple[str, datetime]]
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
)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def entries_in(database: Database, period: Period) -> tuple[Entry, ...]:
    """Return every case that was on the desk in the period, by number.

    A case that ends while this reads is there once: ended ones are read last and win.
    """
    found = {
        entry.id: entry
        for page in (*_open_pages(database), *ended_pages(database, period.begins_at))
        for entry in page
        if touches(entry, period)
    }
    return tuple(sorted(found.values(), key=lambda entry: entry.number))


def _open_pages(database: Database) -> Iterator[Sequence[Entry]]:
    last = 0
    while True:
        with database.reading() as connection:
            page = _page(connection, and_(NOT_ENDED, cases.c.id > last), cases.c.id)
        yield page
        if len(page) < PAGE:
            return
        last = page[-1].id


def ended_pages(database: Database, since: datetime) -> Iterator[Sequence[Entry]]:
    """Yield the cases that have ended since this instant, in the order in which they ended."""
    at, last = since, 0
    while True:
        after = or_(cases.c.ended_at > at, and_(cases.c.ended_at == at, cases.c.id > last))
        with database.reading() as connection:
            page = _page(
                connection, and_(cases.c.ended_at >= at, after), cases.c.ended_at, cases.c.id
            )
        yield page
        if len(page) < PAGE:
            return
        at, last = page[-1].ended_at or at, page[-1].id


def ended_count(connection: Connection, since: datetime, until: datetime) -> int:
    """Return how many cases ended from the first instant up to the last one, left out."""
    within = and_(cases.c.ended_at >= since, cases.c.ended_at < until)
    return int(connection.execute(select(func.count()).where(within)).scalar_one())


def _page(
    connection: Connection, where: ColumnElement[bool], *order: ColumnElement[Any]
) -> Sequence[Entry]:
    rows = connection.execute(select(*_COLUMNS).where(where).order_by(*order).limit(PAGE)).all()
    ids = frozenset(row.id for row in rows)
    letters = _letters(connection, ids)
    seen = review_reasons.with_reasons(connection, ids)
    return [_entry(row, letters.get(row.id, ()), by_itself=row.id not in seen) for row in rows]


def _letters(connection: Connection, ids: frozenset[int]) -> Mapping[int, _Letters]:
    """Return the cases' letters that say how they ended, or ask for a supplement."""
    wanted = {LetterKind.RESULT, LetterKind.REFUSAL, LetterKind.SUPPLEMENT}
    rows = connection.execute(
        select(letter.c.case_id, letter.c.kind, letter.c.composed_at)
        .where(letter.c.case_id.in_(ids), letter.c.kind.in_(wanted))
        .where(letter.c.state != LetterState.WITHDRAWN)
        .order_by(letter.c.id)
    )
    found: dict[int, list[tuple[str, datetime]]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append((row.kind, row.composed_at))
    return found


def _entry(row: Any, letters: _Letters, *, by_itself: bool) -> Entry:
    return Entry(
        id=row.id,
        number=row.number,
        procedure=row.procedure,
        channel=row.channel,
        agency_code=row.agency_code,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        outcome=_outcome(row.state, letters),
        supplements=tuple(at for kind, at in letters if kind == LetterKind.SUPPLEMENT),
        waits=row.state == State.AWAITING_SUPPLEMENT,
        by_itself=by_itself,
    )


def _outcome(state: str, letters: _Letters) -> Outcome:
    if state == State.CLOSED:
        return Outcome.CLOSED
    if state != State.ANSWERED:
        return Outcome.OPEN
    answers = [kind for kind, _ in letters if kind != LetterKind.SUPPLEMENT]
    return Outcome.REFUSED if answers[-1:] == [LetterKind.REFUSAL] else Outcome.GRANTED
