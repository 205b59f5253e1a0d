"""What goes out with a signed letter: to whom, and with which papers beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.errors import StepError
from mailbot.forms.office import Office
from mailbot.replies.corrected import lists_to_correct
from mailbot.replies.letter import Credential, Guide, Issuer, Slip
from mailbot.replies.mail import Attachment, MailKind
from mailbot.replies.notice import dossier_of
from mailbot.replies.post import Parcel, Post, original_of
from mailbot.replies.press import Press
from mailbot.replies.short_mail import in_words
from mailbot.storage.database import Database
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.letters import LetterKind, StoredLetter

ENCLOSED = frozenset({"passphrase", "certificate"})
"""The ways to hand a password over that have it go with the reply, encrypted."""


class Envelope(Protocol):
    """Encrypts a slip for an agency, in the way agreed with it."""

    def seal(self, slip: bytes, agency: Agency, method: str) -> bytes:
        """Return the encrypted PDF; NeedsStaffError where this agency cannot open one."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A signed letter about to go out, with what is known of its case that day."""

    case: Case
    letter: StoredLetter
    signed: bytes
    number: str
    agency: Agency
    copies: tuple[str, ...]
    effects: tuple[Effect, ...]
    on: date

    @property
    def done(self) -> tuple[Effect, ...]:
        """Return what a result tells as done; nothing of a letter that is none."""
        if self.letter.kind is not LetterKind.RESULT:
            return ()
        return tuple(effect for effect in self.effects if effect.state is EffectState.DONE)

    @property
    def enclosed(self) -> tuple[Effect, ...]:
        """Return whose passwords go with it."""
        return tuple(effect for effect in self.done if goes_enclosed(effect))


def goes_enclosed(effect: Effect) -> bool:
    """Return whether the password goes with the reply, and has not been handed over."""
    return effect.hand_over in ENCLOSED and effect.handed_over_at is None


@dataclass(frozen=True, slots=True)
class Packing:
    """Packs the mails that a letter goes out in."""

    database: Database
    effects: Effects
    press: Press
    post: Post
    envelope: Envelope
    office: Office

    def parcels(self, outgoing: Outgoing) -> tuple[Parcel, ...]:
        """Return the mail to who asked, and copies of it. The list to be corrected holds ID
        numbers: only who sent them gets it.
        """
        papers = (self._letter(outgoing), *self._beside(outgoing))
        first = self._to_asker(outgoing, papers)
        return first, *(
            replace(
                first,
                key=f"{first.key}/copy{n}",
                recipient=address,
                original=None,
                attachments=papers,
            )
            for n, address in enumerate(outgoing.copies, 1)
        )

    def _to_asker(self, outgoing: Outgoing, papers: tuple[Attachment, ...]) -> Parcel:
        case, letter, kind = outgoing.case, outgoing.letter, MailKind(outgoing.letter.kind)
        return Parcel(
            key=f"{kind}/{case.number}/{letter.ordinal}",
            kind=kind,
            recipient=case.reply_to,
            agency=outgoing.agency.name,
            fields={"number": outgoing.number, "new_due_at": _new_due_at(letter)},
            original=original_of(case),
            attachments=(*papers, *self._lists(outgoing)),
            slip=bool(outgoing.enclosed),
            case_id=case.id,
            case_number=case.number,
            letter_id=letter.id,
        )

    def _letter(self, outgoing: Outgoing) -> Attachment:
        code = f"letters.file_{MailKind(outgoing.letter.kind)}"
        name = self.post.words.say(code, case_number=outgoing.case.number)
        return Attachment(name, outgoing.signed)

    def _beside(self, outgoing: Outgoing) -> Iterator[Attachment]:
        """Yield guide and encrypted slip of a result."""
        say = self.post.words.say
        if outgoing.done:
            guide = _guide(self.press, self.post.issuer, outgoing.on)
            yield Attachment(say("letters.file_guide"), guide)
        if outgoing.enclosed:
            name = say("letters.file_slip", case_number=outgoing.case.number)
            yield Attachment(name, self._slip(outgoing))

    def _lists(self, outgoing: Outgoing) -> tuple[Attachment, ...]:
        if outgoing.letter.kind is not LetterKind.SUPPLEMENT:
            return ()
        return lists_to_correct(outgoing.case, self.office, self.post.words)

    def _slip(self, outgoing: Outgoing) -> bytes:
        case, agency, enclosed = outgoing.case, outgoing.agency, outgoing.enclosed
        with self.database.transaction() as connection:
            passwords = self.effects.passwords(connection, case.id)
        credentials = tuple(_credential(case, effect, passwords) for effect in enclosed)
        slip = Slip(dossier_of(case, agency), credentials, outgoing.on)
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


def _new_due_at(letter: StoredLetter) -> str:
    until = letter.content.get("new_due_at")
    return in_words(datetime.fromisoformat(until)) if until else ""


def other_recipients(
    case: Case, agency: Agency, registry: Registry, effects: tuple[Effect, ...]
) -> tuple[str, ...]:
    """Return who else gets the reply: it never goes only to a mailbox that was just reset."""
    reset = {e.address for e in effects if e.action is Action.SET_PASSWORD}
    if case.reply_to not in reset:
        return ()
    above = registry.superiors(agency)
    return tuple(a.mailbox for a in above if a.mailbox and a.mailbox not in reset)[:1]
