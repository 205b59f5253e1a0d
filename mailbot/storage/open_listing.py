"""The open cases as the queue lists them: one page of a group, its numbers, how many stand in each.

The database sorts, counts and cuts, in the index over open cases; nothing sealed is read for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.storage import case_search
from mailbot.storage.standings import NOT_ENDED, Standing, open_rows, standing_from
from mailbot.storage.tables import cases, claim, held_decision

Group = ColumnElement[bool]

ALL_OPEN: Group = true()
HELD: Group = held_decision.c.case_id.is_not(None)
WAITING: Group = and_(cases.c.state == State.IN_REVIEW, held_decision.c.case_id.is_(None))
UNCLAIMED: Group = and_(WAITING, claim.c.staff_id.is_(None))
# The least working time left first: due times run in the order of working time.
_CLOCK_STANDS = case((cases.c.state.in_(CLOCK_STOPS_IN), 1), else_=0)


def claimed_by(staff_id: int) -> Group:
    """Return the group of those that wait and that this person has taken on."""
    return and_(WAITING, claim.c.staff_id == staff_id)


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
    return wanted.order_by(None).order_by(_CLOCK_STANDS, cases.c.due_at, cases.c.id)


def _found(connection: Connection, wanted: Select[Any], group: Group, query: str) -> Select[Any]:
    wanted = wanted.where(group)
    is_found = case_search.is_found_by(connection, query)
    return wanted if is_found is None else wanted.where(is_found)
