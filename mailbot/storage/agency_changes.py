"""Changes of the registry: each with its reason, who made it, and who confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select, update

from mailbot.cases.agency import Agency
from mailbot.cases.agency_change import needs_second_person
from mailbot.errors import BadInputError
from mailbot.storage import registry_store
from mailbot.storage.database import lock
from mailbot.storage.tables import agency_change
from mailbot.words import say

_agency = TypeAdapter(Agency)


class ChangeState(StrEnum):
    """Where a change stands."""

    WAITING = "waiting"  # for a second person
    MADE = "made"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an agency. `settled_by` confirmed or withdrew it."""

    id: int
    before: Agency
    after: Agency
    reason: str
    state: ChangeState
    proposed_by: str
    proposed_at: datetime
    settled_by: str
    settled_at: datetime | None


def make(  # noqa: PLR0913, PLR0917 (a change is told whole)
    connection: Connection, before: Agency, after: Agency, reason: str, who: str, now: datetime
) -> Change:
    """Make the change, or keep it for a second person where it needs one.

    BadInputError where another change of the agency still waits.
    """
    lock(connection, "registry")
    if any(one.state is ChangeState.WAITING for one in of_agency(connection, before.code)):
        raise BadInputError(say("storage.change_waits"))
    waits = needs_second_person(before, after)
    values = {
        "code": before.code,
        "before": _agency.dump_python(before, mode="json"),
        "after": _agency.dump_python(after, mode="json"),
        "reason": reason,
        "state": ChangeState.WAITING if waits else ChangeState.MADE,
        "proposed_by": who,
        "proposed_at": now,
    }
    key = connection.execute(insert(agency_change).values(values)).inserted_primary_key
    assert key is not None
    if not waits:
        registry_store.save_agencies(connection, (after,))
    return load(connection, key[0])


def confirm(connection: Connection, change_id: int, who: str, now: datetime) -> Change:
    """Make a waiting change: the second person's word. BadInputError where the same person
    proposed it, or the agency is no longer what it was then.
    """
    lock(connection, "registry")
    change = _waiting(connection, change_id)
    if change.proposed_by == who:
        raise BadInputError(say("storage.second_person"))
    if registry_store.agency_with(connection, change.before.code) != change.before:
        raise BadInputError(say("storage.agency_differs"))
    registry_store.save_agencies(connection, (change.after,))
    return _settle(connection, change, ChangeState.MADE, who, now)


def withdraw(connection: Connection, change_id: int, who: str, now: datetime) -> Change:
    """Take a waiting change back; nothing about the agency changes."""
    return _settle(connection, _waiting(connection, change_id), ChangeState.WITHDRAWN, who, now)


def load(connection: Connection, change_id: int) -> Change:
    """Return the change; BadInputError when there is none."""
    row = connection.execute(select(agency_change).filter_by(id=change_id)).one_or_none()
    if row is None:
        raise BadInputError(say("storage.no_change", number=change_id))
    return _change(row)


def of_agency(connection: Connection, code: str) -> tuple[Change, ...]:
    """Return the agency's changes, newest first."""
    rows = connection.execute(
        select(agency_change).filter_by(code=code).order_by(agency_change.c.id.desc())
    )
    return tuple(_change(row) for row in rows)


def waiting(connection: Connection) -> tuple[Change, ...]:
    """Return the changes that wait for a second person, oldest first."""
    rows = connection.execute(
        select(agency_change).filter_by(state=ChangeState.WAITING).order_by(agency_change.c.id)
    )
    return tuple(_change(row) for row in rows)


def _waiting(connection: Connection, change_id: int) -> Change:
    change = load(connection, change_id)
    if change.state is not ChangeState.WAITING:
        raise BadInputError(say("storage.change_over"))
    return change


def _settle(
    connection: Connection, change: Change, state: ChangeState, who: str, now: datetime
) -> Change:
    same = (agency_change.c.id == change.id) & (agency_change.c.state == ChangeState.WAITING)
    settled = {"state": state, "settled_by": who, "settled_at": now}
    if connection.execute(update(agency_change).where(same).values(settled)).rowcount != 1:
        raise BadInputError(say("storage.change_over"))
    return load(connection, change.id)


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        before=_agency.validate_python(row.before),
        after=_agency.validate_python(row.after),
        reason=row.reason,
        state=ChangeState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
