"""The step that sends: the outbox's bytes, until the server has taken them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.dispatch import Dispatch, MayLeave, Result
from mailbot.cases.state import MOVES, State
from mailbot.clock import Clock
from mailbot.errors import NeedsStaffError, TryLaterError
from mailbot.replies.mail import MailKind
from mailbot.replies.packing import goes_enclosed
from mailbot.replies.receipt_copy import (
    LOOK_AFTER,
    WAIT_FOR_COPY,
    WAIT_FOR_PROBE,
    ReceiptCopies,
    missing_from,
)
from mailbot.replies.staff_mail import SYSTEM
from mailbot.storage import effects as ledger
from mailbot.storage import history, outbox, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, lock
from mailbot.storage.outbox import MailState, Posted

_OVERTAKEN_IN = frozenset({State.SIGNED, State.ANSWERED, State.AWAITING_SUPPLEMENT, State.CLOSED})
_SHORT = frozenset({MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT})
_NOTICES = frozenset({MailKind.RESULT, MailKind.REFUSAL, MailKind.SUPPLEMENT})
_HOUR = timedelta(hours=1)

Send = Callable[[Posted, MayLeave], Dispatch]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many mails leave in an hour: to one receiver, and in all. More is a storm: we wait."""

    each: int
    all: int


@dataclass(frozen=True, slots=True)
class Deliver:
    """Sends one mail of the outbox. `sending` is committed before the server is called.

    `copies` clears up what became of a mail when the server's answer was lost; None where no
    receipt copy is set up, and a person decides. `warn` sends what tells administrators that
    something does not work; None where that goes the same way.
    """

    database: Database
    cases: CaseStore
    send: Send
    limits: Limits
    clock: Clock
    copies: ReceiptCopies | None = None
    warn: Send | None = None

    def __call__(self, outbox_id: int) -> None:
        """Bring the mail as far as the server allows; TryLaterError when it must be tried again."""
        mail = self._begin(outbox_id)
        if mail is None:
            return
        dispatch = self._hand_over(mail)
        match dispatch.result:
            case Result.SENT:
                self._sent(mail, dispatch.response)
            case Result.RETRY:
                self._settle(mail, MailState.READY, dispatch)
                raise TryLaterError(f"smtp: {dispatch.response}")
            case Result.FAILED:
                self._settle(mail, MailState.FAILED, dispatch)
            case Result.UNKNOWN:
                self._settle(mail, MailState.UNKNOWN, dispatch)
            case _:
                assert_never(dispatch.result)

    def _hand_over(self, mail: Posted) -> Dispatch:
        """Call the server; a login it refuses is mended by people, and the mail waits for them."""
        send = self.warn if self.warn and mail.key.startswith(SYSTEM) else self.send
        try:
            return send(mail, partial(self._may_leave, mail))
        except NeedsStaffError as error:
            return Dispatch(Result.RETRY, str(error))

    def _may_leave(self, mail: Posted, is_copied: bool) -> bool:  # noqa: FBT001 (as it is asked)
        """Return whether this send is still ours: of a worker that was held up, another has taken
        it over. Commit before the bytes go out where no copy will tell what became of them.
        """
        with self.database.transaction() as connection:
            if not outbox.is_leaving(connection, mail):
                return False
            if not is_copied:
                outbox.uncopied(connection, mail.id)
        return True

    def _begin(self, outbox_id: int) -> Posted | None:
        """Commit that sending begins; None where there is nothing to send (any more)."""
        with self.database.transaction() as connection:
            mail = outbox.load(connection, outbox_id)
            if mail.state is MailState.SENDING:
                # The last attempt ended without a word: the server may have taken the mail.
                self.note_unknown(connection, mail)
                return None
            if mail.state is MailState.READY:
                return self._begun(connection, mail)
        if mail.state is not MailState.UNKNOWN or not self._not_taken(mail):
            return None
        with self.database.transaction() as connection:
            return self._begun(connection, mail)

    def _begun(self, connection: Connection, mail: Posted) -> Posted | None:
        """Return the mail as it is now being sent; None where events overtook it or somebody else
        was faster, and TryLaterError where too much has been sent already.
        """
        if self._is_overtaken(connection, mail):
            outbox.cancel(connection, mail.id, mail.state)
            return None
        if mail.kind != work.TO_STAFF:  # a storm is what staff must hear of
            self._heed_limits(connection, mail)
        return outbox.begin(connection, mail)

    def _is_overtaken(self, connection: Connection, mail: Posted) -> bool:
        if mail.kind not in _SHORT or mail.case_id is None:
            return False
        return self.cases.load(connection, mail.case_id).state in _OVERTAKEN_IN

    def _heed_limits(self, connection: Connection, mail: Posted) -> None:
        since = self.clock() - _HOUR
        to_one = outbox.sent_since(connection, since, mail.recipients[0])
        if to_one >= self.limits.each or outbox.sent_since(connection, since) >= self.limits.all:
            raise TryLaterError("the hourly limit of answers is reached")

    def _sent(self, mail: Posted, response: str) -> None:
        now = self.clock()
        logbook.mail_sent(mail.id, mail.kind, response)
        with self.database.transaction() as connection:
            status = outbox.status_told(connection, mail.id)
            self.note_sent(connection, mail, response, now)
            if status is not None:
                outbox.bounced(connection, mail.id, status, now)

    def note_sent(self, connection: Connection, mail: Posted, response: str, now: datetime) -> None:
        """Write that the server took the mail, and what that brings about."""
        is_news = outbox.sent(connection, mail.id, response, now)
        if not is_news or mail.case_id is None:
            return
        sha = hashlib.sha256(mail.mime).hexdigest()
        detail = {"outbox": str(mail.id), "message_id": mail.message_id, "sha256": sha}
        detail |= {"kind": mail.kind, "to": mail.recipients[0]}
        history.write(connection, now, mail.case_id, "mail_sent", **detail)
        if mail.kind in _NOTICES and mail.letter_id is not None:
            self._conclude(connection, mail, mail.letter_id, now)

    def _conclude(
        self, connection: Connection, mail: Posted, letter_id: int, now: datetime
    ) -> None:
        """Move the case when every copy of its notice has left."""
        assert mail.case_id is not None
        # Of two that leave at once, on two hosts, the later one sees that it is the last.
        lock(connection, f"letter.{letter_id}")
        if outbox.unsent_of_letter(connection, letter_id):
            return
        effects = ledger.of_case(connection, mail.case_id)
        reached = [effect for effect in effects if goes_enclosed(effect)]
        ledger.handed_over(connection, [e.op_key for e in reached], now, mail.recipients[0])
        case = self.cases.held(connection, mail.case_id)
        answered = mail.kind != MailKind.SUPPLEMENT
        after = State.ANSWERED if answered else State.AWAITING_SUPPLEMENT
        if after in MOVES[case.state]:
            self.cases.save(connection, case.moved(after), now, "answered")
            logbook.case_moved(case.number, after, "answered")

    def _settle(self, mail: Posted, state: MailState, dispatch: Dispatch) -> None:
        logbook.mail_not_sent(mail.id, mail.kind, dispatch.result, dispatch.response)
        with self.database.transaction() as connection:
            if state is MailState.UNKNOWN:
                self.note_unknown(connection, mail)
                return
            now = self.clock()
            is_news = outbox.answered(connection, mail, state, dispatch.response, now)
            if is_news and state is MailState.FAILED and mail.case_id is not None:
                history.write(
                    connection,
                    now,
                    mail.case_id,
                    "mail_failed",
                    kind=mail.kind,
                    response=dispatch.response,
                )

    def note_unknown(self, connection: Connection, mail: Posted) -> None:
        """Write that nobody knows whether the server took the mail. Sending again might say it
        twice, not sending not at all: look for the copy, or leave it to a person.
        """
        now = self.clock()
        may_come = outbox.unknown(connection, mail, now)
        if may_come is None:
            return
        self._write_history(connection, mail, "mail_unknown")
        if not may_come:
            why = "mail_came_back_before" if mail.came_back else "mail_uncopied"
            self._write_history(connection, mail, why)
        if self.copies is not None and may_come:
            work.put(connection, work.Kind.DELIVER, mail.id, now + LOOK_AFTER)

    def _not_taken(self, mail: Posted) -> bool:
        """Return whether the mail of unknown outcome is to be sent again; else say what is known,
        or ask to be called again. Mail that is on its way when the server falters is waited for.
        """
        if mail.response:  # a delivery report has come meanwhile
            self._proven(mail, f"delivery report: {mail.response}")
            return False
        if self.copies is None or mail.unknown_at is None or not mail.copy_tells:
            return False
        # The probe first: a copy that is still missing when the later mail is there stays missing.
        probe_came_at = self.copies.probe_came_at(mail.probe_id) if mail.probe_id else None
        if self.copies.has_copy_of(mail):
            self._proven(mail, "receipt copy")
            return False
        now = self.clock()
        if now < mail.unknown_at + WAIT_FOR_COPY:
            self._look_again(mail, mail.unknown_at + WAIT_FOR_COPY)
            return False
        if not mail.probe_id:
            self._probe(self.copies, mail)
            return False
        if probe_came_at is None:
            raise TryLaterError("neither the receipt copy nor the probe has arrived")
        return self._missing(self.copies, mail, missing_from(mail.unknown_at, probe_came_at))

    def _proven(self, mail: Posted, by: str) -> None:
        with self.database.transaction() as connection:
            self._write_history(connection, mail, "mail_proven")
        self._sent(mail, by)

    def _look_again(self, mail: Posted, at: datetime) -> None:
        with self.database.transaction() as connection:
            work.put(connection, work.Kind.DELIVER, mail.id, at)

    def _probe(self, copies: ReceiptCopies, mail: Posted) -> None:
        now = self.clock()
        probe_id, dispatch = copies.probe(mail, now)
        if dispatch.result is not Result.SENT:
            raise TryLaterError(f"smtp: the probe was not taken: {dispatch.response}")
        with self.database.transaction() as connection:
            outbox.probed(connection, mail.id, probe_id)
            work.put(connection, work.Kind.DELIVER, mail.id, now + WAIT_FOR_PROBE)

    def _missing(self, copies: ReceiptCopies, mail: Posted, since: datetime) -> bool:
        """The server is well and has no copy: it did not take the mail, unless it tries again to
        put down what it took, or changes what it takes.
        """
        if self.clock() < since:
            self._look_again(mail, since)
            return False
        is_changed = copies.has_changed_copy_of(mail)
        is_sent_again = copies.again and not is_changed
        left = "mail_copy_differs" if is_changed else "mail_left_to_staff"
        with self.database.transaction() as connection:
            self._write_history(connection, mail, "mail_sent_again" if is_sent_again else left)
        return is_sent_again

    def _write_history(self, connection: Connection, mail: Posted, what: str) -> None:
        if mail.case_id is not None:
            history.write(connection, self.clock(), mail.case_id, what, kind=mail.kind)
