"""Notes of staff on a case: for colleagues only, sealed like the case itself, never changed but
where somebody is erased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from mailbot.storage import history
from mailbot.storage.seal import Seal
from mailbot.storage.tables import case_note


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Reads and writes notes."""

    seal: Seal

    def write(
        self, connection: Connection, case_id: int, who: str, text: str, now: datetime
    ) -> None:
        """Add a note; the case's story tells that there is one, not what it says."""
        values = {"case_id": case_id, "who": who, "sealed": self.seal.close(text.encode())}
        connection.execute(insert(case_note).values(**values, at=now))
        history.write(connection, now, case_id, "noted", who)

    def erase(self, connection: Connection, case_id: int, without: Callable[[str], str]) -> None:
        """Put what `without` leaves in the place of what was written."""
        rows = connection.execute(select(case_note).where(case_note.c.case_id == case_id)).all()
        for row in rows:
            text = self.seal.open(row.sealed).decode()
            if (kept := without(text)) != text:
                sealed = self.seal.close(kept.encode())
                connection.execute(update(case_note).filter_by(id=row.id).values(sealed=sealed))

    def of_case(self, connection: Connection, case_id: int) -> tuple[Note, ...]:
        """Return the case's notes, oldest first."""
        rows = connection.execute(
            select(case_note).where(case_note.c.case_id == case_id).order_by(case_note.c.id)
        )
        return tuple(Note(row.at, row.who, self.seal.open(row.sealed).decode()) for row in rows)
