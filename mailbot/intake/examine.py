"""The step that reads a mail that was received: it opens a case, joins one, or leaves it alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Earlier
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.clock import Clock, local_date
from mailbot.errors import SandboxError
from mailbot.intake.assessment import (
    STATE_OF,
    Assessment,
    Background,
    Course,
    assess,
    case_from,
    with_finding,
)
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.loop import may_answer
from mailbot.intake.message import Message, read_message
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.outage import Outage
from mailbot.intake.sender import judge_sender
from mailbot.intake.signature_binding import is_organisation
from mailbot.intake.signature_policy import USUAL, SignaturePolicy
from mailbot.storage import certificates, effects, history, messages, outbox, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import Database
from mailbot.storage.database_archive import AnyArchive
from mailbot.storage.messages import Disposition, Stored
from mailbot.storage.outbox import MailState
from mailbot.storage.verdicts import KeptVerdict, Shas, material_of
from mailbot.storage.verdicts import keep as keep_verdicts
from signing import Signature, Signer, TrustStore, Verdict

_CASE_NUMBER = re.compile(r"HS-\d{4}-\d{5,}")
_MOST_CORRECTIONS = 2
HEADER_LIMIT = 131_072  # octets; a longer header is refused by the strict rule anyway

_DISPOSITIONS = {
    Course.LEAVE_ALONE: Disposition.LEFT_ALONE,
    Course.REJECT: Disposition.REJECTED,
    Course.DELIVERY_REPORT: Disposition.DELIVERY_REPORT,
}


class Courtesy(Protocol):
    """Answers that are no notices."""

    def acknowledge(
        self, connection: Connection, case: Case, agency: Agency, message: str, now: datetime
    ) -> None:
        """Say that the mail has arrived."""

    def refuse_size(
        self, connection: Connection, agency: Agency, message: Message, stored: Stored
    ) -> None:
        """Say that the mail is too large, and what to do."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that judging needs."""

    domains: tuple[str, ...]
    directory_max_age_days: int
    auto_supplement: frozenset[str]
    acknowledge: bool
    signatures: SignaturePolicy = USUAL


@dataclass(frozen=True, slots=True)
class Examine:
    """Reads one mail in the sandbox, judges it, writes down what becomes of it."""

    database: Database
    cases: CaseStore
    archive: AnyArchive
    read: Callable[[bytes, Means, datetime], Dossier]
    means: Callable[[Connection, bytes], Means]
    deadline: Callable[[datetime], Deadline]
    rules: Rules
    courtesy: Courtesy
    outage: Outage
    clock: Clock

    def __call__(self, message_id: int) -> None:
        """Conclude the mail; one that is concluded already stays as it is."""
        with self.database.transaction() as connection:
            stored = messages.load(connection, message_id)
            if stored.disposition is not Disposition.NEW:
                return
            if outbox.is_ours(connection, stored.message_id, stored.content_sha):
                self._leave_copy(connection, stored)
                return
        raw = self.archive.get(stored.raw_sha)
        with self.database.transaction() as connection:
            means = self.means(connection, raw)
        if stored.header_only:
            self._conclude_oversize(stored, raw, means)
        else:
            self._conclude(stored, self.dossier_of(raw, means, stored.arrived_at), means)

    def assessed(
        self,
        connection: Connection,
        dossier: Dossier,
        arrived_at: datetime,
        taken_by: str = "",
        own: Case | None = None,
    ) -> Assessment:
        """Return what becomes of the mail as things stand; `own` is the case it already made."""
        background = self.background(connection, dossier, own)
        due_at = self.deadline(arrived_at).due_at
        may_wait = self.outage.lets_wait(due_at, self.clock())
        background = replace(background, taken=bool(taken_by), may_wait=may_wait)
        return assess(dossier, background, arrived_at)

    def dossier_of(self, raw: bytes, means: Means, arrived_at: datetime) -> Dossier:
        """Read the mail; what kills its reader is still a mail somebody sent."""
        try:
            return self.read(raw, means, arrived_at)
        except SandboxError as error:
            return unread_dossier(raw, means, error.kind)

    def _conclude(self, stored: Stored, dossier: Dossier, means: Means) -> None:
        verdicts = self.verdicts(stored, dossier, means)
        with self.database.transaction() as connection:
            assessment = self.assessed(connection, dossier, stored.arrived_at, stored.taken_by)
            if assessment.course is Course.DELIVERY_REPORT:
                case_id = self._note_reports(connection, dossier.message.reports)
                disposition = Disposition.DELIVERY_REPORT
            elif assessment.course in _DISPOSITIONS:
                case_id, disposition = None, _DISPOSITIONS[assessment.course]
            else:
                case_id, disposition = self._into_case(connection, stored, dossier, assessment)
                self.remember_certificates(connection, assessment, dossier, stored)
                keep_verdicts(connection, case_id, verdicts)
                self._acknowledge(connection, case_id, assessment, stored, dossier, means)
            messages.conclude(
                connection,
                stored.id,
                disposition,
                address=dossier.sender.address,
                subject=dossier.message.subject[:500],
                reasons=assessment.reasons,
                case_id=case_id,
            )
        logbook.mail_concluded(stored.id, disposition, assessment.reasons)

    def verdicts(self, stored: Stored, dossier: Dossier, means: Means) -> tuple[KeptVerdict, ...]:
        """Return the verdicts; what they rest on lies in the archive before the case does."""
        trust = replace(means.trust, ocsps=(*means.trust.ocsps, *dossier.ocsps))
        return tuple(
            KeptVerdict(
                message_id=stored.id,
                file_sha=paper.sha256,
                file_name=paper.name,
                judged_as_of=stored.arrived_at,
                report=paper.report,
                material=self._kept(material_of(paper.report, trust)),
            )
            for paper in (*dossier.papers, *dossier.mail_papers)
        )

    def _kept(self, material: TrustStore) -> Shas:
        def put(ders: tuple[bytes, ...]) -> tuple[str, ...]:
            return tuple(self.archive.put(der) for der in ders)

        return Shas(
            roots=put(material.roots),
            tsa_roots=put(material.tsa_roots),
            certificates=put(material.intermediates),
            crls=put(material.crls),
            ocsps=put(material.ocsps),
        )

    @staticmethod
    def _leave_copy(connection: Connection, stored: Stored) -> None:
        """A mail of ours, byte for byte, come back to us: its receipt copy."""
        messages.conclude(connection, stored.id, Disposition.LEFT_ALONE, reasons=("own_copy",))
        logbook.mail_concluded(stored.id, Disposition.LEFT_ALONE, ("own_copy",))

    def background(self, connection: Connection, dossier: Dossier, own: Case | None) -> Background:
        """Return what the dossier is judged against as things stand; `own` is the case it made."""
        answered = own or self._case_answered(connection, dossier)
        return Background(
            registry=certificates.with_approved(
                connection, registry_store.load_registry(connection)
            ),
            directory=registry_store.StoredDirectory(connection),
            domains=self.rules.domains,
            directory_max_age_days=self.rules.directory_max_age_days,
            auto_supplement=self.rules.auto_supplement,
            signatures=self.rules.signatures,
            open_rows=self._open_rows(connection, answered),
            replies_to_case=answered is not None,
        )

    def _open_rows(
        self, connection: Connection, joined: Case | None
    ) -> tuple[tuple[str, Row], ...]:
        return tuple(
            (case.number, row)
            for case in self.cases.open_cases(connection)
            if joined is None or case.id != joined.id
            for row in case.rows
        )

    def _into_case(
        self, connection: Connection, stored: Stored, dossier: Dossier, assessment: Assessment
    ) -> tuple[int, Disposition]:
        joined = self._case_answered(connection, dossier)
        if joined is not None and joined.agency_code == _code(assessment):
            if assessment.rows and self._may_be_completed(connection, joined):
                return self._complete(connection, joined, stored, dossier, assessment)
            if not assessment.rows:
                return self._note_mail(connection, joined)
            assessment = with_finding(
                assessment, Finding("case.follows", Severity.LOOK, {"case": joined.number})
            )
        return self._open(connection, stored, dossier, assessment), Disposition.CASE

    @staticmethod
    def _may_be_completed(connection: Connection, case: Case) -> bool:
        """Return whether new rows may take the place of the case's: none of them is done yet."""
        waits = {State.AWAITING_SUPPLEMENT, State.AWAITING_AUTHORITY, State.IN_REVIEW}
        return case.state in waits and not effects.of_case(connection, case.id)

    def _open(
        self, connection: Connection, stored: Stored, dossier: Dossier, assessment: Assessment
    ) -> int:
        now = self.clock()
        wanted = case_from(assessment, dossier, self.deadline(stored.arrived_at))
        twins = self.cases.same_letter(connection, wanted)
        if twins:
            finding = Finding("case.same_letter", Severity.LOOK, {"case": ", ".join(twins)})
            assessment = with_finding(assessment, finding)
            wanted = replace(
                wanted,
                state=STATE_OF[assessment.course],
                findings=(*wanted.findings, finding),
            )
        case = self.cases.open(connection, wanted, now)
        logbook.case_moved(case.number, case.state, "opened")
        if stored.taken_by:
            history.write(connection, now, case.id, "taken", stored.taken_by)
        return case.id

    def _acknowledge(  # noqa: PLR0913, PLR0917 (who may be told what)
        self,
        connection: Connection,
        case_id: int,
        assessment: Assessment,
        stored: Stored,
        dossier: Dossier,
        means: Means,
    ) -> None:
        silent = may_answer(dossier.message, dossier.sender, means.own_addresses)
        if self.rules.acknowledge and assessment.agency is not None and not silent:
            case = self.cases.load(connection, case_id)
            self.courtesy.acknowledge(
                connection, case, assessment.agency, stored.content_sha, self.clock()
            )

    def remember_certificates(
        self, connection: Connection, assessment: Assessment, dossier: Dossier, stored: Stored
    ) -> None:
        """Keep what the agency's own certificates were; which may be trusted is judged anew."""
        if assessment.agency is None:
            return
        on = local_date(stored.arrived_at)
        for paper in dossier.papers:
            if paper.report.verdict is not Verdict.PASSED:
                continue
            for one in paper.report.signatures:
                if one.signer and is_organisation(one.signer, assessment.agency, on):
                    seen = _seen(one, one.signer, assessment.agency)
                    certificates.remember(connection, seen, self.clock())

    def _complete(
        self,
        connection: Connection,
        case: Case,
        stored: Stored,
        dossier: Dossier,
        assessment: Assessment,
    ) -> tuple[int, Disposition]:
        """Take the corrected dossier into its case; what completes it restarts the clock."""
        corrections = case.corrections + (case.state is State.AWAITING_SUPPLEMENT)
        if case.state is not State.AWAITING_SUPPLEMENT:
            replaced = Finding("case.replaced_in_review", Severity.LOOK)
            assessment = with_finding(assessment, replaced)
        elif corrections >= _MOST_CORRECTIONS and assessment.course is not Course.ACCEPT:
            finding = Finding("case.corrected_again", Severity.LOOK)
            assessment = replace(with_finding(assessment, finding), course=Course.REVIEW)
        fresh = case_from(assessment, dossier, self.deadline(stored.arrived_at))
        restarted = case.state is State.AWAITING_SUPPLEMENT
        moved = replace(
            case.moved(fresh.state),
            reply_to=fresh.reply_to,
            procedure=fresh.procedure,
            letter=fresh.letter,
            rows=fresh.rows,
            findings=fresh.findings,
            edits=(),
            thread=(*case.thread, dossier.message.message_id),
            decision=None,
            corrections=corrections,
            earlier=Earlier(case.letter, case.rows),
            arrived_at=fresh.arrived_at if restarted else case.arrived_at,
            due_at=fresh.due_at if restarted else case.due_at,
        )
        self.cases.save(connection, moved, self.clock(), "completed")
        return case.id, Disposition.JOINED

    def _note_mail(self, connection: Connection, case: Case) -> tuple[int, Disposition]:
        """A mail in the thread that asks for nothing new: the case's story has it."""
        history.write(connection, self.clock(), case.id, "mail_joined")
        return case.id, Disposition.JOINED

    def _case_answered(self, connection: Connection, dossier: Dossier) -> Case | None:
        """Return the case this mail answers: by its thread, else by the number in its subject."""
        found = messages.case_of_thread(connection, dossier.message.answers_to)
        if found is not None:
            return self.cases.load(connection, found)
        named = _CASE_NUMBER.search(dossier.message.subject)
        return self.cases.numbered(connection, named[0]) if named else None

    def _note_reports(
        self, connection: Connection, reports: tuple[DeliveryReport, ...]
    ) -> int | None:
        """Write what became of a mail of ours into its case; a failure is for a person.

        Return the case, or None where the report speaks of no case's mail.
        """
        case_id = None
        for report in reports:
            mail = outbox.by_message_id(connection, report.original_message_id)
            if mail is None:
                continue
            if report.action == "failed":
                outbox.settle(connection, mail.id, MailState.FAILED, report.status)
            if mail.case_id is not None:
                case_id = mail.case_id
                history.write(
                    connection,
                    self.clock(),
                    mail.case_id,
                    "delivery_report",
                    action=report.action,
                    status=report.status,
                    to=report.recipient,
                )
        return case_id

    def _conclude_oversize(self, stored: Stored, header: bytes, means: Means) -> None:
        """Answer only a proven sender; the mail itself was never fetched."""
        sender = judge_sender(header, means.registry, means.rules, means.own_addresses)
        agency = means.registry.by_code(sender.agency_code or "")
        with self.database.transaction() as connection:
            if sender.verdict == "accepted" and agency is not None:
                self.courtesy.refuse_size(connection, agency, read_message(header), stored)
            messages.conclude(
                connection,
                stored.id,
                Disposition.OVERSIZE,
                address=sender.address,
                reasons=("oversize",),
            )
        logbook.mail_concluded(stored.id, Disposition.OVERSIZE, ("oversize",))


def unread_dossier(raw: bytes, means: Means, why: str) -> Dossier:
    """Return what the header alone says of a mail whose reading came to no end."""
    header = raw.partition(b"\r\n\r\n")[0][:HEADER_LIMIT] + b"\r\n\r\n"
    sender = judge_sender(raw, means.registry, means.rules, means.own_addresses)
    return Dossier(read_message(header), sender, unread=why)


def _code(assessment: Assessment) -> str:
    return assessment.agency.code if assessment.agency else ""


def _seen(signature: Signature, signer: Signer, agency: Agency) -> SeenCertificate:
    return SeenCertificate(
        signer.fingerprint, agency.code, signer.name, signature.certificate, signer.not_after
    )
