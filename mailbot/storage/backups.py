"""How the last backups went: written by the backup itself, shown to staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.storage import facts

_LAST = "last_backup_at"
_FAILED = "last_backup_failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """A backup that was not completed, with why, in words."""

    at: datetime
    why: str


def note(connection: Connection, at: datetime) -> None:
    """Write that a backup was completed then."""
    facts.tell(connection, _LAST, at.isoformat())


def note_failed(connection: Connection, failure: Failure) -> None:
    """Write that a backup failed then."""
    facts.tell(connection, _FAILED, f"{failure.at.isoformat()} {failure.why}")


def last(connection: Connection) -> datetime | None:
    """Return when the last backup was completed, or None where there was none."""
    found = facts.told(connection, _LAST)
    return datetime.fromisoformat(found) if found else None


def last_failed(connection: Connection) -> Failure | None:
    """Return the last backup that failed, whatever came after it."""
    at, _, why = (facts.told(connection, _FAILED) or "").partition(" ")
    return Failure(datetime.fromisoformat(at), why) if at else None
