"""Where a mail that asks for something goes: into the case it answers, or a case of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, Severity
from mailbot.clock import Clock
from mailbot.intake.assessment import Assessment, Course, case_from, with_finding
from mailbot.intake.completion import completed, may_be_completed, remarks_on, speaks_for
from mailbot.intake.dossier import Dossier
from mailbot.intake.in_thread import Bearing, bearing_of, looked_at
from mailbot.intake.known_letter import known_letter
from mailbot.storage import history, messages
from mailbot.storage.case_store import CaseStore
from mailbot.storage.messages import Disposition, Stored

_CASE_NUMBER = re.compile(r"HS-\d{4}-\d{5,}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail as it was received, what it holds, and what that comes to."""

    stored: Stored
    dossier: Dossier
    assessment: Assessment

    def told(self, finding: Finding) -> Judged:
        """Return the mail with one more finding; more than a note sends it to a person."""
        return replace(self, assessment=with_finding(self.assessment, finding))


def _a_new_one(_connection: Connection, _stored: Stored) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class IntoCase:
    """Writes a mail into the case it belongs to.

    `number_of` tells the number a mail's case had before a restore, empty for a new one.
    """

    cases: CaseStore
    deadline: Callable[[datetime], Deadline]
    clock: Clock
    number_of: Callable[[Connection, Stored], str] = _a_new_one

    def __call__(self, connection: Connection, mail: Judged) -> tuple[Case, Disposition]:
        """Return the case, and whether the mail opened it or joined it."""
        answered = self.answered_by(connection, mail.dossier)
        if answered is None:
            return self._open(connection, mail), Disposition.CASE
        joined = self._joined(connection, mail, answered)
        if joined is not None:
            return joined, Disposition.JOINED
        follows = Finding("case.follows", Severity.LOOK, {"case": answered.number})
        return self._open(connection, mail.told(follows)), Disposition.CASE

    def answered_by(self, connection: Connection, dossier: Dossier) -> Case | None:
        """Return the case this mail answers: by its thread, else by the number in its subject."""
        found = messages.case_of_thread(connection, dossier.message.answers_to)
        if found is not None:
            return self.cases.load(connection, found)
        named = _CASE_NUMBER.search(dossier.message.subject)
        return self.cases.numbered(connection, named[0]) if named else None

    def _joined(self, connection: Connection, mail: Judged, case: Case) -> Case | None:
        """Return the case with this mail, None where that is to have a case of its own."""
        if not speaks_for(mail.dossier.sender, case):
            return None
        if mail.assessment.rows:
            is_open = may_be_completed(connection, case)
            return self._complete(connection, mail, case) if is_open else None
        bearing = bearing_of(mail.dossier, case)
        if bearing is Bearing.APART:
            return None
        joined = self._note(connection, mail.stored, case, bearing)
        self._tell_held_back(connection, mail, joined)
        return joined

    def _open(self, connection: Connection, mail: Judged) -> Case:
        now, wanted = self.clock(), self._fresh(connection, mail)
        case = self.cases.open(connection, wanted, now, self.number_of(connection, mail.stored))
        if mail.stored.taken_by:
            history.write(connection, now, case.id, "taken", mail.stored.taken_by)
        return case

    def _complete(self, connection: Connection, mail: Judged, case: Case) -> Case:
        rows, course = mail.assessment.rows, mail.assessment.course
        for remark in remarks_on(case, rows, is_sound=course is Course.ACCEPT):
            mail = mail.told(remark)
        fresh = self._fresh(connection, mail, case)
        return self.cases.save(connection, completed(case, fresh), self.clock(), "completed")

    def _note(self, connection: Connection, stored: Stored, case: Case, bearing: Bearing) -> Case:
        """A mail in the thread without a list: the case's story has it, and who must look is told
        of it. What goes on with the case meanwhile is begun anew with what is known now.
        """
        if bearing is Bearing.NOTED:
            history.write(connection, self.clock(), case.id, "mail_joined")
            return case
        added = looked_at(case, stored.arrived_at, self.deadline(stored.arrived_at))
        return self.cases.save(connection, added, self.clock(), "mail_joined")

    def _tell_held_back(self, connection: Connection, mail: Judged, case: Case) -> None:
        """Whoever decides on rows held back from the case is told of the mail as well: the agency
        knows one thread, and may speak of them in it long after its own case has ended.
        """
        at = mail.stored.arrived_at
        for held in self.cases.children(connection, case.id):
            if bearing_of(mail.dossier, held) is Bearing.LOOKED_AT:
                told = looked_at(held, at, self.deadline(at), case.number)
                what = "mail_joined_parent"
                self.cases.save(connection, told, self.clock(), what, parent=case.number)
            self._tell_held_back(connection, mail, held)

    def _fresh(self, connection: Connection, mail: Judged, own: Case | None = None) -> Case:
        """Return what the mail comes to as a case of its own, or as what completes one; what
        another case is of already goes to a person.
        """
        case = self._case_of(mail)
        known = known_letter(connection, self.cases, case, mail.dossier, own)
        for finding in known:
            mail = mail.told(finding)
        return self._case_of(mail) if known else case

    def _case_of(self, mail: Judged) -> Case:
        case = case_from(mail.assessment, mail.dossier, self.deadline(mail.stored.arrived_at))
        return replace(case, mail=mail.stored.id)
