"""What happened, to which case, by whom: written with the deed, in one chain, never changed.

Lines are linked when their transaction is about to be committed, so that writers on PostgreSQL
wait for each other only then, and never while one of them holds what the other needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from mailbot.storage import facts
from mailbot.storage.chain import START, Line, line_hash, link
from mailbot.storage.database import Database, before_commit, lock, waiting_for_commit
from mailbot.storage.tables import history

MAILBOT = "mailbot"
HEAD = "history_head"
_AT_ONCE = 1000
_ADD = insert(history)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; `what` is a code worded in config/texts/vi/history.toml."""

    at: datetime
    case_id: int | None
    what: str
    who: str
    detail: Mapping[str, str]


def write(
    connection: Connection,
    at: datetime,
    case_id: int | None,
    what: str,
    who: str = MAILBOT,
    **detail: str,
) -> None:
    """Append one line. `detail` never holds a password or a national ID number, nor the name of
    whom a row is about: nobody can be erased from it.
    """
    before_commit(connection, _append, Event(at, case_id, what, who, detail))


def of_case(connection: Connection, case_id: int) -> tuple[Event, ...]:
    """Return the case's history, oldest first."""
    rows = connection.execute(
        select(history).where(history.c.case_id == case_id).order_by(history.c.id)
    )
    written = tuple(Event(row.at, row.case_id, row.what, row.who, row.detail) for row in rows)
    return written + _waiting(connection, case_id)


def was_written(connection: Connection, case_id: int, what: str, **detail: str) -> bool:
    """Return whether the case's history already holds this line with this very detail."""
    rows = connection.execute(
        select(history.c.detail).where(history.c.case_id == case_id, history.c.what == what)
    ).scalars()
    waiting = [one.detail for one in _waiting(connection, case_id) if one.what == what]
    return any(found == detail for found in (*rows, *waiting))


def last_time(connection: Connection, what: str) -> datetime | None:
    """Return when this was written last, None where it never was."""
    newest = select(history.c.at).filter_by(what=what).order_by(history.c.id.desc()).limit(1)
    found: datetime | None = connection.execute(newest).scalar_one_or_none()
    return found


def lines(database: Database, first: int = 1) -> Iterator[tuple[Line, str]]:
    """Yield every line from this number on, with its link, in their order.

    A transaction is held for a portion only: on SQLite a reader stops the writers.
    """
    after = first - 1
    while True:
        with database.reading() as connection:
            found = portion(connection, after)
        if not found:
            return
        yield from found
        after = found[-1][0].id


def portion(connection: Connection, after: int, most: int = _AT_ONCE) -> list[tuple[Line, str]]:
    """Return the lines after this number with their links, in their order, at most so many."""
    found = connection.execute(
        select(history).where(history.c.id > after).order_by(history.c.id).limit(most)
    )
    return [(_line(row), row.link) for row in found]


def numbers_of(connection: Connection, case_id: int) -> tuple[int, ...]:
    """Return the numbers of the case's lines, in their order."""
    found = select(history.c.id).where(history.c.case_id == case_id).order_by(history.c.id)
    return tuple(connection.execute(found).scalars())


def strange(connection: Connection) -> list[tuple[Line, str]]:
    """Return lines with numbers that none of ours has, with their links: they were put in."""
    found = connection.execute(select(history).where(history.c.id < 1).order_by(history.c.id))
    return [(_line(row), row.link) for row in found]


def head(connection: Connection) -> tuple[int, str]:
    """Return number and link of the last line as noted when it was written."""
    number, _, last = (facts.told(connection, HEAD) or f"0 {START}").partition(" ")
    return int(number), last


def _append(connection: Connection, events: Sequence[Event]) -> None:
    """Write the lines at the end of the chain; one writer at a time."""
    lock(connection, "history")
    number, last = head(connection)
    rows = []
    for event in events:
        number += 1
        line = Line(number, event.at, event.case_id, event.what, event.who, event.detail)
        last = link(last, line_hash(line))
        rows.append(_row(line, last))
    connection.execute(_ADD, rows)
    facts.tell(connection, HEAD, f"{number} {last}")


def _row(line: Line, link: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "at": line.at,
        "case_id": line.case_id,
        "what": line.what,
        "who": line.who,
        "detail": line.detail,
        "link": link,
    }


def _waiting(connection: Connection, case_id: int) -> tuple[Event, ...]:
    """Return what this very transaction is about to write."""
    return tuple(one for one in waiting_for_commit(connection, _append) if one.case_id == case_id)


def _line(row: Row[Any]) -> Line:
    return Line(row.id, row.at, row.case_id, row.what, row.who, row.detail)
