"""Reconciliation after a restore: what left after the copy was made is found by its receipt copies.

Every mail of ours comes to a mailbox of ours as well. So the inbox tells what the restored
database does not know: first all mail is taken in, then this, then the work goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Channel
from mailbot.cases.state import State
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.intake.examine import Examine
from mailbot.intake.message import Message
from mailbot.operations.reconcile_copies import Unseen, unreconciled
from mailbot.operations.reconcile_ledger import Settle, Settled
from mailbot.replies.mail import MailKind
from mailbot.replies.sent_copy import SentCopy
from mailbot.storage import messages, outbox, registry_store, switches
from mailbot.storage.messages import Disposition, Stored


class Found(StrEnum):
    """What the restored database has of what a copy answers."""

    MAIL = "mail"  # the very mail, not yet sent
    SENT_AGAIN = "sent_again"  # the very mail, which had come back by then
    CASE = "case"
    REQUEST = "request"  # a mail that nobody has examined yet
    NOTHING = "nothing"
    NO_CASE = "no_case"  # the mail belongs to no case


@dataclass(frozen=True, slots=True)
class Line:
    """One copy, what it answers, and what became of it; None where nothing was tried."""

    copy: SentCopy
    found: Found
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found in the mailbox, and where nobody could look: there, none may be concluded."""

    lines: tuple[Line, ...]
    unseen: tuple[Unseen, ...]


@dataclass(frozen=True, slots=True)
class _Silent:
    """Says nothing: what was said before the restore is not said again."""

    def acknowledge(
        self, connection: Connection, case: Case, agency: Agency, message: str, now: datetime
    ) -> None:
        """Say nothing."""

    def refuse_size(
        self, connection: Connection, agency: Agency, message: Message, stored: Stored
    ) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Settles every copy of a mail of ours of which the database knows nothing, or not that it
    left. Running it twice changes nothing.
    """

    house: House
    officer: str

    def preview(self) -> Reconciled:
        """Return every such copy, with what it answers; nothing is changed. BadInputError where no
        mail of ours leaves a copy: that there is none tells nothing.
        """
        self._check_copies()
        looked = unreconciled(self.house)
        lines = tuple(Line(copy, self._found(copy)) for copy in looked.copies)
        return Reconciled(lines, looked.unseen)

    def __call__(self) -> Reconciled:
        """Settle them one by one; once none is left, and every folder was looked into, cases may
        be opened again.

        BadInputError while the work goes on, before a look at the inbox came to its end, or where
        no mail of ours leaves a copy.
        """
        self._check()
        lines = tuple(self._settled(copy) for copy in unreconciled(self.house).copies)
        left = unreconciled(self.house)
        if left.is_done:
            with self.house.database.transaction() as connection:
                switches.reconciled(connection)
        return Reconciled(lines, left.unseen)

    def _check(self) -> None:
        self._check_copies()
        say = self.house.words.say
        with self.house.database.reading() as connection:
            if not switches.paused_by(connection):
                raise BadInputError(say("reconcile.not_paused"))
            restored_at = switches.restored_at(connection)
            has_taken_in = switches.has_taken_in(connection)
        if restored_at is not None and not has_taken_in:
            raise BadInputError(say("reconcile.not_taken_in"))

    def _check_copies(self) -> None:
        if not self.house.settings.smtp.receipt_copy:
            raise BadInputError(self.house.words.say("reconcile.no_copies"))

    def _found(self, copy: SentCopy) -> Found:
        with self.house.database.reading() as connection:
            mail = outbox.by_message_id(connection, copy.message_id)
            if mail is not None:
                return Found.SENT_AGAIN if mail.is_returned else Found.MAIL
            if not copy.case_number:
                return Found.NO_CASE
            if self.house.cases.numbered(connection, copy.case_number) is not None:
                return Found.CASE
            named = messages.named(connection, copy.answers[-1:])
        return Found.REQUEST if named else Found.NOTHING

    def _settled(self, copy: SentCopy) -> Line:
        found, settle = self._found(copy), Settle(self.house, self.officer)
        if found in {Found.MAIL, Found.SENT_AGAIN}:
            with self.house.database.reading() as connection:
                mail = outbox.by_message_id(connection, copy.message_id)
            assert mail is not None
            settled = settle.known(copy, mail)
        elif found is Found.NO_CASE or (copy.kind == MailKind.RESEND and found is not Found.CASE):
            settled = settle(copy, None)
        else:
            settled = self._of_case(copy, settle)
        logbook.mail_reconciled(copy.key, settled)
        return Line(copy, found, settled)

    def _of_case(self, copy: SentCopy, settle: Settle) -> Settled:
        self._examine(copy)
        with self.house.database.transaction() as connection:
            case = self.house.cases.numbered(connection, copy.case_number)
            if case is None:
                why = self.house.words.say("reconcile.no_request")
                settle.leave_to_staff(connection, copy, self._stand_in(connection, copy), why)
                return Settled.TO_STAFF
            if not _belongs(connection, case, copy):
                return Settled.LEFT
        return settle(copy, case)

    def _examine(self, copy: SentCopy) -> None:
        """Examine the mails it answers that nobody has yet: the case gets the number it had."""

        def number_of(connection: Connection, stored: Stored) -> str:
            is_answered = stored.message_id in copy.answers[-1:]
            taken = self.house.cases.numbered(connection, copy.case_number)
            return copy.case_number if is_answered and taken is None else ""

        usual: Examine = self.house.examine
        into_case = replace(usual.into_case, number_of=number_of)
        examine = replace(usual, courtesy=_Silent(), into_case=into_case)
        with self.house.database.reading() as connection:
            named = messages.named(connection, copy.answers)
        for stored in named:
            if stored.disposition is Disposition.NEW:
                examine(stored.id)

    def _stand_in(self, connection: Connection, copy: SentCopy) -> Case:
        """Open a case for a request that is nowhere: a person sees what was said to whom."""
        house = self.house
        agency = registry_store.load_registry(connection).by_mailbox(copy.recipient.lower())
        clock = house.deadline(copy.sent_at)
        wanted = Case(
            id=0,
            number="",
            state=State.IN_REVIEW,
            version=0,
            channel=Channel.EMAIL,
            agency_code=agency.code if agency else "",
            reply_to=copy.recipient if agency else "",
            procedure="",
            arrived_at=clock.received_at,
            due_at=clock.due_at,
            findings=clock.warnings,
            thread=copy.answers,
        )
        return house.cases.open(connection, wanted, house.clock(), copy.case_number)


def _belongs(connection: Connection, case: Case, copy: SentCopy) -> bool:
    """Return whether the copy answers this case: by its thread, where it has one."""
    if not copy.answers or not set(copy.answers).isdisjoint(case.thread):
        return True
    named = messages.named(connection, copy.answers)
    return any(one.case_id == case.id for one in named)
