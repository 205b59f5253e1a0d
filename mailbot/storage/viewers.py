"""Viewers: who has a case open now. A page says so every few seconds while it is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from mailbot.storage.staff import Member, by_id
from mailbot.storage.tables import viewer

LOOKS_FOR = timedelta(seconds=45)


def look(connection: Connection, case_id: int, member: Member, now: datetime) -> None:
    """Write that this person looks at the case."""
    mine = (viewer.c.case_id == case_id) & (viewer.c.staff_id == member.id)
    if connection.execute(update(viewer).where(mine).values(at=now)).rowcount == 0:
        connection.execute(delete(viewer).where(viewer.c.at < now - LOOKS_FOR))
        connection.execute(insert(viewer).values(case_id=case_id, staff_id=member.id, at=now))


def others(
    connection: Connection, case_id: int, member: Member, now: datetime
) -> tuple[Member, ...]:
    """Return who else looks at it, in the order of their names."""
    rows = connection.execute(
        select(viewer.c.staff_id).where(
            viewer.c.case_id == case_id,
            viewer.c.staff_id != member.id,
            viewer.c.at >= now - LOOKS_FOR,
        )
    ).scalars()
    found = by_id(connection, tuple(rows)).values()
    return tuple(sorted(found, key=lambda one: one.display_name))
