"""When the last backup was made: written by the backup itself, shown to staff."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from mailbot.storage import facts

_LAST = "last_backup_at"


def note(connection: Connection, at: datetime) -> None:
    """Write that a backup was completed then."""
    facts.tell(connection, _LAST, at.isoformat())


def last(connection: Connection) -> datetime | None:
    """Return when the last backup was completed, or None where there was none."""
    found = facts.told(connection, _LAST)
    return datetime.fromisoformat(found) if found else None
