"""The step of a case that waits for a certification authority: its mail is examined once more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.case import Case
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.intake.assessment import STATE_OF, Assessment, Course, with_finding
from mailbot.intake.examine import Examine
from mailbot.intake.outage import UNKNOWN
from mailbot.intake.reading import head_of
from mailbot.storage import certificates, messages
from mailbot.storage.case_store import judge_alone
from mailbot.storage.messages import Stored


@dataclass(frozen=True, slots=True)
class ExamineAgain:
    """Moves the case on once it is known whether the certificates were revoked, and to a person
    when there is no more time to wait. TryLaterError until then: the rounds ask again.
    """

    examine: Examine

    def __call__(self, case: Case) -> None:
        """Examine the mail the case was made of as things stand now."""
        examine = self.examine
        with examine.database.transaction() as connection:
            stored = _completing(connection, case)
            registry = certificates.registry(connection)
        reader = examine.reader
        mail = reader.archive.kept(stored.raw_sha)
        means = reader.means(registry, head_of(mail))
        dossier = reader.dossier_of(mail, means, stored.arrived_at)
        proven = reader.proof.verdicts(stored, dossier, means)
        with examine.database.transaction() as connection:
            judge_alone(connection)
            registry = certificates.registry(connection)
            assessment = examine.assessed(
                connection,
                registry,
                dossier,
                stored.arrived_at,
                taken_by=stored.taken_by,
                own=case,
            )
            if assessment.course is Course.WAIT:
                logbook.waits_for_authority(case.number, case.due_at)
                raise TryLaterError("the certification authority gives no revocation data yet")
            told = _told(case, assessment)
            examine.cases.save(connection, told, examine.clock(), "rechecked")
            reader.proof.certificates(connection, assessment.agency, dossier, stored)
            reader.proof.keep(connection, case.id, proven)
        logbook.case_moved(case.number, told.state, "rechecked")


def _completing(connection: Connection, case: Case) -> Stored:
    """Return the mail that completed the dossier, and no other that has joined the case since. Of
    a case that did not keep it yet, it is that from whose arrival the case counts.
    """
    if case.mail:
        return messages.load(connection, case.mail)
    mails = messages.of_case(connection, case.id)
    return next(one for one in mails if one.arrived_at == case.arrived_at)


def _told(case: Case, assessment: Assessment) -> Case:
    """Return the case as it stands now; what still is not known goes to a person."""
    if any(finding.code == UNKNOWN for finding in assessment.findings):
        assessment = with_finding(assessment, Finding("signature.waited", Severity.LOOK))
    return replace(
        case.moved(STATE_OF.get(assessment.course, State.IN_REVIEW)),
        letter=assessment.letter,
        rows=assessment.rows,
        unserved=assessment.unserved,
        findings=assessment.findings,
    )
