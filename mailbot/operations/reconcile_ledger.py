"""What a mail of ours proves that the restored database does not know, written into it.

The letter with its bytes and its number, the mail as sent, the mailboxes as made, the case as
answered: as the paper says it, never as we suppose it. What does not fit goes to a person.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import MOVES, OPEN_STATES, State
from mailbot.clock import day_time, local_date
from mailbot.errors import MailbotError
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.house import House
from mailbot.replies.document_number import letter_symbol
from mailbot.replies.letter import Numbering
from mailbot.replies.mail import MailKind
from mailbot.replies.notice import KIND_AFTER, NOTICES, Record, notice_of
from mailbot.replies.packing import ENCLOSED
from mailbot.replies.read_back import missing_facts, printed_text
from mailbot.replies.sent_copy import SentCopy
from mailbot.storage import effects as ledger
from mailbot.storage import history, letters, number_register, outbox, registry_store
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.outbox import Posted

PROOF = "receipt copy"
_DONE_BEFORE = {kind: state for state, kind in KIND_AFTER.items()}
# How a case comes to the letter that was sent, where it had not come so far.
_WAYS = {
    LetterKind.RESULT: (State.ACCEPTED, State.PROVISIONED, State.SIGNED),
    LetterKind.REFUSAL: (State.IN_REVIEW, State.REFUSED, State.SIGNED),
    LetterKind.SUPPLEMENT: (State.IN_REVIEW, State.SUPPLEMENT_ASKED, State.SIGNED),
}
_DECISIONS = {
    LetterKind.RESULT: DecisionKind.APPROVE,
    LetterKind.REFUSAL: DecisionKind.REFUSE,
    LetterKind.SUPPLEMENT: DecisionKind.SUPPLEMENT,
}
# Where no letter is under way.
_UNDECIDED = frozenset(
    {
        State.IN_REVIEW,
        State.AWAITING_AUTHORITY,
        State.ACCEPTED,
        State.AWAITING_HANDS,
        State.AWAITING_SUPPLEMENT,
    }
)


class Settled(StrEnum):
    """What became of a copy."""

    RECORDED = "recorded"  # the mail is known again, its case goes on
    ANSWERED = "answered"  # its case is answered with it
    TO_STAFF = "to_staff"  # a person looks at its case
    LEFT = "left"  # nothing fits: it stays unknown, and is told


class _DoesNotFitError(MailbotError):
    """The ledger cannot be made to say what the mail says; as text the reason for a person."""


@dataclass(frozen=True, slots=True)
class Settle:
    """Settles one copy in one transaction. `officer` is who reconciles."""

    house: House
    officer: str

    def __call__(self, copy: SentCopy, case: Case | None) -> Settled:
        """Return what became of it; TryLaterError where the case was changed meanwhile."""
        if case is None or copy.letter_kind is None:
            with self.house.database.transaction() as connection:
                self._record(connection, copy, case)
            return Settled.RECORDED
        try:
            with self.house.database.transaction() as connection:
                return self._as_sent(connection, copy, case)
        except _DoesNotFitError as error:
            with self.house.database.transaction() as connection:
                self.leave_to_staff(connection, copy, case, str(error))
        return Settled.TO_STAFF

    def leave_to_staff(self, connection: Connection, copy: SentCopy, case: Case, why: str) -> None:
        """Keep letter and mail, and let a person look at the case: nothing is answered by itself,
        nor granted any more.
        """
        letter_id = None
        if copy.letter_kind is not None:
            letter_id, _ = self._keep_letter(connection, copy, case, copy.letter_kind)
        number_register.withdraw_letters(connection, case.id, self.house.clock())
        held = case.moved(State.ACCEPTED) if case.state is State.AWAITING_HANDS else case
        if State.IN_REVIEW in MOVES[held.state]:
            held = held.moved(State.IN_REVIEW)
        finding = self._sent_before(copy, why)
        self._save(connection, copy, replace(held, findings=(*held.findings, finding)))
        self._record(connection, copy, case, letter_id)

    def known(self, copy: SentCopy, mail: Posted) -> Settled:
        """Write that a mail left which the outbox still holds for unsent; what was written anew in
        its place since the restore, and never left, gives way to it.

        A mail that came back before the backup is left to a person. Where it was to be sent again
        the copy may be that of the first send; where it was not, it was sent after the backup, and
        whether that arrived nobody knows.
        """
        if mail.came_back:
            with self.house.database.transaction() as connection:
                self._leave_returned(connection, mail)
            return Settled.TO_STAFF
        with self.house.database.transaction() as connection:
            if mail.mime != copy.mime:
                mail = self._put_in_place(connection, copy, mail)
            self._take_as_sent(connection, copy, mail)
        return Settled.RECORDED if mail.letter_id is None else Settled.ANSWERED

    def _leave_returned(self, connection: Connection, mail: Posted) -> None:
        self.house.deliver.note_unknown(connection, mail)
        if mail.is_returned and mail.case_id is not None:
            what, now = "mail_sent_after_return", self.house.clock()
            history.write(connection, now, mail.case_id, what, kind=mail.kind)

    def _put_in_place(self, connection: Connection, copy: SentCopy, mail: Posted) -> Posted:
        """Return the mail with the bytes that left, as the history is to tell their digest."""
        outbox.put_in_place(connection, mail.id, copy.mime)
        if mail.case_id is not None and copy.letter_kind is not None:
            case = self.house.cases.load(connection, mail.case_id)
            letter_id, _ = self._keep_letter(connection, copy, case, copy.letter_kind)
            self._tell_letter(connection, copy, case, letter_id)
        return replace(mail, mime=copy.mime)

    def _tell_letter(
        self, connection: Connection, copy: SentCopy, case: Case, letter_id: int
    ) -> None:
        """Write the digest of the letter that left, and who vouches for a number people gave."""
        now, number = self.house.clock(), str(copy.number or "")
        if not self._numbers_itself:
            history.write(connection, now, case.id, "uploaded", self.officer, number=number)
        detail = {"number": number, "letter": str(letter_id)}
        detail["sha256"] = hashlib.sha256(copy.paper).hexdigest()
        history.write(connection, now, case.id, "letter_signed", **detail)

    def _as_sent(self, connection: Connection, copy: SentCopy, case: Case) -> Settled:
        """Bring letter, case and outbox to where they were once the mail had left."""
        kind = copy.letter_kind
        assert kind is not None
        letter_id, is_kept = self._keep_letter(connection, copy, case, kind)
        if not is_kept:
            raise _DoesNotFitError(self._say("number_taken"))
        if copy.key != copy.first_key and not outbox.has_key(connection, copy.first_key):
            raise _DoesNotFitError(self._say("first_unsent"))
        concludes = kind in NOTICES and case.state in OPEN_STATES and copy.key == copy.first_key
        if concludes:
            self._sign(connection, copy, case, kind)
        self._record(connection, copy, case, letter_id)
        return Settled.ANSWERED if concludes else Settled.RECORDED

    def _sign(self, connection: Connection, copy: SentCopy, case: Case, kind: LetterKind) -> None:
        """Move the case to where its letter is signed and may leave."""
        if self._was_decided(connection, case, kind):
            moved = case.moved(State.SIGNED)
        else:
            if kind is LetterKind.RESULT:
                self._prove_done(connection, copy, case)
            moved = _led(case, _WAYS[kind])
        if case.state is State.IN_REVIEW:
            reasons = (self._told(copy),)
            decision = Decision(_DECISIONS[kind], self.officer, self.house.clock(), reasons)
            moved = replace(moved, decision=decision)
        number_register.withdraw_letters(connection, case.id, self.house.clock())
        self._save(connection, copy, moved)

    def _was_decided(self, connection: Connection, case: Case, kind: LetterKind) -> bool:
        """Return whether this very letter was under way already; what is decided otherwise does
        not fit.
        """
        if case.state is _DONE_BEFORE[kind]:
            return True
        if case.state is State.AWAITING_SIGNATURE and not _waiting(connection, case):
            return True
        begun = kind is not LetterKind.RESULT and ledger.of_case(connection, case.id)
        if case.state not in _UNDECIDED or begun:
            raise _DoesNotFitError(self._say("decided_otherwise"))
        return False

    def _prove_done(self, connection: Connection, copy: SentCopy, case: Case) -> None:
        """Write mailboxes and passwords as done, if the paper that left says the very same."""
        # A password that nobody has is not made up.
        provision = replace(self.house.provision, new_password=lambda: "")
        try:
            done = provision.found_done(connection, case, self.officer)
        except MailbotError as error:
            raise _DoesNotFitError(str(error)) from error
        asker = registry_store.agency_with(connection, case.agency_code)
        if asker is None or copy.number is None or not done:
            raise _DoesNotFitError(self._say("not_as_told"))
        notice = notice_of(LetterKind.RESULT, Record(case, done, asker), self.house.words)
        printed, numbering = printed_text(copy.paper), None
        if self._numbers_itself:  # else people date a letter on another day than it leaves
            numbering = Numbering(copy.number, local_date(copy.sent_at))
        lacking = missing_facts(notice, self.house.issuer, numbering, printed)
        if lacking or not self._is_there(done):
            raise _DoesNotFitError(self._say("not_as_told"))
        kept = self.house.effects.passwords(connection, case.id)
        made = (effect for effect in done if effect.state is EffectState.DONE)
        if any(not self._has_password(effect, copy, kept) for effect in made):
            raise _DoesNotFitError(self._say("password_lost"))

    @property
    def _numbers_itself(self) -> bool:
        return self.house.settings.signing.mode == "unattended"

    def _is_there(self, done: tuple[Effect, ...]) -> bool:
        """Return whether the mail host has what was made, where it lets itself be asked."""
        host = self.house.mail_host
        made = [one.address for one in done if one.state is EffectState.DONE]
        return not isinstance(host, SqlMailHost) or all(map(host.look_up, made))

    @staticmethod
    def _has_password(effect: Effect, copy: SentCopy, kept: dict[str, str]) -> bool:
        return (effect.hand_over in ENCLOSED and copy.has_slip) or effect.op_key in kept

    def _keep_letter(
        self, connection: Connection, copy: SentCopy, case: Case, kind: LetterKind
    ) -> tuple[int, bool]:
        """Keep the signed letter, and its number, which nothing else gets any more; return its id,
        and whether the number was free.
        """
        dated_on, number, at = local_date(copy.sent_at), copy.number, copy.sent_at
        letter_id = letters.keep_sent(
            connection, case.id, kind, copy.ordinal, copy.paper, str(number or ""), dated_on, at
        )
        own = self.house.settings.signing.symbol
        of_register = number is not None and number.symbol in {own, letter_symbol(own)}
        if number is None or not (self._numbers_itself and of_register):
            return letter_id, True
        year = dated_on.year
        return letter_id, number_register.keep_number(
            connection, letter_id, year, number.symbol, number.value, at
        )

    def _record(
        self,
        connection: Connection,
        copy: SentCopy,
        case: Case | None,
        letter_id: int | None = None,
    ) -> None:
        """Write the mail into the outbox as sent: the same is never said again."""
        mail = Posted(
            key=copy.key,
            kind=copy.kind,
            recipients=(copy.recipient,),
            message_id=copy.message_id,
            mime=copy.mime,
            case_id=case.id if case else None,
            letter_id=letter_id,
        )
        self._take_as_sent(connection, copy, outbox.keep(connection, mail, copy.sent_at))
        if case is not None and copy.letter_kind in NOTICES:
            for kind in (MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT):
                outbox.cancel_waiting(connection, case.id, kind)

    def _take_as_sent(self, connection: Connection, copy: SentCopy, mail: Posted) -> None:
        self.house.deliver.note_sent(connection, mail, PROOF, copy.sent_at)

    def _save(self, connection: Connection, copy: SentCopy, case: Case) -> None:
        told = {"kind": copy.kind, "number": str(copy.number or ""), "to": copy.recipient}
        now = self.house.clock()
        self.house.cases.save(connection, case, now, "reconciled", self.officer, **told)

    def _sent_before(self, copy: SentCopy, why: str) -> Finding:
        """Return what the officer reads: what left, when and to whom."""
        fields = {**self._what_and_when(copy), "to": copy.recipient, "reason": why}
        return Finding("case.sent_before_restore", Severity.BLOCKS, fields)

    def _told(self, copy: SentCopy) -> str:
        return self.house.words.say("reconcile.decided_before", **self._what_and_when(copy))

    def _what_and_when(self, copy: SentCopy) -> dict[str, str]:
        return {
            "kind": self.house.words.say(f"case.kind_{copy.kind}"),
            "number": str(copy.number or "–"),
            "at": day_time(copy.sent_at),
        }

    def _say(self, reason: str) -> str:
        return self.house.words.say(f"reconcile.{reason}")


def _waiting(connection: Connection, case: Case) -> bool:
    """Return whether another notice of the case waits for its signatures."""
    return any(
        one.kind in NOTICES and one.state is LetterState.WAITING
        for one in letters.of_case(connection, case.id)
    )


def _led(case: Case, way: tuple[State, ...]) -> Case:
    """Return the case moved along this way, from wherever on it the case stands."""
    left = way[way.index(case.state) + 1 :] if case.state in way else way
    for state in left:
        case = case.moved(state)
    return case
