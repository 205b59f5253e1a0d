"""A letter, or a signed file, that another case is of already."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding, Severity
from mailbot.intake.assessment import papers_relied_on
from mailbot.intake.dossier import Dossier
from mailbot.storage import verdicts
from mailbot.storage.case_store import CaseStore


def known_letter(
    connection: Connection, cases: CaseStore, fresh: Case, dossier: Dossier, own: Case | None
) -> tuple[Finding, ...]:
    """Return that another case has this dossier's letter, or a signed list of it behind another
    letter. `fresh` is what it comes to, `own` the case that it completes, None where it opens one.
    """
    case = replace(fresh, id=own.id if own else 0)
    twins, code = cases.same_letter(connection, case), "case.same_letter"
    if not twins:
        marks = {verdicts.mark_of(paper.report) for paper in papers_relied_on(dossier)}
        twins, code = verdicts.cases_with(connection, marks - {""}, case.id), "case.same_file"
    return (Finding(code, Severity.LOOK, {"case": ", ".join(twins)}),) if twins else ()
