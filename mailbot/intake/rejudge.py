"""Judging a case's rows again after staff set one of their cells right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding
from mailbot.cases.row import Row
from mailbot.clock import local_date
from mailbot.intake.examine import Rules
from mailbot.intake.repetition import told_once
from mailbot.intake.row_known import Known
from mailbot.intake.rows import judge_rows
from mailbot.storage import registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.holder_marks import MadeBefore


@dataclass(frozen=True, slots=True)
class Rejudge:
    """Judges rows against what is known now."""

    cases: CaseStore
    rules: Rules

    def __call__(
        self, connection: Connection, case: Case, rows: Sequence[Row], cell: tuple[int, str]
    ) -> tuple[Finding, ...]:
        """Return the findings of the case with these rows, of which this cell was set right.

        What is not said of rows stays; so does a doubt of reading, except of that very cell. What
        staff had settled stays settled where it is found again, and in its place of the letter.
        """
        kept = [one for one in case.findings if not _is_judged_anew(one, cell)]
        judged = told_once((*kept, *self._judged(connection, case, rows)))
        before = {_mark(one): one for one in case.findings}
        return tuple(_as_before(one, before.get(_mark(one), one)) for one in judged)

    def _judged(
        self, connection: Connection, case: Case, rows: Sequence[Row]
    ) -> tuple[Finding, ...]:
        registry = registry_store.load_registry(connection)
        asker = registry.by_code(case.agency_code)
        if asker is None or not rows:
            return ()
        known = Known(
            asker=asker,
            registry=registry,
            directory=registry_store.StoredDirectory(connection),
            ground=case.letter.ground,
            letter_date=case.letter.dated_on,
            on=local_date(case.arrived_at),
            domains=self.rules.domains,
            directory_max_age_days=self.rules.directory_max_age_days,
            sending_mailbox=case.reply_to,
            open_rows=self.cases.open_rows(connection, case.id),
            given_before=MadeBefore(self.cases.seal, connection, case.id),
        )
        return judge_rows(rows, known)


def _as_before(finding: Finding, before: Finding) -> Finding:
    return replace(finding, settled_by=before.settled_by, place=finding.place or before.place)


def _is_judged_anew(finding: Finding, cell: tuple[int, str]) -> bool:
    return finding.code.startswith("row.") or (finding.row, finding.column) == cell


def _mark(finding: Finding) -> tuple[str, int | None, str, tuple[tuple[str, str], ...]]:
    return finding.code, finding.row, finding.column, tuple(sorted(finding.fields.items()))
