"""The replay: a mail of the archive judged once more by today's rules, beside the verdict of then.

Nothing is written. What the mail's own case has done since, its rows and the mailboxes it made,
is taken away first: otherwise every request that was granted would ask for what is there already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding
from mailbot.cases.mailbox import Mailbox, MailboxDirectory
from mailbot.cases.row import ERASED, Row
from mailbot.cases.state import State
from mailbot.house import House
from mailbot.intake.assessment import STATE_OF, Assessment, Background, Course, assess, with_finding
from mailbot.intake.dossier import Dossier
from mailbot.intake.row_known import without_ids
from mailbot.storage import certificates, effects, history, messages, verdicts
from mailbot.storage.messages import Disposition, Stored

_JUDGED = frozenset({"opened", "completed", "rechecked"})
# Said of the case beside its mail; a replay takes them over as they are.
_OF_THE_CASE = ("case.", "signature.waited", "deadline.")
_FAILED_LATER = "case.step_failed"
_COURSE_OF_STATE = {state: course for course, state in STATE_OF.items()}
_COURSE_OF_MAIL = {
    Disposition.LEFT_ALONE: Course.LEAVE_ALONE,
    Disposition.REJECTED: Course.REJECT,
    Disposition.DELIVERY_REPORT: Course.DELIVERY_REPORT,
}
_CELLS = tuple(
    one.name for one in fields(Row) if one.name not in {"place", "raw", "cells", "procedure"}
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict on a mail. `findings` and `rows` are None where they were not kept as they were
    judged: staff changed or divided them, or a later mail took their place.
    """

    course: Course | None
    reasons: tuple[str, ...] = ()
    signatures: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] | None = ()
    rows: tuple[Row, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; `what` is worded as `replay.<what>`.

    `subject` names the file, the finding's code or the cell; no cell is ever quoted.
    """

    what: str
    subject: str = ""
    then: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """Both verdicts on one mail."""

    message: int
    case: Case | None
    then: Judged
    now: Judged

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return what is different now; nothing means that the mail would be judged the same."""
        return tuple(differences(self.then, self.now))


@dataclass(frozen=True, slots=True)
class _Without:
    """The directory without some mailboxes."""

    directory: MailboxDirectory
    left_out: Collection[str]

    @property
    def imported_on(self) -> date | None:
        return self.directory.imported_on

    def find(self, address: str) -> Mailbox | None:
        return None if address.lower() in self.left_out else self.directory.find(address)

    def among(self, addresses: Collection[str]) -> Collection[str]:
        return {*self.directory.among(addresses)} - {*self.left_out}

    def of_agencies(self, codes: Collection[str]) -> Iterable[Mailbox]:
        found = self.directory.of_agencies(codes)
        return (box for box in found if box.address not in self.left_out)

    def reached_at(self, phones: Collection[str]) -> Iterable[Mailbox]:
        found = self.directory.reached_at(phones)
        return (box for box in found if box.address not in self.left_out)


def differences(then: Judged, now: Judged) -> Iterator[Difference]:
    """Yield what is different: the course, the reasons, each file's verdict, findings, cells."""
    if then.course is not now.course:
        yield Difference("course", then=str(then.course or ""), now=str(now.course or ""))
    if then.reasons != now.reasons:
        yield Difference("reasons", then=", ".join(then.reasons), now=", ".join(now.reasons))
    for file in dict.fromkeys((*then.signatures, *now.signatures)):
        before, after = then.signatures.get(file, ""), now.signatures.get(file, "")
        if before != after:
            yield Difference("signature", file, before, after)
    if then.findings is not None and now.findings is not None:
        yield from _findings(then.findings, now.findings)
    if then.rows is not None and now.rows is not None:
        yield from _rows(then.rows, now.rows)


def _findings(then: tuple[Finding, ...], now: tuple[Finding, ...]) -> Iterator[Difference]:
    before, after = ({_mark(one): one for one in some} for some in (then, now))
    for mark, one in before.items():
        if mark not in after:
            yield Difference("finding_gone", _place(one), then=one.severity)
        elif after[mark].severity is not one.severity:
            yield Difference("severity", _place(one), one.severity, after[mark].severity)
    for mark, one in after.items():
        if mark not in before:
            yield Difference("finding_new", _place(one), now=one.severity)


def _mark(finding: Finding) -> tuple[str, int | None, str]:
    return finding.code, finding.row, finding.column


def _place(finding: Finding) -> str:
    row = "" if finding.row is None else f" ({finding.row + 1})"
    return f"{finding.code}{row}"


def _rows(then: tuple[Row, ...], now: tuple[Row, ...]) -> Iterator[Difference]:
    if len(then) != len(now):
        yield Difference("row_count", then=str(len(then)), now=str(len(now)))
        return
    for number, (before, after) in enumerate(zip(then, now, strict=True), 1):
        for name in _CELLS:
            if getattr(before, name) != getattr(after, name):
                yield Difference("cell", f"{number}/{name}")


def replay(house: House, stored: Stored, raw: bytes) -> Replay:
    """Return the verdict kept of the mail, and that of today's rules on the same bytes. While the
    mail is read nothing is held in the database: a bad one may take a minute.
    """
    with house.database.reading() as connection:
        case = None if stored.case_id is None else house.cases.load(connection, stored.case_id)
        then = _then(house, connection, stored, case)
        registry = certificates.registry(connection)
    dossier = house.mail_reader.dossier_of((raw,), house.means(registry, raw), stored.arrived_at)
    with house.database.reading() as connection:
        background = _as_it_was(house, connection, stored, dossier, case)
        assessment = assess(dossier, background, stored.arrived_at)
    return Replay(stored.id, case, then, _now(_carried(assessment, then), dossier, then))


def deciding(connection: Connection, case: Case) -> Stored | None:
    """Return the mail the case's verdict rests on: the one that opened or completed it last."""
    told = [mail for mail, what in _mails(connection, case) if what != "mail_joined"]
    return told[-1] if told else None


def _mails(connection: Connection, case: Case) -> Iterator[tuple[Stored, str]]:
    """Yield the case's mails, each with what it did: every one has written one such line."""
    whats = _JUDGED - {"rechecked"} | {"mail_joined"}
    lines = [one.what for one in history.of_case(connection, case.id) if one.what in whats]
    yield from zip(messages.of_case(connection, case.id), lines, strict=False)


def _then(house: House, connection: Connection, stored: Stored, case: Case | None) -> Judged:
    if case is None:
        return Judged(_COURSE_OF_MAIL.get(stored.disposition), stored.reasons)
    events = history.of_case(connection, case.id)
    last = [one for one in events if one.what in _JUDGED][-1:]
    decided = deciding(connection, case)
    is_last = decided is not None and decided.id == stored.id
    whole = not case.edits and all(row.name != ERASED for row in case.rows)
    kept = is_last and whole and not house.cases.children(connection, case.id)
    return Judged(
        course=_COURSE_OF_STATE.get(State(last[0].detail["state"])) if last and is_last else None,
        reasons=stored.reasons,
        signatures={
            one.file_name: one.report.verdict
            for one in verdicts.of_case(connection, case.id)
            if one.message_id == stored.id
        },
        findings=tuple(f for f in case.findings if f.code != _FAILED_LATER) if kept else None,
        rows=case.rows if kept else None,
    )


def _as_it_was(
    house: House, connection: Connection, stored: Stored, dossier: Dossier, case: Case | None
) -> Background:
    """Return what is known today but for what the mail's own case has added to it."""
    registry = certificates.registry(connection)
    background = house.examine.background(connection, registry, dossier, case)
    done = effects.of_case(connection, case.id) if case else ()
    made = frozenset(one.address for one in done if one.action is Action.CREATE)
    answers = background.replies_to_case and stored.disposition is Disposition.JOINED
    return replace(
        background,
        directory=_Without(background.directory, made),
        replies_to_case=answers,
        taken=bool(stored.taken_by),
    )


def _carried(assessment: Assessment, then: Judged) -> Assessment:
    """Return the assessment with what was found of the case rather than of its mail."""
    for finding in then.findings or ():
        if finding.code.startswith(_OF_THE_CASE):
            assessment = with_finding(assessment, finding)
    return assessment


def _now(assessment: Assessment, dossier: Dossier, then: Judged) -> Judged:
    """Return today's verdict; what is not known of then has nothing to be compared with."""
    papers = (*dossier.papers, *dossier.mail_papers)
    is_case = assessment.course in STATE_OF
    return Judged(
        course=assessment.course if then.course else None,
        reasons=assessment.reasons,
        signatures={without_ids(one.name): one.report.verdict for one in papers} if is_case else {},
        findings=assessment.findings,
        rows=assessment.rows,
    )
