"""What happened, to which case, by whom: written in the transaction of the deed, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from mailbot.storage.tables import history

MAILBOT = "mailbot"


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
    """Append one line. `detail` never holds a password or a national ID number."""
    connection.execute(
        insert(history).values(at=at, case_id=case_id, what=what, who=who, detail=detail)
    )


def of_case(connection: Connection, case_id: int) -> tuple[Event, ...]:
    """Return the case's history, oldest first."""
    rows = connection.execute(
        select(history).where(history.c.case_id == case_id).order_by(history.c.id)
    )
    return tuple(Event(row.at, row.case_id, row.what, row.who, row.detail) for row in rows)


def was_written(connection: Connection, case_id: int, what: str, **detail: str) -> bool:
    """Return whether the case's history already holds this line with this very detail."""
    rows = connection.execute(
        select(history.c.detail).where(history.c.case_id == case_id, history.c.what == what)
    ).scalars()
    return any(found == detail for found in rows)
