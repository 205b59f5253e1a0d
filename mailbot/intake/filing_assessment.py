"""The assessment of a dossier handed in: its rows, and everything a person must look at.

Pure. A filing always goes to a person; what differs is what must be cleared before it is granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.cases.case import LetterFacts
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.intake.assessment import (
    Assessment,
    Background,
    Course,
    row_findings,
    signature_findings,
)
from mailbot.intake.beside_list import beside_findings
from mailbot.intake.dossier import Dossier
from mailbot.intake.filing import Filed, Filing
from mailbot.intake.letter_head import addressee_findings, agency_findings
from mailbot.intake.repetition import told_once
from mailbot.intake.request import (
    copy_findings,
    letter_of,
    list_findings,
    rows_of,
    unserved_of,
)
from parsers import RequestList
from signing import Verdict

_OF_THE_SCAN = {
    "request.copy_has_other_rows": "manual.scan_has_other_rows",
    "request.copy_differs": "manual.scan_differs",
}
_PAPER_ALONE = {
    True: ("paper_only", Severity.LOOK),
    False: ("paper_not_accepted", Severity.BLOCKS),
}


@dataclass(frozen=True, slots=True)
class FilingAssessment:
    """What the case is made from. `needs_comparison`: rows that no signature proves."""

    assessment: Assessment
    needs_comparison: bool


def assess_filing(
    filing: Filing, filed: Filed, background: Background, *, accept_paper: bool
) -> FilingAssessment:
    """Return what the case of this filing holds.

    Rows proven by a signature are the request; else those that were typed, and what the readers
    make of the scan is held against them.
    """
    agency = background.registry.by_code(filing.agency_code)
    dossier, compared = _request_of(filing, filed)
    letter, needs_comparison = dossier.request.letter, not filed.rows_are_signed
    findings = (
        *_paper_findings(filed, dossier, background, filing, accept_paper=accept_paper),
        *(_unread(filed.dossier)),
        *list_findings(dossier.request),
        *beside_findings(dossier.copy, dossier.pictures),
        *compared,
        *agency_findings(letter, agency, background.registry),
        *addressee_findings(letter, background.own_names),
        *row_findings(dossier, agency, background, filing.arrived_at),
        *([Finding("manual.needs_comparison", Severity.BLOCKS)] if needs_comparison else []),
    )
    assessment = Assessment(
        course=Course.REVIEW,
        reasons=("manual",),
        agency=agency,
        reply_to=agency.mailbox if agency and not filing.on_paper else "",
        procedure=_procedure(filing, dossier.request),
        letter=_letter(filing, dossier.request),
        rows=rows_of(dossier.request),
        unserved=unserved_of(dossier.request),
        findings=told_once(findings),
    )
    return FilingAssessment(assessment, needs_comparison)


def _request_of(filing: Filing, filed: Filed) -> tuple[Dossier, tuple[Finding, ...]]:
    """Return the dossier with the rows that count, and what the others say differently."""
    read, typed = filed.dossier.request, filed.typed
    if not rows_of(typed):
        return _with_letter(filing, filed.dossier, read), ()
    if filed.rows_are_signed:
        return filed.dossier, copy_findings(read, typed)
    told = tuple(replace(one, code=_OF_THE_SCAN[one.code]) for one in copy_findings(typed, read))
    return _with_letter(filing, filed.dossier, replace(typed, letter=read.letter)), told


def _with_letter(filing: Filing, dossier: Dossier, request: RequestList) -> Dossier:
    """Return the dossier with this request; what the officer says of its letter comes first."""
    head = request.letter
    letter = replace(
        head,
        number=filing.letter_number or head.number,
        date=filing.letter_date or head.date,
        grounds=filing.grounds or head.grounds,
    )
    return replace(dossier, request=replace(request, letter=letter))


def _paper_findings(
    filed: Filed, dossier: Dossier, background: Background, filing: Filing, *, accept_paper: bool
) -> Iterator[Finding]:
    """Yield what the signatures prove; of paper alone, what the department's rule says."""
    agency = background.registry.by_code(filing.agency_code)
    if filed.signed_papers:
        of_files = replace(dossier, request=filed.dossier.request)
        yield from signature_findings(of_files, agency, background, filing.arrived_at)
        return
    unclear = (one for one in filed.dossier.papers if one.report.verdict is not Verdict.UNSIGNED)
    for paper in unclear:
        for reason in paper.report.reasons:
            yield Finding(f"signature.{reason.code}", Severity.LOOK, place=Place(paper.name))
    name, severity = _PAPER_ALONE[accept_paper]
    yield Finding(f"manual.{name}", severity)
    if not filed.dossier.message.attachments:
        yield Finding("manual.no_scan", Severity.LOOK)


def _unread(dossier: Dossier) -> Iterator[Finding]:
    if dossier.unread:
        yield Finding("request.unreadable", Severity.LOOK, {"reason": dossier.unread})


def _letter(filing: Filing, request: RequestList) -> LetterFacts:
    read = letter_of(request.letter)
    return replace(
        read,
        number=filing.letter_number or read.number,
        dated_on=filing.letter_date or read.dated_on,
        ground=",".join(filing.grounds) or read.ground,
    )


def _procedure(filing: Filing, request: RequestList) -> str:
    return request.procedure if request.procedure != "none" else filing.procedure
