"""The step that sends: the outbox's bytes, until the server has taken them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.dispatch import Dispatch, Result
from mailbot.cases.state import MOVES, State
from mailbot.clock import Clock
from mailbot.errors import NeedsStaffError, TryLaterError
from mailbot.replies.issue import ENCLOSED
from mailbot.replies.mail import MailKind
from mailbot.storage import effects as ledger
from mailbot.storage import history, outbox
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.outbox import MailState, Posted

_OVERTAKEN_IN = frozenset({State.SIGNED, State.ANSWERED, State.AWAITING_SUPPLEMENT, State.CLOSED})
_SHORT = frozenset({MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT})
_NOTICES = frozenset({MailKind.RESULT, MailKind.REFUSAL, MailKind.SUPPLEMENT})
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many mails leave in an hour: to one receiver, and in all. More is a storm: we wait."""

    each: int
    all: int


@dataclass(frozen=True, slots=True)
class Deliver:
    """Sends one mail of the outbox. `sending` is committed before the server is called."""

    database: Database
    cases: CaseStore
    send: Callable[[tuple[str, ...], bytes], Dispatch]
    limits: Limits
    clock: Clock

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
        try:
            return self.send(mail.recipients, mail.mime)
        except NeedsStaffError as error:
            return Dispatch(Result.RETRY, str(error))

    def _begin(self, outbox_id: int) -> Posted | None:
        """Commit that sending begins; None where there is nothing to send (any more)."""
        with self.database.transaction() as connection:
            mail = outbox.load(connection, outbox_id)
            if mail.state is MailState.SENDING:
                # The last attempt ended without a word: the server may have taken the mail.
                self._unknown(connection, mail)
                return None
            if mail.state is not MailState.READY:
                return None
            if self._is_overtaken(connection, mail):
                outbox.settle(connection, mail.id, MailState.CANCELLED)
                return None
            self._heed_limits(connection, mail)
            outbox.settle(connection, mail.id, MailState.SENDING)
        return mail

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
            outbox.sent(connection, mail.id, response, now)
            if mail.case_id is None:
                return
            history.write(
                connection, now, mail.case_id, "mail_sent", kind=mail.kind, to=mail.recipients[0]
            )
            if mail.kind in _NOTICES and mail.letter_id is not None:
                self._conclude(connection, mail, mail.letter_id)

    def _conclude(self, connection: Connection, mail: Posted, letter_id: int) -> None:
        """Move the case when every copy of its notice has left."""
        assert mail.case_id is not None
        if outbox.unsent_of_letter(connection, letter_id):
            return
        now = self.clock()
        for effect in ledger.of_case(connection, mail.case_id):
            if effect.hand_over in ENCLOSED and effect.handed_over_at is None:
                ledger.handed_over(connection, effect.op_key, now, mail.recipients[0])
        case = self.cases.load(connection, mail.case_id)
        answered = mail.kind != MailKind.SUPPLEMENT
        after = State.ANSWERED if answered else State.AWAITING_SUPPLEMENT
        if after in MOVES[case.state]:
            self.cases.save(connection, case.moved(after), now, "answered")
            logbook.case_moved(case.number, after, "answered")

    def _settle(self, mail: Posted, state: MailState, dispatch: Dispatch) -> None:
        logbook.mail_not_sent(mail.id, mail.kind, dispatch.result, dispatch.response)
        with self.database.transaction() as connection:
            if state is MailState.UNKNOWN:
                self._unknown(connection, mail)
                return
            outbox.settle(connection, mail.id, state, dispatch.response)
            if state is MailState.FAILED and mail.case_id is not None:
                history.write(
                    connection,
                    self.clock(),
                    mail.case_id,
                    "mail_failed",
                    kind=mail.kind,
                    response=dispatch.response,
                )

    def _unknown(self, connection: Connection, mail: Posted) -> None:
        """Leave it to a person: sending again might say it twice, not sending not at all."""
        outbox.settle(connection, mail.id, MailState.UNKNOWN)
        if mail.case_id is not None:
            history.write(connection, self.clock(), mail.case_id, "mail_unknown", kind=mail.kind)
