"""Issuing a notice: the signed document is checked, enclosed in its mail and put into the outbox.

From here on nothing calls it back (Nghị định 30/2020/NĐ-CP, Điều 14 and 18).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.clock import Clock, local_date
from mailbot.errors import StepError
from mailbot.forms.office import Office
from mailbot.replies.corrected import lists_to_correct
from mailbot.replies.letter import Credential, Guide, Issuer, Slip
from mailbot.replies.mail import Attachment, MailKind
from mailbot.replies.notice import NOTICES, dossier_of
from mailbot.replies.own_signature import NoticeFault
from mailbot.replies.post import Parcel, Post, original_of
from mailbot.replies.press import Press
from mailbot.replies.short_mail import in_words
from mailbot.storage import effects as ledger
from mailbot.storage import history, letters, outbox, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.letters import LetterKind, StoredLetter

ENCLOSED = frozenset({"passphrase", "certificate"})


class Envelope(Protocol):
    """Encrypts a slip for an agency, in the way agreed with it."""

    def seal(self, slip: bytes, agency: Agency, method: str) -> bytes:
        """Return the encrypted PDF; NeedsStaffError where this agency cannot open one."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Issues signed letters. `faults_of` is our own verifier: what it names stops the letter."""

    database: Database
    cases: CaseStore
    effects: Effects
    press: Press
    post: Post
    envelope: Envelope
    office: Office
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
        """Put the signed letter into the outbox and move the case; NeedsStaffError if unfit, or
        if the letter was issued or withdrawn meanwhile.
        """
        faults = self.faults_of(signed)
        if faults:
            raise StepError("notice_invalid", faults="; ".join(map(self._told, faults)))
        now = self.clock()
        registry, effects = self._known(case)
        parcels = self._parcels(case, letter, signed, number, registry, effects, now)
        sha = hashlib.sha256(signed).hexdigest()
        detail = {"number": number, "letter": str(letter.id), "sha256": sha}
        with self.database.transaction() as connection:
            if not letters.keep_signed(connection, letter.id, signed, number, dated_on):
                raise StepError("letter_meanwhile", letter=str(letter.id))
            for parcel in parcels:
                self.post.write(connection, parcel, now, now)
            if uploaded_by:
                history.write(connection, now, case.id, "uploaded", uploaded_by, number=number)
            for kind in (MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT):
                outbox.cancel_waiting(connection, case.id, kind)
            if letter.kind in NOTICES:
                signed_case = case.moved(State.SIGNED)
                self.cases.save(connection, signed_case, now, "signed", **detail)
            else:
                history.write(connection, now, case.id, "letter_signed", **detail)

    def _told(self, fault: NoticeFault) -> str:
        words, code = self.post.words, f"signature.{fault.code}"
        told = words.say(code, **fault.fields) if code in words.texts else fault.code
        return told.rstrip(".")

    def _known(self, case: Case) -> tuple[Registry, tuple[Effect, ...]]:
        with self.database.transaction() as connection:
            return registry_store.load_registry(connection), ledger.of_case(connection, case.id)

    def _parcels(  # noqa: PLR0913, PLR0917 (everything a notice's mail carries)
        self,
        case: Case,
        letter: StoredLetter,
        signed: bytes,
        number: str,
        registry: Registry,
        effects: tuple[Effect, ...],
        now: datetime,
    ) -> tuple[Parcel, ...]:
        agency = registry.by_code(case.agency_code)
        if agency is None:
            raise StepError("agency_gone", agency=case.agency_code)
        if case.is_answered_on_paper:
            return ()  # the counter hands it over
        kind = MailKind(letter.kind)
        words = self.post.words
        file = Attachment(words.say(f"letters.file_{kind}", case_number=case.number), signed)
        enclosures, slip = self._enclosures(case, letter, agency, effects, now)
        lists = self._lists(case, letter)
        first = Parcel(
            key=f"{kind}/{case.number}/{letter.ordinal}",
            kind=kind,
            recipient=case.reply_to,
            agency=agency.name,
            fields={"number": number, "new_due_at": _new_due_at(letter)},
            original=original_of(case),
            attachments=(file, *enclosures, *lists),
            slip=slip,
            case_id=case.id,
            case_number=case.number,
            letter_id=letter.id,
        )
        copies = other_recipients(case, registry, effects)
        return first, *(
            replace(
                first,
                key=f"{first.key}/copy{n}",
                recipient=address,
                original=None,
                attachments=tuple(one for one in first.attachments if one not in lists),
            )
            for n, address in enumerate(copies, 1)
        )

    def _enclosures(
        self,
        case: Case,
        letter: StoredLetter,
        agency: Agency,
        effects: tuple[Effect, ...],
        now: datetime,
    ) -> tuple[tuple[Attachment, ...], bool]:
        """Return guide and encrypted slip of a result, and whether a slip is among them."""
        if letter.kind is not LetterKind.RESULT:
            return (), False
        done = [effect for effect in effects if effect.state is EffectState.DONE]
        if not done:
            return (), False
        words, today = self.post.words, local_date(now)
        guide = _guide(self.press, self.post.issuer, today)
        papers = [Attachment(words.say("letters.file_guide"), guide)]
        enclosed = [e for e in done if e.hand_over in ENCLOSED and e.handed_over_at is None]
        if enclosed:
            name = words.say("letters.file_slip", case_number=case.number)
            papers.append(Attachment(name, self._slip(case, agency, enclosed, today)))
        return tuple(papers), bool(enclosed)

    def _lists(self, case: Case, letter: StoredLetter) -> tuple[Attachment, ...]:
        """Return the list to be corrected. It holds ID numbers: only who sent them gets it."""
        if letter.kind is not LetterKind.SUPPLEMENT:
            return ()
        return lists_to_correct(case, self.office, self.post.words)

    def _slip(self, case: Case, agency: Agency, enclosed: list[Effect], today: date) -> bytes:
        with self.database.transaction() as connection:
            passwords = self.effects.passwords(connection, case.id)
        credentials = tuple(_credential(case, effect, passwords) for effect in enclosed)
        slip = Slip(dossier_of(case, agency), credentials, today)
        plain = self.press.render(slip, self.post.issuer).pdf
        return self.envelope.seal(plain, agency, enclosed[0].hand_over)


@lru_cache(maxsize=2)
def _guide(press: Press, issuer: Issuer, on: date) -> bytes:
    """Return the guide of a day: the same for everybody."""
    return press.render(Guide(on), issuer).pdf


def _credential(case: Case, effect: Effect, passwords: Mapping[str, str]) -> Credential:
    password = passwords.get(effect.op_key)
    if password is None:
        raise StepError("password_gone", address=effect.address)
    return Credential(effect.display_name, effect.address, password, case.rows[effect.row].unit)


def other_recipients(
    case: Case, registry: Registry, effects: tuple[Effect, ...]
) -> tuple[str, ...]:
    """Return who else gets the reply: it never goes only to a mailbox that was just reset."""
    reset = {e.address for e in effects if e.action is Action.SET_PASSWORD}
    if case.reply_to not in reset:
        return ()
    agency = registry.by_code(case.agency_code)
    above = registry.superiors(agency) if agency else iter(())
    return tuple(a.mailbox for a in above if a.mailbox and a.mailbox not in reset)[:1]


def _new_due_at(letter: StoredLetter) -> str:
    until = letter.content.get("new_due_at")
    return in_words(datetime.fromisoformat(until)) if until else ""
