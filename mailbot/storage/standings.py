"""The standings of open cases: what the queue sorts and counts, without opening what is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, text

from mailbot.cases.state import CLOCK_STOPS_IN, OPEN_STATES, State
from mailbot.storage.tables import OPEN_CASES, cases, claim, held_decision

_ENDED = frozenset(State) - OPEN_STATES
# Word for word the condition of ix_cases_open_due: finished cases are not read through.
NOT_ENDED = text(f"cases.{OPEN_CASES}")

_PLAIN = select(
    cases.c.id,
    cases.c.version,
    cases.c.number,
    cases.c.agency_code,
    cases.c.state,
    cases.c.due_at,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one case stands. `staff_id` has claimed it; `held` while a decision waits."""

    id: int
    version: int
    number: str
    agency_code: str
    state: State
    due_at: datetime
    staff_id: int | None = None
    held: bool = False


def open_rows() -> Select[Any]:
    """Return the query for the cases that have not ended, the next due first."""
    return (
        select(
            cases.c.id,
            cases.c.version,
            cases.c.number,
            cases.c.agency_code,
            cases.c.state,
            cases.c.due_at,
            claim.c.staff_id,
            held_decision.c.case_id,
        )
        .outerjoin(claim, claim.c.case_id == cases.c.id)
        .outerjoin(held_decision, held_decision.c.case_id == cases.c.id)
        .where(NOT_ENDED)
        .order_by(cases.c.due_at, cases.c.id)
    )


def open_standings(connection: Connection) -> tuple[Standing, ...]:
    """Return the standing of every case that has not ended, the next due first."""
    return tuple(standing_from(row) for row in connection.execute(open_rows()))


def standing_from(row: Any) -> Standing:
    """Return what a row of `open_rows` tells."""
    n, version, number, agency, state, due_at, staff_id, held = row
    return Standing(n, version, number, agency, State(state), due_at, staff_id, held is not None)


def ended_standings(connection: Connection, most: int) -> tuple[Standing, ...]:
    """Return the same of the last cases that ended, newest first."""
    newest = _PLAIN.where(cases.c.state.in_(_ENDED)).order_by(cases.c.id.desc()).limit(most)
    return tuple(_standing(row) for row in connection.execute(newest))


def standings_of(connection: Connection, case_ids: Sequence[int]) -> tuple[Standing, ...]:
    """Return the same of these cases, in their order."""
    rows = connection.execute(_PLAIN.where(cases.c.id.in_(case_ids)))
    by_id = {row.id: _standing(row) for row in rows}
    return tuple(by_id[one] for one in case_ids if one in by_id)


def _standing(row: Any) -> Standing:
    return Standing(row.id, row.version, row.number, row.agency_code, State(row.state), row.due_at)


def open_counts(connection: Connection, now: datetime) -> tuple[Mapping[State, int], int]:
    """Return how many open cases are in each state, and how many of them are past their time."""
    is_late = case((cases.c.due_at < now, 1), else_=0)
    rows = connection.execute(
        select(cases.c.state, func.count(), func.sum(is_late))
        .where(NOT_ENDED)
        .group_by(cases.c.state)
    ).all()
    states = {State(state): count for state, count, _ in rows}
    late = sum(late for state, _, late in rows if State(state) not in CLOCK_STOPS_IN)
    return states, late


def next_due(connection: Connection) -> datetime | None:
    """Return when the next open case whose clock runs is due."""
    runs = cases.c.state.not_in(CLOCK_STOPS_IN)
    found = select(cases.c.due_at).where(NOT_ENDED, runs).order_by(cases.c.due_at).limit(1)
    return connection.execute(found).scalar_one_or_none()
