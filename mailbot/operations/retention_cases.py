"""Retention of what stands in a case itself: its rows, our notices, drafts, what verdicts rest on.

Each kind walks once through the ended cases, in the order in which they ended; how far it came is a
fact, written together with what went. A case that was opened again ends anew, and its turn comes
anew. What is left tells that something was there, and the history when it went.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select, update

from mailbot.cases.row import ERASED
from mailbot.clock import Clock
from mailbot.operations.retention_erase import besides_rows, blanked, clean_beside
from mailbot.storage import database_archive, erasures, facts, history, letters, verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore, forget_opened
from mailbot.storage.database import Database, before_commit, lock
from mailbot.storage.effects import EffectState
from mailbot.storage.letters import LetterState
from mailbot.storage.notes import Notes
from mailbot.storage.tables import cases, effect, letter, message
from mailbot.storage.verdicts import KeptVerdict

PORTION = 20  # cases in one transaction, so that nobody waits long
_OVER = frozenset({LetterState.SIGNED, LetterState.WITHDRAWN})

Purge = Callable[[Connection, int, datetime], int]


@dataclass(frozen=True, slots=True)
class CaseRetention:
    """Purges one kind from cases that ended long enough ago; 0 days: it is kept for good. `as_of`
    is what their age is told from, where that is not now.
    """

    database: Database
    archive: AnyArchive
    cases: CaseStore
    clock: Clock
    as_of: datetime | None = None

    def rows(self, days: int) -> int:
        """Blank the rows of the list with what was said of them; return of how many cases."""
        purged = self._each("rows", days, self._rows)
        if purged:
            forget_opened()
        return purged

    def notices(self, days: int) -> int:
        """Drop our signed notices; number, date and digest stay. Return how many."""
        return self._each("notices", days, _notices)

    def drafts(self, days: int) -> int:
        """Drop what went to the signatories of letters that are signed or withdrawn."""
        return self._each("drafts", days, _drafts)

    def verdicts(self, days: int) -> int:
        """Drop the certificates, lists and answers that verdicts rest on; the verdicts stay."""
        return self._each("verdicts", days, self._verdicts)

    def _each(self, kind: str, days: int, purge: Purge) -> int:
        if not days:
            return 0
        now, purged = self.clock(), 0
        before = (self.as_of or now) - timedelta(days=days)
        while True:
            with self.database.transaction() as connection:
                lock(connection, f"purge.{kind}")
                ended = _ended_next(connection, kind, before)
                purged += sum(purge(connection, case_id, now) for case_id, _ in ended)
                if ended:
                    case_id, ended_at = ended[-1]
                    facts.tell(connection, f"purged.{kind}", f"{case_id} {ended_at.isoformat()}")
            if len(ended) < PORTION:
                return purged

    def _rows(self, connection: Connection, case_id: int, now: datetime) -> int:
        case = self.cases.load(connection, case_id)
        others = besides_rows(case)
        if not (case.rows or others):
            return 0
        rows = frozenset(range(len(case.rows)))
        cleaned = blanked(case, rows, others)
        self.cases.save(connection, cleaned, now, "rows_purged", rows=str(len(rows)))
        clean_beside(connection, Notes(self.cases.seal), case, rows, others)
        of_case = update(effect).where(effect.c.case_id == case_id)
        connection.execute(of_case.values(display_name=ERASED))
        # A password that waits for its holder stays: it goes when it is handed over.
        of_nobody = of_case.where(effect.c.state == EffectState.FAILED)
        connection.execute(of_nobody.values(sealed_password=None))
        erasures.tell(connection)
        return 1

    def _verdicts(self, connection: Connection, case_id: int, now: datetime) -> int:
        gone = verdicts.purge_material(connection, case_id)
        if not gone:
            return 0
        freed = frozenset(sha for one in gone for sha in one.material.every())
        # Of a directory the sweep of orphans takes what nobody speaks of any more.
        if freed and not isinstance(self.archive, Archive):
            # Before the history, whose lock everybody needs: it waits for who keeps a verdict.
            before_commit(connection, _forget_unspoken, freed)
        detail = {"count": str(len(gone)), "sha256": _digest(gone)}
        history.write(connection, now, case_id, "verdicts_purged", **detail)
        return len(gone)


def _ended_next(connection: Connection, kind: str, before: datetime) -> list[tuple[int, datetime]]:
    """Return id and end of the cases that this kind comes to next, the first to end first."""
    after, _, at = (facts.told(connection, f"purged.{kind}") or "").partition(" ")
    wanted = select(cases.c.id, cases.c.ended_at).where(cases.c.ended_at < before)
    if at:
        mark = datetime.fromisoformat(at)
        later = and_(cases.c.ended_at == mark, cases.c.id > int(after))
        wanted = wanted.where(cases.c.ended_at >= mark, or_(cases.c.ended_at > mark, later))
    found = connection.execute(wanted.order_by(cases.c.ended_at, cases.c.id).limit(PORTION))
    return [(row.id, row.ended_at) for row in found]


def _notices(connection: Connection, case_id: int, now: datetime) -> int:
    wanted = [
        one
        for one in letters.of_case(connection, case_id)
        if one.state is LetterState.SIGNED and one.signed
    ]
    for one in wanted:
        sha = hashlib.sha256(one.signed or b"").hexdigest()
        detail = {"letter": str(one.id), "number": one.number, "sha256": sha}
        history.write(connection, now, case_id, "notice_purged", **detail)
        connection.execute(update(letter).filter_by(id=one.id).values(signed=None))
    return len(wanted)


def _drafts(connection: Connection, case_id: int, now: datetime) -> int:
    wanted = [
        one for one in letters.of_case(connection, case_id) if one.state in _OVER and one.draft
    ]
    for one in wanted:
        sha = hashlib.sha256(one.draft or b"").hexdigest()
        detail = {"letter": str(one.id), "sha256": sha}
        history.write(connection, now, case_id, "draft_purged", **detail)
        connection.execute(update(letter).filter_by(id=one.id).values(draft=None))
    return len(wanted)


def _digest(gone: Iterable[KeptVerdict]) -> str:
    """Return the SHA-256 of the verdicts as they were, with what they rested on."""
    told = [[o.file_sha, verdicts.report_json(o.report), o.material.every()] for o in gone]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _forget_unspoken(connection: Connection, freed: Sequence[frozenset[str]]) -> None:
    """Take out of the archive what nobody speaks of any more. Only that is claimed, and looked at
    again: nobody waits for what every verdict rests on.
    """
    unspoken = _unspoken(connection, frozenset().union(*freed))
    database_archive.claim(connection, unspoken)
    database_archive.forget(connection, _unspoken(connection, unspoken))


def _unspoken(connection: Connection, shas: frozenset[str]) -> frozenset[str]:
    mails = select(message.c.raw_sha).where(message.c.raw_sha.in_(shas))
    return shas - verdicts.every_sha(connection) - set(connection.execute(mails).scalars())
