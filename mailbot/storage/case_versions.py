"""Which cases there are and how new each is: enough to know what must be read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, case, func, select, text

from mailbot.cases.state import CLOCK_STOPS_IN, OPEN_STATES, State
from mailbot.storage.tables import cases

_MOST_ENDED = 100
_ENDED = frozenset(State) - OPEN_STATES
# Word for word the condition of ix_cases_open_due: finished cases are not read through.
_NOT_ENDED = text("state NOT IN ('answered', 'closed')")


def open_rows() -> Select[tuple[int, int]]:
    """Return the query for the cases that have not ended."""
    return select(cases.c.id, cases.c.version).where(_NOT_ENDED)


def open_versions(connection: Connection) -> dict[int, int]:
    """Return the version of every case that has not ended, by id."""
    rows = connection.execute(open_rows())
    return {row.id: row.version for row in rows}


def ended_versions(connection: Connection) -> dict[int, int]:
    """Return the same of the cases that came in last among those that ended, newest first."""
    rows = connection.execute(
        select(cases.c.id, cases.c.version)
        .where(cases.c.state.in_(_ENDED))
        .order_by(cases.c.id.desc())
        .limit(_MOST_ENDED)
    )
    return {row.id: row.version for row in rows}


def open_counts(connection: Connection, now: datetime) -> tuple[Mapping[State, int], int]:
    """Return how many open cases are in each state, and how many of them are past their time."""
    is_late = case((cases.c.due_at < now, 1), else_=0)
    rows = connection.execute(
        select(cases.c.state, func.count(), func.sum(is_late))
        .where(_NOT_ENDED)
        .group_by(cases.c.state)
    ).all()
    states = {State(state): count for state, count, _ in rows}
    late = sum(late for state, _, late in rows if State(state) not in CLOCK_STOPS_IN)
    return states, late
