"""The step that reads a mail that was received: it opens a case, joins one, or leaves it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.deadline import Deadline
from mailbot.clock import Clock
from mailbot.intake.assessment import (
    Assessment,
    Background,
    Course,
    assess,
)
from mailbot.intake.completion import speaks_for
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.into_case import IntoCase, Judged
from mailbot.intake.loop import may_answer
from mailbot.intake.message import Message
from mailbot.intake.note_reports import note_reports
from mailbot.intake.outage import Outage
from mailbot.intake.reading import Reading, ReadMails, unread_dossier
from mailbot.intake.row_known import without_ids
from mailbot.intake.signature_policy import USUAL, SignaturePolicy
from mailbot.storage import certificates, messages, outbox, registry_store
from mailbot.storage.case_store import CaseStore, judge_alone
from mailbot.storage.database import Database
from mailbot.storage.holder_marks import MadeBefore
from mailbot.storage.messages import Disposition, Stored

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


@dataclass(frozen=True, slots=True)
class Examine:
    """Judges mails once they are read, and writes down what becomes of them."""

    database: Database
    cases: CaseStore
    reader: ReadMails
    into_case: IntoCase
    deadline: Callable[[datetime], Deadline]
    rules: Rules
    courtesy: Courtesy
    outage: Outage
    clock: Clock

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
            judged = Judged(stored, dossier, assessment)
            case, disposition = self.into_case(connection, judged)
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
        answered = self.into_case.answered_by(connection, dossier)
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
