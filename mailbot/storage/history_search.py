"""The history as auditors search it: newest first, by case, person, deed and day, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select

from mailbot.cases.period import Period
from mailbot.storage.chain import Line
from mailbot.storage.tables import cases, history

PAGE = 50
_OUT_OF_ORDER = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty is everything. `before` is the number of the line to go on from."""

    case_number: str = ""
    who: str = ""
    what: str = ""
    period: Period | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A line with its case's number (or none) and its link in the chain."""

    line: Line
    case_number: str
    link: str


def search(connection: Connection, wanted: Wanted, most: int = PAGE) -> tuple[Found, ...]:
    """Return the newest lines that fit, at most so many."""
    query = (
        select(history, cases.c.number.label("case_number"))
        .outerjoin(cases, cases.c.id == history.c.case_id)
        .order_by(history.c.id.desc())
        .limit(most)
    )
    rows = connection.execute(_narrowed(connection, query, wanted))
    return tuple(
        Found(
            Line(row.id, row.at, row.case_id, row.what, row.who, row.detail),
            row.case_number or "",
            row.link,
        )
        for row in rows
    )


def deeds(connection: Connection) -> tuple[str, ...]:
    """Return every code that stands in the history; each is found by one look into an index."""
    return _distinct(connection, history.c.what.name)


def people(connection: Connection) -> tuple[str, ...]:
    """Return everybody who stands in the history."""
    return _distinct(connection, history.c.who.name)


def _distinct(connection: Connection, name: str) -> tuple[str, ...]:
    column, found = history.c[name], [""]
    while True:
        following = select(column).where(column > found[-1]).order_by(column).limit(1)
        value = connection.execute(following).scalar_one_or_none()
        if value is None:
            return tuple(found[1:])
        found.append(value)


def _narrowed(
    connection: Connection, query: Select[tuple[object, ...]], wanted: Wanted
) -> Select[tuple[object, ...]]:
    if wanted.case_number:
        query = query.where(cases.c.number == wanted.case_number.upper())
    if wanted.who:
        query = query.where(history.c.who == wanted.who)
    if wanted.what:
        query = query.where(history.c.what == wanted.what)
    if wanted.before is not None:
        query = query.where(history.c.id < wanted.before)
    if wanted.period is not None:
        begins, ends = wanted.period.begins_at, wanted.period.ends_at
        # Lines are numbered nearly in the order of their times: the numbers narrow what is looked
        # through, the times decide.
        query = query.where(history.c.at >= begins, history.c.at < ends)
        query = query.where(history.c.id >= _first_from(connection, begins) - _OUT_OF_ORDER)
        last = _first_from(connection, ends)
        query = query.where(history.c.id < last + _OUT_OF_ORDER) if last else query
    return query


def _first_from(connection: Connection, at: datetime) -> int:
    """Return the number of the first line written at this instant or later."""
    query = select(history.c.id).where(history.c.at >= at).order_by(history.c.at).limit(1)
    return connection.execute(query).scalar_one_or_none() or 0
