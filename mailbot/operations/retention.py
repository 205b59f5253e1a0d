"""Retention: what we keep goes when its time is over, and the history tells what went.

Of a purged mail its row stays, with content hash, times, sender and what became of it; only the
bytes go. The history's line has their hash, so that whoever still has the mail can prove it was
the one. What stands in the cases themselves is kept for good unless the settings say how long
(`retention_cases.py`); the register of numbers always is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, exists, func, select, update

from mailbot.clock import Clock
from mailbot.house import House
from mailbot.operations.orphans import is_spoken_of, orphans
from mailbot.operations.retention_cases import CaseRetention
from mailbot.settings import Retention as Rules
from mailbot.storage import database_archive, facts, history
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, lock, seal_of
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState
from mailbot.storage.sealed_bytes import open_bytes
from mailbot.storage.tables import cases, message, outbox
from mailbot.timetable import Recurring

PORTION = 100  # mails in one transaction, so that nobody waits long
STRETCH = 10_000  # rows looked at in one reading
_NEVER_ASKED = (Disposition.LEFT_ALONE, Disposition.DELIVERY_REPORT, Disposition.OVERSIZE)
_NOT_BELIEVED = (Disposition.REJECTED, Disposition.QUARANTINED)
_LOOKED = "purge_looked"
_MOST_AHEAD = timedelta(days=2)
_ORPHAN_AFTER = timedelta(days=1)
_BYTES = case((message.c.header_only, 0), else_=message.c.size)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many mails' bytes went, by what they were; `letters` are mails of ours. Of how many cases
    the rows, how many notices and drafts, of how many verdicts what they rest on, how many files.
    """

    left_alone: int = 0
    rejected: int = 0
    over_cap: int = 0
    of_cases: int = 0
    letters: int = 0
    rows: int = 0
    notices: int = 0
    drafts: int = 0
    verdicts: int = 0
    orphans: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """Purges what is due. Running it twice, or on two hosts at once, changes nothing more."""

    database: Database
    archive: AnyArchive
    cases: CaseStore
    rules: Rules
    untouched_days: int
    clock: Clock

    def by_itself(self) -> Purged:
        """Purge what was due no longer after the last time than such times lie apart: what a clock
        that is wrong for an hour takes for due is gone for good. After a standstill it catches up.
        """
        with self.database.transaction() as connection:
            lock(connection, "purge")
            told, now = facts.told(connection, _LOOKED), self.clock()
            last = datetime.fromisoformat(told) if told else now
            as_of = min(now, last + _MOST_AHEAD)
            facts.tell(connection, _LOOKED, max(last, as_of).isoformat())
        return self(as_of)

    def __call__(self, as_of: datetime | None = None) -> Purged:
        """Purge everything that is due, now or at this instant."""
        now = as_of or self.clock()
        before = _cutoffs(now)
        of_cases = CaseRetention(self.database, self.archive, self.cases, self.clock, as_of)
        return Purged(
            left_alone=self._mails("left_alone", _left(_NEVER_ASKED, before(self.untouched_days))),
            rejected=self._mails(
                "rejected", _left(_NOT_BELIEVED, before(self.rules.rejected_days))
            ),
            over_cap=self.heed_cap(),
            of_cases=self._mails("answered", _ended(before(self.rules.answered_days))),
            letters=self._letters(before(self.rules.outbox_days)),
            rows=of_cases.rows(self.rules.rows_days),
            notices=of_cases.notices(self.rules.notices_days),
            drafts=of_cases.drafts(self.rules.drafts_days),
            verdicts=of_cases.verdicts(self.rules.verdicts_days),
            orphans=self._orphans(now - _ORPHAN_AFTER),
        )

    def heed_cap(self) -> int:
        """Purge the oldest mails that belong to no case while all of them are more than the cap;
        return how many. Run it often: it is what stands between a storm of mail and a full disk.
        """
        kinds = message.c.disposition.in_((*_NEVER_ASKED, *_NOT_BELIEVED))
        kept = kinds & (message.c.raw_sha != "") & message.c.case_id.is_(None)
        last = self._last_over_cap(kept)
        return 0 if last is None else self._mails("over_cap", kept & (message.c.id <= last))

    def _last_over_cap(self, kept: ColumnElement[bool]) -> int | None:
        """Return the newest of these mails that has no room with all newer ones, or None."""
        total = 0
        for first, last in reversed(self._stretches(message)):
            here = kept & message.c.id.between(first, last)
            with self.database.reading() as connection:
                sizes = select(message.c.id, _BYTES).where(here).order_by(message.c.id)
                rows = [(row[0], row[1]) for row in connection.execute(sizes)]
            total += sum(size for _, size in rows)
            if total > self.rules.cap_bytes:
                return _last_of(rows, total - self.rules.cap_bytes)
        return None

    def _stretches(self, table: Table) -> list[tuple[int, int]]:
        """Return from which row to which to look at once, so that nobody waits long."""
        with self.database.reading() as connection:
            ends = select(func.min(table.c.id), func.max(table.c.id))
            first, last = connection.execute(ends).one()
        if first is None:
            return []
        return [
            (start, min(start + STRETCH - 1, last)) for start in range(first, last + 1, STRETCH)
        ]

    def _mails(self, why: str, wanted: ColumnElement[bool]) -> int:
        """Purge these mails' bytes, a portion a transaction; the history first, the bytes after.

        They are looked for in readings: who purges holds up every writer.
        """
        due = wanted & (message.c.raw_sha != "")
        purged = 0
        for ids in self._portions(message, due):
            with self.database.transaction() as connection:
                rows = connection.execute(
                    select(message.c.id, message.c.raw_sha, message.c.case_id)
                    .where(message.c.id.in_(ids), due)
                    .order_by(message.c.id)
                    .with_for_update(skip_locked=True)
                ).all()
                self._forget(connection, why, rows)
            for row in rows:
                self._remove(row.raw_sha)
            purged += len(rows)
        return purged

    def _portions(self, table: Table, due: ColumnElement[bool]) -> Iterator[Sequence[int]]:
        """Yield the ids of the rows that are due, oldest first, some for each transaction."""
        for first, last in self._stretches(table):
            here = select(table.c.id).where(table.c.id.between(first, last), due)
            with self.database.reading() as connection:
                ids = connection.execute(here.order_by(table.c.id)).scalars().all()
            for start in range(0, len(ids), PORTION):
                yield ids[start : start + PORTION]

    def _forget(self, connection: Connection, why: str, rows: Sequence[Any]) -> None:
        ids, now = [row.id for row in rows], self.clock()
        connection.execute(update(message).where(message.c.id.in_(ids)).values(raw_sha=""))
        if not isinstance(self.archive, Archive):
            shas = [row.raw_sha for row in rows]
            database_archive.forget(connection, shas)
        alone = [row for row in rows if row.case_id is None]
        for row in rows:
            if row.case_id is not None:
                detail = {"message": str(row.id), "sha256": row.raw_sha, "kind": why}
                history.write(connection, now, row.case_id, "mail_purged", **detail)
        if alone:
            # One line for many: what they were stands in their rows, the hash binds their bytes.
            listed = "\n".join(f"{row.id} {row.raw_sha}" for row in alone)
            sha = hashlib.sha256(listed.encode()).hexdigest()
            detail = {"count": str(len(alone)), "sha256": sha, "kind": why}
            detail |= {"first": str(alone[0].id), "last": str(alone[-1].id)}
            history.write(connection, now, None, "mails_purged", **detail)

    def _remove(self, sha: str) -> None:
        if isinstance(self.archive, Archive):
            self.archive.remove(sha)

    def _letters(self, before: datetime) -> int:
        """Purge the bytes of our mails whose cases ended long ago; the notices themselves stay."""
        over = outbox.c.state.in_((MailState.SENT, MailState.CANCELLED))
        old = (outbox.c.written_at < before) & (
            outbox.c.case_id.is_(None) | _has_ended(outbox.c.case_id, before)
        )
        due = over & old & (func.length(outbox.c.mime) > 0)
        wanted = select(outbox.c.id, outbox.c.mime, outbox.c.case_id).where(due)
        purged = 0
        for ids in self._portions(outbox, due):
            with self.database.transaction() as connection:
                here = wanted.where(outbox.c.id.in_(ids)).order_by(outbox.c.id)
                rows = connection.execute(here).all()
                for row in rows:
                    connection.execute(update(outbox).filter_by(id=row.id).values(mime=b""))
                    sha = hashlib.sha256(open_bytes(seal_of(connection), row.mime)).hexdigest()
                    detail = {"outbox": str(row.id), "sha256": sha}
                    history.write(connection, self.clock(), row.case_id, "letter_purged", **detail)
            purged += len(rows)
        return purged

    def _orphans(self, before: datetime) -> int:
        """Remove what no mail or verdict speaks of: left by a crash before the database knew."""
        removed = 0
        for name in orphans(self.database, self.archive):
            if not self.archive.is_older(name, before):
                continue
            with self.database.transaction() as connection:
                self.archive.claim(connection, (name,))
                # Its age last: somebody may have put it there anew, and not spoken of it yet.
                if not is_spoken_of(connection, name) and self.archive.is_older(name, before):
                    self.archive.forget(connection, (name,))
                    removed += 1
        return removed


def retention_of(house: House) -> Retention:
    """Return the retention this house's settings ask for."""
    return Retention(
        database=house.database,
        archive=house.archive,
        cases=house.cases,
        rules=house.settings.retention,
        untouched_days=house.settings.archive.untouched_days,
        clock=house.clock,
    )


def retention_jobs(house: House) -> tuple[Recurring, ...]:
    """Return what the timetable runs: a purge a day, and a look at the cap much more often."""
    return (
        Recurring("purge", timedelta(days=1), lambda: _done(retention_of(house).by_itself())),
        Recurring("mail_cap", timedelta(minutes=10), lambda: _done(retention_of(house).heed_cap())),
    )


def _done(_: object) -> None:
    """Drop the count: the history tells what went."""


def _cutoffs(now: datetime) -> Callable[[int], datetime]:
    return lambda days: now - timedelta(days=days)


def _last_of(mails: Sequence[tuple[int, int]], excess: int) -> int | None:
    """Return the last of these mails, told with their sizes, that must go to be rid of so much."""
    gone, last = 0, None
    for number, size in mails:
        if gone >= excess:
            break
        gone, last = gone + size, number
    return last


def _left(kinds: Sequence[Disposition], before: datetime) -> ColumnElement[bool]:
    alone = message.c.case_id.is_(None) & message.c.disposition.in_(kinds)
    return alone & (message.c.recorded_at < before)


def _ended(before: datetime) -> ColumnElement[bool]:
    return message.c.case_id.is_not(None) & _has_ended(message.c.case_id, before)


def _has_ended(case_id: ColumnElement[Any], before: datetime) -> ColumnElement[bool]:
    """Whether this case ended before: looked up by its id, so that few rows cost little."""
    return exists().where(cases.c.id == case_id, cases.c.ended_at < before)
