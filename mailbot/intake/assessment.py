"""The assessment of one mail: what it is to us, and everything that speaks for a person to look.

Pure: `examine` carries it out, `mailbot inspect` only shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case, Channel, LetterFacts
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, Place, Severity, needs_a_person
from mailbot.cases.mailbox import MailboxDirectory
from mailbot.cases.row import Row, UnservedRow
from mailbot.cases.same_person import GivenBefore, nothing_given
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.intake.beside_list import beside_findings
from mailbot.intake.dossier import Dossier
from mailbot.intake.letter_head import addressee_findings, agency_findings
from mailbot.intake.outage import UNKNOWN
from mailbot.intake.paper import Paper
from mailbot.intake.recognition import Recognised, Recognition, recognise
from mailbot.intake.repetition import told_once
from mailbot.intake.request import (
    copy_findings,
    letter_of,
    list_findings,
    place_of,
    rows_of,
    unserved_of,
)
from mailbot.intake.row_known import Known, without_ids
from mailbot.intake.rows import judge_rows
from mailbot.intake.sender import sender_findings
from mailbot.intake.signature import (
    Role,
    judge_mail_signature,
    judge_signatures,
    named_signer_findings,
    signing_agency,
)
from mailbot.intake.signature_policy import USUAL, SignaturePolicy
from parsers import LetterHead, RequestList
from signing import SignatureReport, Verdict

_UNSIGNED = SignatureReport(Verdict.UNSIGNED)
# Where the letter says what these findings speak of: the asker's name, the ground of what it asks.
_NAMED_IN_LETTER = {
    "row.asker": "agency",
    "row.ground_missing": "asked",
    "row.ground_other": "asked",
}


class Course(StrEnum):
    """What becomes of the mail."""

    LEAVE_ALONE = "leave_alone"
    REJECT = "reject"
    DELIVERY_REPORT = "delivery_report"
    REVIEW = "review"
    WAIT = "wait"
    ACCEPT = "accept"
    SUPPLEMENT = "supplement"


STATE_OF = {
    Course.REVIEW: State.IN_REVIEW,
    Course.WAIT: State.AWAITING_AUTHORITY,
    Course.ACCEPT: State.ACCEPTED,
    Course.SUPPLEMENT: State.SUPPLEMENT_ASKED,
}


@dataclass(frozen=True, slots=True)
class Background:
    """What a mail is judged against. `taken` is set where a person said that it is a request,
    `may_wait` where revocation data is missing that may yet come in time. `own_names` are those
    a letter may address us by; with none nobody asks whom it addresses.
    """

    registry: Registry
    directory: MailboxDirectory
    domains: tuple[str, ...]
    directory_max_age_days: int
    auto_supplement: frozenset[str]
    signatures: SignaturePolicy = USUAL
    own_names: tuple[str, ...] = ()
    open_rows: Iterable[tuple[str, Row]] = ()
    given_before: GivenBefore = nothing_given
    replies_to_case: bool = False
    taken: bool = False
    may_wait: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The course with its reasons: codes for the ledger, findings for the officer."""

    course: Course
    reasons: tuple[str, ...]
    agency: Agency | None = None
    reply_to: str = ""
    procedure: str = "none"
    letter: LetterFacts = field(default_factory=LetterFacts)
    rows: tuple[Row, ...] = ()
    unserved: tuple[UnservedRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def assess(dossier: Dossier, background: Background, arrived_at: datetime) -> Assessment:
    """Return what becomes of the mail, and why."""
    sender = dossier.sender
    if sender.verdict == "delivery_report":
        return Assessment(Course.DELIVERY_REPORT, ("delivery_report",))
    recognised = _recognised(dossier, background)
    codes = tuple(reason.code for reason in sender.reasons)
    if recognised.outcome is Recognition.NOT_A_REQUEST and not _is_doubtful(dossier, background):
        return Assessment(Course.LEAVE_ALONE, (recognised.why, *codes))
    if sender.verdict == "rejected" and not background.taken:
        return Assessment(Course.REJECT, codes)
    return _as_request(dossier, background, arrived_at, (recognised.why, *codes))


def case_from(assessment: Assessment, dossier: Dossier, clock: Deadline) -> Case:
    """Return the case this request opens; id, number and version come from the store."""
    message = dossier.message
    return Case(
        id=0,
        number="",
        state=STATE_OF[assessment.course],
        version=0,
        channel=Channel.EMAIL,
        agency_code=assessment.agency.code if assessment.agency else "",
        reply_to=assessment.reply_to,
        procedure=assessment.procedure,
        arrived_at=clock.received_at,
        due_at=clock.due_at,
        letter=assessment.letter,
        rows=assessment.rows,
        unserved=assessment.unserved,
        findings=(*assessment.findings, *clock.warnings),
        subject=message.subject,
        thread=tuple(
            dict.fromkeys(one for one in (*message.references, message.message_id) if one)
        ),
        sender=dossier.sender.proof,
    )


def with_finding(assessment: Assessment, finding: Finding) -> Assessment:
    """Return the assessment with one more finding; more than a note sends it to a person."""
    course = assessment.course
    by_itself = {Course.ACCEPT, Course.WAIT, Course.SUPPLEMENT}
    if course in by_itself and finding.severity is not Severity.NOTE:
        course = Course.REVIEW
    return replace(assessment, course=course, findings=(*assessment.findings, finding))


def _is_doubtful(dossier: Dossier, background: Background) -> bool:
    """Doubt makes a case: a person said so, or what an agency sent could not be read."""
    return background.taken or bool(dossier.unread and dossier.sender.agency_code)


def _recognised(dossier: Dossier, background: Background) -> Recognised:
    message = dossier.message
    return recognise(
        message.subject,
        message.body,
        [file.name for file in message.attachments],
        procedures_read=(dossier.request.procedure,),
        is_reply_to_known_case=background.replies_to_case,
        letter_text=dossier.request.letter.subject,
    )


def _as_request(
    dossier: Dossier, background: Background, arrived_at: datetime, reasons: tuple[str, ...]
) -> Assessment:
    agency = _asker(dossier, background.registry, arrived_at)
    rows, letter = rows_of(dossier.request), dossier.request.letter
    findings = (
        *sender_findings(dossier.sender),
        *_message_findings(dossier),
        *signature_findings(dossier, agency, background, arrived_at),
        *list_findings(dossier.request),
        *copy_findings(dossier.request, dossier.copy),
        *beside_findings(dossier.copy, dossier.pictures),
        *agency_findings(letter, agency, background.registry),
        *addressee_findings(letter, background.own_names),
        *row_findings(dossier, agency, background, arrived_at),
    )
    found = told_once(findings)
    return Assessment(
        course=_course(dossier, found, background),
        reasons=reasons,
        agency=agency,
        reply_to=_reply_to(dossier, agency),
        procedure=dossier.request.procedure,
        letter=letter_of(letter),
        rows=rows,
        unserved=unserved_of(dossier.request),
        findings=found,
    )


def _asker(dossier: Dossier, registry: Registry, at: datetime) -> Agency | None:
    """Return who asks: the proven or claimed sender, else whom the signature names."""
    by_mail = registry.by_code(dossier.sender.agency_code or "")
    if by_mail is not None:
        return by_mail
    signers = (signing_agency(paper.report, registry, at) for paper in dossier.papers)
    return next((agency for agency in signers if agency is not None), None)


def _reply_to(dossier: Dossier, agency: Agency | None) -> str:
    """Return the registered mailbox that may be answered; nobody unproven and unknown is.

    A sender who is held but writes from a registered mailbox is answered there only after an
    officer's decision; one who was rejected, or who is not registered, never.
    """
    known = dossier.sender.agency_code is not None and dossier.sender.verdict != "rejected"
    return agency.mailbox if agency and known else ""


def _message_findings(dossier: Dossier) -> Iterator[Finding]:
    if dossier.unread:
        yield Finding("request.unreadable", Severity.LOOK, {"reason": dossier.unread})
    for fault in dossier.message.faults:
        yield Finding(f"request.{fault}", Severity.LOOK)
    if not dossier.message.attachments:
        yield Finding("request.no_attachment", Severity.LOOK)
    for quote in dossier.said:
        yield Finding("request.mail_speaks", Severity.LOOK, {"text": without_ids(quote)})


def signature_findings(
    dossier: Dossier, agency: Agency | None, background: Background, at: datetime
) -> Iterator[Finding]:
    """Yield what the signatures of the letter and of its annexes prove, and do not."""
    letter, annexes = _roles(dossier)
    yield from (judge_mail_signature(paper.report) for paper in dossier.mail_papers)
    for name in dossier.office_signed:
        yield Finding("signature.office_signed", Severity.LOOK, place=Place(name))
    if agency is None:
        yield Finding("request.agency_unknown", Severity.BLOCKS)
        return
    for name, role in ((letter, Role.LETTER), *((annex, Role.ANNEX) for annex in annexes)):
        report = _report(dossier.paper(name))
        yield from judge_signatures(
            report, agency, background.registry, at, role, policy=background.signatures, file=name
        )
    head = dossier.request.letter
    if head.number or head.addressee:
        yield from named_signer_findings(
            _report(dossier.paper(letter)),
            agency,
            background.registry,
            at,
            named=head.signer,
            place=place_of(head.places.get("signer")) or Place(letter),
        )


def papers_relied_on(dossier: Dossier) -> tuple[Paper, ...]:
    """Return the letter and the files that rows come from, as far as they are signed."""
    letter, annexes = _roles(dossier)
    found = (dossier.paper(name) for name in (letter, *annexes))
    return tuple(paper for paper in found if paper is not None)


def _report(paper: Paper | None) -> SignatureReport:
    """Return what the file's signatures prove; a file that is no PDF carries none."""
    return paper.report if paper else _UNSIGNED


def _roles(dossier: Dossier) -> tuple[str, tuple[str, ...]]:
    """Return the name of the letter's file, and those of the other files that rows come from."""
    request = dossier.request
    sources = _sources(request)
    heads = [place.file for place in request.letter.places.values() if place.file]
    names = [paper.name for paper in dossier.papers]
    letter = next(iter((*heads, *sources, *names)), "")
    return letter, tuple(name for name in sources if name != letter)


def _sources(request: RequestList) -> tuple[str, ...]:
    """Return the names of the files that rows come from."""
    places = [row.place for row in request.organisations]
    places += [row.place for row in request.individuals]
    return tuple(dict.fromkeys(place.file for place in places if place))


def row_findings(
    dossier: Dossier, agency: Agency | None, background: Background, arrived_at: datetime
) -> tuple[Finding, ...]:
    """Return what speaks against granting the rows, or that there are none."""
    rows = rows_of(dossier.request)
    if agency is None:
        return ()
    if not dossier.request.rows:
        return (Finding("request.no_rows", Severity.LOOK),)
    if not rows:  # of a procedure that nobody published: the list says so
        return ()
    letter = dossier.request.letter
    known = Known(
        asker=agency,
        registry=background.registry,
        directory=background.directory,
        ground=",".join(letter.grounds),
        letter_date=letter.date,
        on=local_date(arrived_at),
        domains=background.domains,
        directory_max_age_days=background.directory_max_age_days,
        sending_mailbox=dossier.sender.address,
        open_rows=background.open_rows,
        given_before=background.given_before,
    )
    return tuple(_in_letter(finding, letter) for finding in judge_rows(rows, known))


def _in_letter(finding: Finding, letter: LetterHead) -> Finding:
    """Return what is said of the asker or the ground with where the letter names them."""
    named = _NAMED_IN_LETTER.get(finding.code.rpartition("_")[0])
    return replace(finding, place=place_of(letter.places.get(named))) if named else finding


def _course(dossier: Dossier, findings: tuple[Finding, ...], background: Background) -> Course:
    if not needs_a_person(findings):
        return Course.ACCEPT
    heavy = {f.code for f in findings if f.severity is not Severity.NOTE}
    if heavy == {UNKNOWN} and background.may_wait:
        return Course.WAIT
    if dossier.sender.verdict == "accepted" and heavy <= background.auto_supplement:
        return Course.SUPPLEMENT
    return Course.REVIEW
