"""What staff settle on a case while it is reviewed: a cell set right, a flag looked into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.discretion import without_people
from mailbot.cases.edit import Edit, amended, edit_fault
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.storage.case_store import CaseStore
from mailbot.words import Words


class Judging(Protocol):
    """Judges a case's rows anew."""

    def __call__(
        self, connection: Connection, case: Case, rows: Sequence[Row], cell: tuple[int, str]
    ) -> tuple[Finding, ...]:
        """Return the findings of the case with these rows, of which this cell was set right."""


@dataclass(frozen=True, slots=True)
class Amend:
    """Writes what staff set right; the original, the editor and the basis stay with it."""

    cases: CaseStore
    judge: Judging
    words: Words
    clock: Clock

    def cell(self, connection: Connection, case: Case, edit: Edit) -> Case:
        """Return the case with the cell set right and its rows judged anew."""
        self._check_open(case)
        fault = edit_fault(edit, case.rows)
        if fault is not None:
            raise BadInputError(self.words.say(f"edit.{fault}"))
        rows = amended(case.rows, edit)
        findings = self.judge(connection, case, rows, (edit.row, edit.column))
        return self.cases.save(
            connection,
            replace(case, rows=rows, findings=findings, edits=(*case.edits, edit)),
            self.clock(),
            "cell_edited",
            edit.editor,
            row=str(edit.row + 1),
            column=self.words.say(f"edit.column_{edit.column}"),
            basis=self.words.say(f"edit.basis_{edit.basis}"),
        )

    def flag(self, connection: Connection, case: Case, n: int, officer: str) -> Case:
        """Return the case with its n-th finding settled by the officer, or open again."""
        self._check_open(case)
        if not 0 <= n < len(case.findings):
            raise BadInputError(self.words.say("edit.no_such_flag"))
        finding = case.findings[n]
        if finding.severity is Severity.BLOCKS:
            raise BadInputError(self.words.say("edit.blocker"))
        settled = replace(finding, settled_by="" if finding.settled_by else officer)
        return self.cases.save(
            connection,
            replace(case, findings=(*case.findings[:n], settled, *case.findings[n + 1 :])),
            self.clock(),
            "flag_settled" if settled.settled_by else "flag_reopened",
            officer,
            flag=without_people(self.words.finding(finding), case.listed),
        )

    def _check_open(self, case: Case) -> None:
        if case.state is not State.IN_REVIEW:
            raise BadInputError(self.words.say("edit.not_in_review", case=case.number))
