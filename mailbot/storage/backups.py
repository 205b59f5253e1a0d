"""When the last backup was made: written by the backup itself, shown to staff."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from mailbot.storage.tables import fact

_LAST = "last_backup_at"


def note(connection: Connection, at: datetime) -> None:
    """Write that a backup was completed then."""
    connection.execute(delete(fact).where(fact.c.name == _LAST))
    connection.execute(insert(fact).values(name=_LAST, value=at.isoformat()))


def last(connection: Connection) -> datetime | None:
    """Return when the last backup was completed, or None where there was none."""
    found = connection.execute(select(fact.c.value).filter_by(name=_LAST)).scalar_one_or_none()
    return datetime.fromisoformat(found) if found else None
