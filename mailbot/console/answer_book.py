"""The cases that ended lately, kept as they come: Thời hạn counts them without reading all anew."""

from __future__ import annotations

import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mailbot.cases.report import Entry
from mailbot.storage.database import Database
from mailbot.storage.report_entries import ended_count, ended_pages

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# A transaction may be committed after one that began later: the last minutes are read again.
_UNSETTLED = timedelta(minutes=10)


@dataclass(eq=False)
class AnswerBook:
    """Holds what ended since one instant; a case that was opened again makes it start over."""

    _since: datetime = _LONG_AGO
    _ended: tuple[Entry, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ended(self, database: Database, since: datetime) -> tuple[Entry, ...]:
        """Return every case that has ended since this instant, in the order in which they did.

        While nothing ends it is the very same value.
        """
        with self._lock:
            settled = self._settled(database) if since == self._since else ()
            begin = _end(settled[-1]) if settled else since
            known = {entry.id for entry in settled}
            fresh = [e for page in ended_pages(database, begin) for e in page if e.id not in known]
            found = (*settled, *fresh)
            if found != self._ended or since != self._since:
                self._since, self._ended = since, found
            return self._ended

    def _settled(self, database: Database) -> tuple[Entry, ...]:
        """Return what is kept and surely as the database has it still."""
        if not self._ended:
            return ()
        until = _end(self._ended[-1]) - _UNSETTLED
        kept = self._ended[: bisect_left(self._ended, until, key=_end)]
        with database.reading() as connection:
            return kept if ended_count(connection, self._since, until) == len(kept) else ()


def _end(entry: Entry) -> datetime:
    assert entry.ended_at is not None
    return entry.ended_at
