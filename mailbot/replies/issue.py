"""Issuing a notice: the signed document is checked, enclosed in its mail and put into the outbox.

From here on nothing calls it back (Nghị định 30/2020/NĐ-CP, Điều 14 and 18).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.clock import Clock, local_date
from mailbot.errors import StepError, TryLaterError
from mailbot.replies.mail import MailKind
from mailbot.replies.notice import NOTICES
from mailbot.replies.own_signature import NoticeFault
from mailbot.replies.packing import Outgoing, Packing, other_recipients
from mailbot.replies.post import Parcel, Post
from mailbot.storage import effects as ledger
from mailbot.storage import history, letters, number_register, outbox, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, StoredLetter
from mailbot.words import say


@dataclass(frozen=True, slots=True)
class Issue:
    """Issues signed letters. `faults_of` is our own verifier: what it names stops the letter."""

    database: Database
    cases: CaseStore
    packing: Packing
    post: Post
    faults_of: Callable[[bytes], tuple[NoticeFault, ...]]
    clock: Clock

    def __call__(  # noqa: PLR0913, PLR0917 (a letter as it goes out)
        self,
        case: Case,
        letter: StoredLetter,
        signed: bytes,
        number: str,
        dated_on: date,
        uploaded_by: str = "",
    ) -> None:
        """Put the signed letter into the outbox and move the case; NeedsStaffError if unfit,
        TryLaterError if the letter was issued or withdrawn meanwhile: what is to be done now shows
        by the case.
        """
        faults = self.faults_of(signed)
        if faults:
            raise StepError("notice_invalid", faults="; ".join(map(self._told, faults)))
        now = self.clock()
        parcels = self._parcels(case, letter, signed, number, now)
        sha = hashlib.sha256(signed).hexdigest()
        detail = {"number": number, "letter": str(letter.id), "sha256": sha}
        with self.database.transaction() as connection:
            if not letters.keep_signed(connection, letter.id, signed, number, dated_on):
                raise TryLaterError(say("step.letter_meanwhile", letter=str(letter.id)))
            for parcel in parcels:
                self.post.write(connection, parcel, now, now)
            if uploaded_by:
                history.write(connection, now, case.id, "uploaded", uploaded_by, number=number)
            for kind in (MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT):
                outbox.cancel_waiting(connection, case.id, kind)
            if letter.kind in NOTICES:
                apology = (LetterKind.APOLOGY,)  # it would say that the answer is still to come
                number_register.withdraw_letters(connection, case.id, now, apology)
                signed_case = case.moved(State.SIGNED)
                self.cases.save(connection, signed_case, now, "signed", **detail)
            else:
                history.write(connection, now, case.id, "letter_signed", **detail)

    def _told(self, fault: NoticeFault) -> str:
        words, code = self.post.words, f"signature.{fault.code}"
        told = words.say(code, **fault.fields) if code in words.texts else fault.code
        return told.rstrip(".")

    def _parcels(
        self, case: Case, letter: StoredLetter, signed: bytes, number: str, now: datetime
    ) -> tuple[Parcel, ...]:
        """Return the mails it goes out in; none where the counter hands it over."""
        with self.database.transaction() as connection:
            registry = registry_store.load_registry(connection)
            effects = ledger.of_case(connection, case.id)
        agency = registry.by_code(case.agency_code)
        if agency is None:
            raise StepError("agency_gone", agency=case.agency_code)
        if case.is_answered_on_paper:
            return ()
        if not agency.mailbox:
            raise StepError("agency_without_mailbox", agency=agency.name)
        # The one it asked from may have been given up since, for it was lost to somebody.
        case = replace(case, reply_to=agency.mailbox)
        copies = other_recipients(case, agency, registry, effects)
        return self.packing.parcels(
            Outgoing(case, letter, signed, number, agency, copies, effects, local_date(now))
        )
