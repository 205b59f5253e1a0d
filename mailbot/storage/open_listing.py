"""The open cases as the queue lists them: one page of a group, its numbers, how many stand in each.

The database sorts, counts and cuts, in the index over open cases; nothing sealed is read for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from mailbot.cases.period import Period
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.clock import local_date
from mailbot.storage import case_search
from mailbot.storage.standings import NOT_ENDED, Standing, open_rows, standing_from
from mailbot.storage.tables import cases, claim, held_decision

Group = ColumnElement[bool]

ALL_OPEN: Group = true()
HELD: Group = held_decision.c.case_id.is_not(None)
WAITING: Group = and_(cases.c.state == State.IN_REVIEW, held_decision.c.case_id.is_(None))
UNCLAIMED: Group = and_(WAITING, claim.c.staff_id.is_(None))
CLOCK_STANDS: Group = cases.c.state.in_(CLOCK_STOPS_IN)
CLOCK_RUNS: Group = cases.c.state.not_in(CLOCK_STOPS_IN)
# The least working time left first: due times run in the order of working time.
_STANDING_LAST = case((CLOCK_STANDS, 1), else_=0)


def claimed_by(staff_id: int) -> Group:
    """Return the group of those that wait and that this person has taken on."""
    return and_(WAITING, claim.c.staff_id == staff_id)


def due_between(after: datetime | None, until: datetime | None) -> Group:
    """Return the group of those whose clock runs and that are due from the first instant up to
    the last one, which is left out; None is no bound.
    """
    bounds = [CLOCK_RUNS]
    if after is not None:
        bounds.append(cases.c.due_at >= after)
    if until is not None:
        bounds.append(cases.c.due_at < until)
    return and_(*bounds)


def received_on(period: Period) -> Group:
    """Return the group of those that were received within the period."""
    return and_(cases.c.received_at >= period.begins_at, cases.c.received_at < period.ends_at)


def in_states(states: AbstractSet[State]) -> Group:
    """Return the group of those in one of these states."""
    return cases.c.state.in_(states)


def page(
    connection: Connection, group: Group, query: str, *, skip: int, most: int
) -> tuple[Standing, ...]:
    """Return some of the group that the search finds, those whose clock stands last."""
    wanted = _ordered(_found(connection, open_rows(), group, query))
    wanted = wanted.offset(skip).limit(most)
    return tuple(standing_from(row) for row in connection.execute(wanted))


def numbers(connection: Connection, group: Group, query: str) -> list[str]:
    """Return the numbers of all of them, in the same order."""
    wanted = _ordered(_found(connection, _joined(cases.c.number), group, query))
    return list(connection.execute(wanted).scalars())


def due_days(connection: Connection, period: Period) -> dict[date, int]:
    """Return how many cases whose clock runs are due on which day of the period."""
    within = due_between(period.begins_at, period.ends_at)
    rows = connection.execute(
        select(cases.c.due_at, func.count()).where(NOT_ENDED, within).group_by(cases.c.due_at)
    )
    found: dict[date, int] = {}
    for due_at, many in rows:
        found[local_date(due_at)] = found.get(local_date(due_at), 0) + many
    return found


def last_due(connection: Connection) -> datetime | None:
    """Return when the last of the cases whose clock runs is due."""
    wanted = select(func.max(cases.c.due_at)).where(NOT_ENDED, CLOCK_RUNS)
    found: datetime | None = connection.execute(wanted).scalar_one()
    return found


def count(connection: Connection, group: Group, query: str) -> int:
    """Return how many these are."""
    wanted = _found(connection, _joined(func.count()), group, query)
    return int(connection.execute(wanted).scalar_one())


def counts(connection: Connection, groups: Mapping[str, Group]) -> dict[str, int]:
    """Return how many stand in each group, all of them counted in one pass."""
    columns = [func.count().filter(group).label(key) for key, group in groups.items()]
    found = connection.execute(_joined(*columns)).one()
    return dict(zip(groups, found, strict=True))


def _joined(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(cases)
        .outerjoin(claim, claim.c.case_id == cases.c.id)
        .outerjoin(held_decision, held_decision.c.case_id == cases.c.id)
        .where(NOT_ENDED)
    )


def _ordered(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(None).order_by(_STANDING_LAST, cases.c.due_at, cases.c.id)


def _found(connection: Connection, wanted: Select[Any], group: Group, query: str) -> Select[Any]:
    wanted = wanted.where(group)
    is_found = case_search.is_found_by(connection, query)
    return wanted if is_found is None else wanted.where(is_found)
