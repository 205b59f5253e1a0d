"""The step that takes in a dossier handed over in person, by post or another electronic way.

The clock counts from its arrival, as for a mail; the case lies in the same table as all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.agency import Registry
from mailbot.cases.case import Case, Paperwork
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, needs_a_person
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import BadInputError, SandboxError
from mailbot.intake.assessment import Background
from mailbot.intake.completion import completed, may_be_completed, remarks_on
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.filing import Filed, FiledFile, Filing, envelope, without_files
from mailbot.intake.filing_assessment import FilingAssessment, assess_filing
from mailbot.intake.keep_proof import KeepProof
from mailbot.intake.known_letter import known_letter
from mailbot.intake.request import rows_of
from mailbot.intake.typed_list import FILE, TypedList, as_workbook
from mailbot.storage import certificates, history, messages, registry_store
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.case_store import CaseStore, judge_alone
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived
from mailbot.words import Words
from parsers import RequestList

_OLDEST = timedelta(days=366)
_CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Manual:
    """Takes in one filing. The same form sent twice is one case."""

    database: Database
    cases: CaseStore
    archive: AnyArchive
    read: Callable[[bytes, Means, datetime, str], Filed]
    read_typed: Callable[[bytes], RequestList]
    means: Callable[[Registry, bytes], Means]
    background: Callable[[Connection, Registry, Dossier, Case | None], Background]
    proof: KeepProof
    deadline: Callable[[datetime], Deadline]
    accept_paper: bool
    words: Words
    clock: Clock

    def __call__(self, filing: Filing, typed: TypedList, files: tuple[FiledFile, ...]) -> Case:
        """Return the case this filing opens or completes; BadInputError says what is missing."""
        self._check(filing, typed, files)
        book = (FiledFile(FILE, as_workbook(typed, self.words)),) if typed.rows else ()
        subject = self.words.say(f"manual.subject_{filing.channel}")
        raw = envelope(filing, (*files, *book), subject)
        told = _sha(envelope(filing, files, subject), typed)
        arrived = Arrived(told, self.archive.put(raw), len(raw), "", filing.arrived_at)
        with self.database.transaction() as connection:
            known = messages.case_of_content(connection, arrived.content_sha)
            if known is not None:
                return self.cases.load(connection, known)
            registry = certificates.registry(connection)
        means = self.means(registry, raw)
        filed = self._filed(raw, means, filing)
        return self._write(filing, filed, arrived, means, subject)

    def preview(self, filing: Filing, typed: TypedList) -> tuple[tuple[Row, ...], list[Finding]]:
        """Return the typed rows as the readers understand them, and what speaks against each."""
        request = self.read_typed(as_workbook(typed, self.words)) if typed.rows else RequestList()
        filed = replace(without_files(filing.agency_code), typed=request)
        with self.database.transaction() as connection:
            registry = certificates.registry(connection)
            background = self.background(connection, registry, filed.dossier, None)
            judged = assess_filing(filing, filed, background, accept_paper=True).assessment
        return rows_of(request), [one for one in judged.findings if one.row is not None]

    def _check(self, filing: Filing, typed: TypedList, files: tuple[FiledFile, ...]) -> None:
        now = self.clock()
        if filing.arrived_at > now + _CLOCKS_DIFFER:
            raise BadInputError(self.words.say("manual.arrived_in_future"))
        if filing.arrived_at < now - _OLDEST:
            raise BadInputError(self.words.say("manual.arrived_long_ago"))
        if not files and not typed.rows:
            raise BadInputError(self.words.say("manual.nothing_filed"))
        with self.database.transaction() as connection:
            agency = registry_store.agency_with(connection, filing.agency_code)
        if agency is None:
            raise BadInputError(self.words.say("manual.no_agency"))
        if not agency.mailbox and not filing.on_paper:
            raise BadInputError(self.words.say("manual.no_mailbox", agency=agency.name))

    def _filed(self, raw: bytes, means: Means, filing: Filing) -> Filed:
        try:
            return self.read(raw, means, filing.arrived_at, filing.agency_code)
        except SandboxError as error:
            return without_files(filing.agency_code, error.kind)

    def _write(
        self, filing: Filing, filed: Filed, arrived: Arrived, means: Means, subject: str
    ) -> Case:
        now = self.clock()
        with self.database.transaction() as connection:
            judge_alone(connection)
            own = self._completed(connection, filing)
            registry = certificates.registry(connection)
            background = self.background(connection, registry, filed.dossier, own)
            judged = assess_filing(filing, filed, background, accept_paper=self.accept_paper)
            stored = messages.file(connection, arrived, subject, now)
            fresh = self._fresh(filing, judged, subject)
            known = known_letter(connection, self.cases, fresh, filed.dossier, own)
            fresh = replace(fresh, findings=(*fresh.findings, *known), mail=stored.id)
            if own is None:
                case = self.cases.open(connection, fresh, now)
            else:
                case = self._complete(connection, own, fresh)
            messages.belongs_to(connection, stored.id, case.id)
            history.write(
                connection, now, case.id, "filed", filing.officer, channel=str(filing.channel)
            )
            proven = self.proof.verdicts(stored, filed.dossier, means)
            self.proof.keep(connection, case.id, proven)
            self.proof.certificates(connection, judged.assessment.agency, filed.dossier, stored)
        logbook.case_moved(case.number, case.state, "filed")
        return case

    def _completed(self, connection: Connection, filing: Filing) -> Case | None:
        """Return the case this filing completes; BadInputError where it cannot be completed."""
        if not filing.completes:
            return None
        case = self.cases.numbered(connection, filing.completes)
        if case is None or case.agency_code != filing.agency_code:
            raise BadInputError(self.words.say("manual.no_case_to_complete"))
        if not may_be_completed(connection, case):
            raise BadInputError(self.words.say("manual.case_not_open", case=case.number))
        return case

    def _fresh(self, filing: Filing, judged: FilingAssessment, subject: str) -> Case:
        clock = self.deadline(filing.arrived_at)
        return Case(
            id=0,
            number="",
            state=State.IN_REVIEW,
            version=0,
            channel=filing.channel,
            agency_code=filing.agency_code,
            reply_to=judged.assessment.reply_to,
            procedure=judged.assessment.procedure,
            arrived_at=clock.received_at,
            due_at=clock.due_at,
            letter=judged.assessment.letter,
            rows=judged.assessment.rows,
            unserved=judged.assessment.unserved,
            findings=(*judged.assessment.findings, *clock.warnings),
            subject=subject,
            paperwork=Paperwork(filing.login, filing.on_paper, judged.needs_comparison),
        )

    def _complete(self, connection: Connection, case: Case, fresh: Case) -> Case:
        remarks = remarks_on(case, fresh.rows, is_sound=not needs_a_person(fresh.findings))
        fresh = replace(fresh, findings=(*fresh.findings, *remarks))
        return self.cases.save(connection, completed(case, fresh), self.clock(), "completed")


def _sha(files: bytes, typed: TypedList) -> str:
    """Return the hash of what was told; the workbook made of it has the time in its bytes."""
    return hashlib.sha256(files + repr(typed).encode()).hexdigest()
