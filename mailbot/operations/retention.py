"""Retention: what we keep goes when its time is over, and the history tells what went.

Of a purged mail its row stays, with content hash, times, sender and what became of it; only the
bytes go. The history's line has their hash, so that whoever still has the mail can prove it was
the one. Notices and the register stay for good: they are the department's records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from mailbot.clock import Clock
from mailbot.house import House
from mailbot.settings import Retention as Rules
from mailbot.storage import database_archive, history, verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.database import Database, seal_of
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState
from mailbot.storage.sealed_bytes import open_bytes
from mailbot.storage.tables import cases, message, outbox
from mailbot.timetable import Recurring

PORTION = 100  # mails in one transaction, so that nobody waits long
_NEVER_ASKED = (Disposition.LEFT_ALONE, Disposition.DELIVERY_REPORT, Disposition.OVERSIZE)
_NOT_BELIEVED = (Disposition.REJECTED, Disposition.QUARANTINED)
_ORPHAN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many mails' bytes went, by what they were; `letters` are mails of ours."""

    left_alone: int = 0
    rejected: int = 0
    over_cap: int = 0
    of_cases: int = 0
    letters: int = 0
    orphans: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """Purges what is due. Running it twice, or on two hosts at once, changes nothing more."""

    database: Database
    archive: AnyArchive
    rules: Rules
    untouched_days: int
    clock: Clock

    def __call__(self) -> Purged:
        """Purge everything that is due."""
        now = self.clock()
        before = _cutoffs(now)
        return Purged(
            left_alone=self._mails("left_alone", _left(_NEVER_ASKED, before(self.untouched_days))),
            rejected=self._mails(
                "rejected", _left(_NOT_BELIEVED, before(self.rules.rejected_days))
            ),
            over_cap=self.heed_cap(),
            of_cases=self._mails("answered", _ended(before(self.rules.answered_days))),
            letters=self._letters(before(self.rules.outbox_days)),
            orphans=self._orphans(now - _ORPHAN_AFTER),
        )

    def heed_cap(self) -> int:
        """Purge the oldest mails that belong to no case while all of them are more than the cap;
        return how many. Run it often: it is what stands between a storm of mail and a full disk.
        """
        kinds = message.c.disposition.in_((*_NEVER_ASKED, *_NOT_BELIEVED))
        kept = kinds & (message.c.raw_sha != "") & message.c.case_id.is_(None)
        newest = select(message.c.id, message.c.size, message.c.header_only).where(kept)
        total, last = 0, None
        with self.database.transaction() as connection:
            for row in connection.execute(newest.order_by(message.c.id.desc())):
                total += 0 if row.header_only else row.size
                if total > self.rules.cap_bytes:
                    last = row.id
                    break
        return 0 if last is None else self._mails("over_cap", kept & (message.c.id <= last))

    def _mails(self, why: str, wanted: ColumnElement[bool]) -> int:
        """Purge these mails' bytes, a portion a transaction; the history first, the bytes after."""
        purged = 0
        while True:
            with self.database.transaction() as connection:
                rows = connection.execute(
                    select(message.c.id, message.c.raw_sha, message.c.case_id)
                    .where(wanted, message.c.raw_sha != "")
                    .order_by(message.c.id)
                    .limit(PORTION)
                    .with_for_update(skip_locked=True)
                ).all()
                self._forget(connection, why, rows)
            for row in rows:
                self._remove(row.raw_sha)
            purged += len(rows)
            if len(rows) < PORTION:
                return purged

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
        ended = select(cases.c.id).where(cases.c.ended_at < before)
        old = (outbox.c.written_at < before) & (
            outbox.c.case_id.is_(None) | outbox.c.case_id.in_(ended)
        )
        wanted = select(outbox.c.id, outbox.c.mime, outbox.c.case_id).where(
            over, old, func.length(outbox.c.mime) > 0
        )
        purged = 0
        while True:
            with self.database.transaction() as connection:
                rows = connection.execute(wanted.order_by(outbox.c.id).limit(PORTION)).all()
                for row in rows:
                    connection.execute(update(outbox).filter_by(id=row.id).values(mime=b""))
                    sha = hashlib.sha256(open_bytes(seal_of(connection), row.mime)).hexdigest()
                    detail = {"outbox": str(row.id), "sha256": sha}
                    history.write(connection, self.clock(), row.case_id, "letter_purged", **detail)
            purged += len(rows)
            if len(rows) < PORTION:
                return purged

    def _orphans(self, before: datetime) -> int:
        """Remove files no mail or verdict speaks of: left by a crash before the database knew."""
        if not isinstance(self.archive, Archive):
            return 0
        removed = 0
        for name in self.archive.names():
            if self.archive.kept_since(name) >= before.timestamp():
                continue
            with self.database.transaction() as connection:
                spoken_of = select(message.c.id).where(message.c.raw_sha == name).limit(1)
                known = connection.execute(spoken_of).first() is not None
                if not known and not verdicts.speak_of(connection, name):
                    self.archive.remove(name)
                    removed += 1
        return removed


def retention_of(house: House) -> Retention:
    """Return the retention this house's settings ask for."""
    return Retention(
        database=house.database,
        archive=house.archive,
        rules=house.settings.retention,
        untouched_days=house.settings.archive.untouched_days,
        clock=house.clock,
    )


def retention_jobs(house: House) -> tuple[Recurring, ...]:
    """Return what the timetable runs: a purge a day, and a look at the cap much more often."""
    return (
        Recurring("purge", timedelta(days=1), lambda: _done(retention_of(house)())),
        Recurring("mail_cap", timedelta(minutes=10), lambda: _done(retention_of(house).heed_cap())),
    )


def _done(_: object) -> None:
    """Drop the count: the history tells what went."""


def _cutoffs(now: datetime) -> Callable[[int], datetime]:
    return lambda days: now - timedelta(days=days)


def _left(kinds: Sequence[Disposition], before: datetime) -> ColumnElement[bool]:
    alone = message.c.case_id.is_(None) & message.c.disposition.in_(kinds)
    return alone & (message.c.recorded_at < before)


def _ended(before: datetime) -> ColumnElement[bool]:
    ended = select(cases.c.id).where(cases.c.ended_at < before)
    return message.c.case_id.in_(ended)
