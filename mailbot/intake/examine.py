"""The step that reads a mail that was received: it opens a case, joins one, or leaves it alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
from mailbot.intake.assessment import (
    Assessment,
    Background,
    Course,
    assess,
    case_from,
    with_finding,
)
from mailbot.intake.completion import completed, may_be_completed, remark_on, speaks_for
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.in_thread import Bearing, bearing_of, looked_at
from mailbot.intake.known_letter import known_letter
from mailbot.intake.loop import may_answer
from mailbot.intake.message import Message
from mailbot.intake.note_reports import note_reports
from mailbot.intake.outage import Outage
from mailbot.intake.reading import Reading, ReadMails, unread_dossier
from mailbot.intake.row_known import without_ids
from mailbot.intake.signature_policy import USUAL, SignaturePolicy
from mailbot.storage import certificates, history, messages, outbox, registry_store
from mailbot.storage.case_store import CaseStore, judge_alone
from mailbot.storage.database import Database
from mailbot.storage.holder_marks import MadeBefore
from mailbot.storage.messages import Disposition, Stored

_CASE_NUMBER = re.compile(r"HS-\d{4}-\d{5,}")
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
class Concluded:
    """What became of a mail, with the case it opened."""

    message_id: int
    disposition: Disposition
    reasons: tuple[str, ...]
    opened: Case | None = None

    def log(self) -> None:
        """Tell it, once it is committed."""
        if self.opened is not None:
            logbook.case_moved(self.opened.number, self.opened.state, "opened")
        logbook.mail_concluded(self.message_id, self.disposition, self.reasons)


def _a_new_one(_connection: Connection, _stored: Stored) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Examine:
    """Judges mails once they are read, and writes down what becomes of them.

    `number_of` tells the number a mail's case had before a restore, empty for a new one.
    """

    database: Database
    cases: CaseStore
    reader: ReadMails
    deadline: Callable[[datetime], Deadline]
    rules: Rules
    courtesy: Courtesy
    outage: Outage
    clock: Clock
    number_of: Callable[[Connection, Stored], str] = _a_new_one

    def __call__(self, message_id: int) -> None:
        """Conclude the mail; one that is concluded already stays as it is."""
        self.all_of((message_id,))

    def all_of(self, message_ids: Sequence[int]) -> Sequence[int]:
        """Conclude the first of these mails, as many as are read while others may wait, in one
        transaction; return which. Where it raises, none of them is concluded.
        """
        with self.database.reading() as connection:
            mails = messages.new_ones(connection, message_ids)
            ours = outbox.come_back(connection, mails)
            registry = certificates.registry(connection)
        readings = tuple(self.reader.while_others_wait(mails, ours, registry))
        if readings:
            with self.database.transaction() as connection:
                if any(one.may_be_granted for one in readings):
                    judge_alone(connection)
                registry = certificates.registry(connection)
                concluded = [self._conclude(connection, registry, one) for one in readings]
            for one in concluded:
                one.log()
        unread = {one.id for one in mails[len(readings) :]}
        return [row_id for row_id in message_ids if row_id not in unread]

    def _conclude(self, connection: Connection, registry: Registry, reading: Reading) -> Concluded:
        """Write what becomes of the mail."""
        if reading.means is None:
            return self._leave_copy(connection, reading.stored)
        if reading.dossier is None:
            return self._conclude_oversize(connection, registry, reading, reading.means)
        return self._judge(connection, registry, reading, reading.dossier, reading.means)

    def assessed(  # noqa: PLR0913 (what is judged, and against what)
        self,
        connection: Connection,
        registry: Registry,
        dossier: Dossier,
        arrived_at: datetime,
        *,
        taken_by: str = "",
        own: Case | None = None,
    ) -> Assessment:
        """Return what becomes of the mail as things stand; `own` is the case it already made."""
        background = self.background(connection, registry, dossier, own)
        may_wait = self.outage.lets_wait(lambda: self.deadline(arrived_at).due_at, self.clock())
        background = replace(background, taken=bool(taken_by), may_wait=may_wait)
        return assess(dossier, background, arrived_at)

    def _judge(
        self,
        connection: Connection,
        registry: Registry,
        reading: Reading,
        dossier: Dossier,
        means: Means,
    ) -> Concluded:
        stored = reading.stored
        assessment = self.assessed(
            connection, registry, dossier, stored.arrived_at, taken_by=stored.taken_by
        )
        opened = None
        if assessment.course is Course.DELIVERY_REPORT:
            case_id = note_reports(connection, dossier.message.reports, self.clock())
            disposition = Disposition.DELIVERY_REPORT
        elif assessment.course in _DISPOSITIONS:
            case_id, disposition = None, _DISPOSITIONS[assessment.course]
        else:
            case, disposition = self._into_case(connection, stored, dossier, assessment)
            case_id, opened = case.id, case if disposition is Disposition.CASE else None
            self.reader.proof.certificates(connection, assessment.agency, dossier, stored)
            self.reader.proof.keep(connection, case.id, reading.verdicts)
            self._acknowledge(connection, case, assessment, stored, dossier, means)
        messages.conclude(
            connection,
            stored.id,
            disposition,
            address=dossier.sender.address,
            subject=without_ids(dossier.message.subject)[:500],  # the mail itself is sealed
            reasons=assessment.reasons,
            case_id=case_id,
            as_read=stored.raw_sha,
        )
        return Concluded(stored.id, disposition, assessment.reasons, opened)

    @staticmethod
    def _leave_copy(connection: Connection, stored: Stored) -> Concluded:
        """A mail of ours, byte for byte, come back to us: its receipt copy."""
        reasons = ("own_copy",)
        messages.conclude(connection, stored.id, Disposition.LEFT_ALONE, reasons=reasons)
        return Concluded(stored.id, Disposition.LEFT_ALONE, reasons)

    def background(
        self, connection: Connection, registry: Registry, dossier: Dossier, own: Case | None
    ) -> Background:
        """Return what the dossier is judged against as things stand; `own` is the case it made."""
        answered = self._case_answered(connection, dossier)
        held = own or (answered if answered and speaks_for(dossier.sender, answered) else None)
        return Background(
            registry=registry,
            directory=registry_store.StoredDirectory(connection),
            domains=self.rules.domains,
            directory_max_age_days=self.rules.directory_max_age_days,
            auto_supplement=self.rules.auto_supplement,
            signatures=self.rules.signatures,
            own_names=self.rules.own_names,
            open_rows=self.cases.open_rows(connection, held.id if held else None),
            given_before=MadeBefore(self.cases.seal, connection, own.id if own else None),
            replies_to_case=own is not None or answered is not None,
        )

    def _into_case(
        self, connection: Connection, stored: Stored, dossier: Dossier, assessment: Assessment
    ) -> tuple[Case, Disposition]:
        joined = self._case_answered(connection, dossier)
        if joined is not None:
            if speaks_for(dossier.sender, joined):
                if assessment.rows and may_be_completed(connection, joined):
                    return self._complete(connection, joined, stored, dossier, assessment)
                bearing = Bearing.APART if assessment.rows else bearing_of(dossier, joined)
                if bearing is not Bearing.APART:
                    return self._note_mail(connection, joined, stored, bearing), Disposition.JOINED
            assessment = with_finding(
                assessment, Finding("case.follows", Severity.LOOK, {"case": joined.number})
            )
        return self._open(connection, stored, dossier, assessment), Disposition.CASE

    def _open(
        self, connection: Connection, stored: Stored, dossier: Dossier, assessment: Assessment
    ) -> Case:
        now = self.clock()
        assessment = self._unless_known(connection, assessment, dossier, stored)
        wanted = self._case_of(assessment, dossier, stored)
        case = self.cases.open(connection, wanted, now, self.number_of(connection, stored))
        if stored.taken_by:
            history.write(connection, now, case.id, "taken", stored.taken_by)
        return case

    def _case_of(self, assessment: Assessment, dossier: Dossier, stored: Stored) -> Case:
        case = case_from(assessment, dossier, self.deadline(stored.arrived_at))
        return replace(case, mail=stored.id)

    def _unless_known(
        self,
        connection: Connection,
        assessment: Assessment,
        dossier: Dossier,
        stored: Stored,
        own: int = 0,
    ) -> Assessment:
        """Return the assessment; what another case than its own is of already goes to a person."""
        case = replace(self._case_of(assessment, dossier, stored), id=own)
        for finding in known_letter(connection, self.cases, case, dossier):
            assessment = with_finding(assessment, finding)
        return assessment

    def _acknowledge(  # noqa: PLR0913, PLR0917 (who may be told what)
        self,
        connection: Connection,
        case: Case,
        assessment: Assessment,
        stored: Stored,
        dossier: Dossier,
        means: Means,
    ) -> None:
        silent = may_answer(dossier.message, dossier.sender, means.own_addresses)
        if self.rules.acknowledge and assessment.agency is not None and not silent:
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
    ) -> tuple[Case, Disposition]:
        remark = remark_on(case, assessment.rows, is_sound=assessment.course is Course.ACCEPT)
        if remark is not None:
            assessment = replace(with_finding(assessment, remark), course=Course.REVIEW)
        assessment = self._unless_known(connection, assessment, dossier, stored, case.id)
        fresh = self._case_of(assessment, dossier, stored)
        saved = self.cases.save(connection, completed(case, fresh), self.clock(), "completed")
        return saved, Disposition.JOINED

    def _note_mail(
        self, connection: Connection, case: Case, stored: Stored, bearing: Bearing
    ) -> Case:
        """A mail in the thread without a list: the case's story has it, and who must look is told
        of it. What goes on with the case meanwhile is begun anew with what is known now.
        """
        if bearing is Bearing.NOTED:
            history.write(connection, self.clock(), case.id, "mail_joined")
            return case
        added = looked_at(case, stored.arrived_at, self.deadline(stored.arrived_at))
        return self.cases.save(connection, added, self.clock(), "mail_joined")

    def _case_answered(self, connection: Connection, dossier: Dossier) -> Case | None:
        """Return the case this mail answers: by its thread, else by the number in its subject."""
        found = messages.case_of_thread(connection, dossier.message.answers_to)
        if found is not None:
            return self.cases.load(connection, found)
        named = _CASE_NUMBER.search(dossier.message.subject)
        return self.cases.numbered(connection, named[0]) if named else None

    def _conclude_oversize(
        self, connection: Connection, registry: Registry, reading: Reading, means: Means
    ) -> Concluded:
        """Answer only a proven sender, for the mail itself was never fetched; what may be an
        agency's goes to a person.
        """
        stored, unread = reading.stored, unread_dossier(reading.head, means, "oversize")
        sender = unread.sender
        agency = means.registry.by_code(sender.agency_code or "")
        if sender.verdict == "held" and agency is not None:
            return self._judge(connection, registry, reading, unread, means)
        if sender.verdict == "accepted" and agency is not None:
            self.courtesy.refuse_size(connection, agency, unread.message, stored)
        reasons = ("oversize",)
        messages.conclude(
            connection,
            stored.id,
            Disposition.OVERSIZE,
            address=sender.address,
            reasons=reasons,
            as_read=stored.raw_sha,
        )
        return Concluded(stored.id, Disposition.OVERSIZE, reasons)
