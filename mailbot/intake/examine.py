"""The step that reads a mail that was received: it opens a case, joins one, or leaves it alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, Severity
from mailbot.clock import Clock
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
from mailbot.intake.completion import completed, may_be_completed, remark_on
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.keep_proof import KeepProof
from mailbot.intake.loop import may_answer
from mailbot.intake.message import Message, read_message
from mailbot.intake.note_reports import note_reports
from mailbot.intake.outage import Outage
from mailbot.intake.sender import judge_sender
from mailbot.intake.signature_policy import USUAL, SignaturePolicy
from mailbot.storage import certificates, history, messages, outbox, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.database_archive import AnyArchive
from mailbot.storage.messages import Disposition, Stored
from mailbot.storage.verdicts import keep as keep_verdicts

_CASE_NUMBER = re.compile(r"HS-\d{4}-\d{5,}")
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
    own_names: tuple[str, ...] = ()
    signatures: SignaturePolicy = USUAL


@dataclass(frozen=True, slots=True)
class Examine:
    """Reads one mail in the sandbox, judges it, writes down what becomes of it."""

    database: Database
    cases: CaseStore
    archive: AnyArchive
    read: Callable[[Iterable[bytes], Means, datetime], Dossier]
    means: Callable[[Registry, bytes], Means]
    deadline: Callable[[datetime], Deadline]
    rules: Rules
    courtesy: Courtesy
    outage: Outage
    clock: Clock

    @property
    def proof(self) -> KeepProof:
        """What keeps the evidence of a judgement."""
        return KeepProof(self.archive, self.clock)

    def __call__(self, message_id: int) -> None:
        """Conclude the mail; one that is concluded already stays as it is."""
        with self.database.transaction() as connection:
            stored = messages.load(connection, message_id)
            if stored.disposition is not Disposition.NEW:
                return
            if outbox.is_ours(connection, stored.message_id, stored.content_sha):
                self._leave_copy(connection, stored)
                return
            registry = certificates.registry(connection)
        mail = self.archive.kept(stored.raw_sha)
        head = head_of(mail)
        means = self.means(registry, head)
        if stored.header_only:
            self._conclude_oversize(stored, head, means)
        else:
            self._conclude(stored, self.dossier_of(mail, means, stored.arrived_at), means)

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

    def dossier_of(self, mail: Iterable[bytes], means: Means, arrived_at: datetime) -> Dossier:
        """Read the mail, given in pieces; what kills its reader is still a mail somebody sent."""
        try:
            return self.read(mail, means, arrived_at)
        except SandboxError as error:
            return unread_dossier(head_of(mail), means, error.kind)

    def _conclude(self, stored: Stored, dossier: Dossier, means: Means) -> None:
        verdicts = self.proof.verdicts(stored, dossier, means)
        with self.database.transaction() as connection:
            assessment = self.assessed(connection, dossier, stored.arrived_at, stored.taken_by)
            if assessment.course is Course.DELIVERY_REPORT:
                case_id = note_reports(connection, dossier.message.reports, self.clock())
                disposition = Disposition.DELIVERY_REPORT
            elif assessment.course in _DISPOSITIONS:
                case_id, disposition = None, _DISPOSITIONS[assessment.course]
            else:
                case_id, disposition = self._into_case(connection, stored, dossier, assessment)
                self.proof.certificates(connection, assessment.agency, dossier, stored)
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

    @staticmethod
    def _leave_copy(connection: Connection, stored: Stored) -> None:
        """A mail of ours, byte for byte, come back to us: its receipt copy."""
        messages.conclude(connection, stored.id, Disposition.LEFT_ALONE, reasons=("own_copy",))
        logbook.mail_concluded(stored.id, Disposition.LEFT_ALONE, ("own_copy",))

    def background(self, connection: Connection, dossier: Dossier, own: Case | None) -> Background:
        """Return what the dossier is judged against as things stand; `own` is the case it made."""
        answered = own or self._case_answered(connection, dossier)
        return Background(
            registry=certificates.registry(connection),
            directory=registry_store.StoredDirectory(connection),
            domains=self.rules.domains,
            directory_max_age_days=self.rules.directory_max_age_days,
            auto_supplement=self.rules.auto_supplement,
            signatures=self.rules.signatures,
            own_names=self.rules.own_names,
            open_rows=self.cases.open_rows(connection, answered.id if answered else None),
            replies_to_case=answered is not None,
        )

    def _into_case(
        self, connection: Connection, stored: Stored, dossier: Dossier, assessment: Assessment
    ) -> tuple[int, Disposition]:
        joined = self._case_answered(connection, dossier)
        if joined is not None and joined.agency_code == _code(assessment):
            if assessment.rows and may_be_completed(connection, joined):
                return self._complete(connection, joined, stored, dossier, assessment)
            if not assessment.rows:
                return self._note_mail(connection, joined)
            assessment = with_finding(
                assessment, Finding("case.follows", Severity.LOOK, {"case": joined.number})
            )
        return self._open(connection, stored, dossier, assessment), Disposition.CASE

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

    def _complete(
        self,
        connection: Connection,
        case: Case,
        stored: Stored,
        dossier: Dossier,
        assessment: Assessment,
    ) -> tuple[int, Disposition]:
        remark = remark_on(case, is_sound=assessment.course is Course.ACCEPT)
        if remark is not None:
            assessment = replace(with_finding(assessment, remark), course=Course.REVIEW)
        fresh = case_from(assessment, dossier, self.deadline(stored.arrived_at))
        self.cases.save(connection, completed(case, fresh), self.clock(), "completed")
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


def head_of(mail: Iterable[bytes]) -> bytes:
    """Return the first piece of a mail, which holds at least the header."""
    return next(iter(mail), b"")


def unread_dossier(head: bytes, means: Means, why: str) -> Dossier:
    """Return what the header alone says of a mail whose reading came to no end."""
    header = head.partition(b"\r\n\r\n")[0][:HEADER_LIMIT] + b"\r\n\r\n"
    sender = judge_sender(head, means.registry, means.rules, means.own_addresses)
    return Dossier(read_message(header), sender, unread=why)


def _code(assessment: Assessment) -> str:
    return assessment.agency.code if assessment.agency else ""
