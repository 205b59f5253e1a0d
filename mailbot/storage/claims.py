"""Claims: who of the staff has taken a case on. One person each; whoever was first keeps it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from mailbot.storage import history
from mailbot.storage.database import lock
from mailbot.storage.staff import Member, by_id
from mailbot.storage.tables import claim


def holder(connection: Connection, case_id: int) -> Member | None:
    """Return who has the case, or None."""
    found = select(claim.c.staff_id).where(claim.c.case_id == case_id)
    staff_id = connection.execute(found).scalar_one_or_none()
    return by_id(connection, (staff_id,)).get(staff_id) if staff_id is not None else None


def take(connection: Connection, case_id: int, member: Member, now: datetime) -> Member:
    """Give the case to this person unless somebody has it; return who has it then."""
    lock(connection, "claims")
    before = holder(connection, case_id)
    if before is not None and before.active:
        return before
    _set(connection, case_id, member, now)
    history.write(connection, now, case_id, "claimed", member.display_name)
    return member


def hand_over(
    connection: Connection, case_id: int, giver: Member, to: Member, now: datetime
) -> None:
    """Give the case to a colleague, whoever had it."""
    lock(connection, "claims")
    _set(connection, case_id, to, now)
    history.write(connection, now, case_id, "handed_over", giver.display_name, to=to.display_name)


def release(connection: Connection, case_id: int, member: Member, now: datetime) -> None:
    """Give the case back to all; giving back what somebody else has changes nothing."""
    mine = (claim.c.case_id == case_id) & (claim.c.staff_id == member.id)
    if connection.execute(delete(claim).where(mine)).rowcount:
        history.write(connection, now, case_id, "released", member.display_name)


def _set(connection: Connection, case_id: int, member: Member, now: datetime) -> None:
    values = {"staff_id": member.id, "at": now}
    changed = update(claim).where(claim.c.case_id == case_id).values(values)
    if connection.execute(changed).rowcount == 0:
        connection.execute(insert(claim).values(case_id=case_id, **values))
