"""The eight sample mails, with what must become of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid

from mailbot.cases.state import State
from mailbot.clock import local
from mailbot.demo import requests
from mailbot.demo.cast import (
    AGENCIES,
    CAI_RANG,
    DOMAIN,
    INBOX,
    STRANGER,
    VI_THANH,
    Cast,
)
from mailbot.demo.paper import SUBJECTS, RequestLetter, set_paper
from mailbot.demo.pki import DemoPki
from mailbot.demo.signatures import Signatories, replace_page, signatories
from mailbot.replies.mail import MailKind
from mailbot.storage.messages import Disposition

_ANNEX_PAGE = 1
_ORDINARY_SUBJECT = "Giấy mời dự Hội nghị tổng kết công tác chuyển đổi số năm 2026"
_ORDINARY = (
    "Kính gửi quý cơ quan,\n\n"
    "Ủy ban nhân dân phường Cái Răng trân trọng kính mời đại diện lãnh đạo quý cơ quan dự Hội nghị "
    "tổng kết công tác chuyển đổi số năm 2026 của phường, lúc 08 giờ 00, thứ Sáu tuần sau, tại Hội "
    "trường Ủy ban nhân dân phường.\n\nTrân trọng.\n"
)

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must become of a mail.

    `codes` are findings or reasons that must be among those given, `replies` the kinds of mail
    that may be sent for it; every one of `replies` that is a notice must have been sent.
    """

    disposition: Disposition
    state: State | None = None
    codes: frozenset[str] = frozenset()
    replies: frozenset[MailKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail, ready to be sent by the account `login`; `agency` is whose mailbox From names."""

    name: str
    login: str
    agency: Cast
    subject: str
    message_id: str
    raw: bytes = field(repr=False)
    expected: Expected

    @property
    def is_answered(self) -> bool:
        """Return whether a signed notice must come back."""
        return MailKind.RESULT in self.expected.replies


# On a machine that is busy the answer takes longer than the acknowledgement waits for it.
_ANSWERED = Expected(
    Disposition.CASE,
    State.ANSWERED,
    replies=frozenset({MailKind.RESULT, MailKind.ACKNOWLEDGEMENT}),
)
_UNTOUCHED = Expected(Disposition.LEFT_ALONE)


def _reviewed(*codes: str) -> Expected:
    return Expected(
        Disposition.CASE,
        State.IN_REVIEW,
        frozenset(codes),
        frozenset({MailKind.ACKNOWLEDGEMENT}),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the agencies write, sign and address their mails."""

    hands: Mapping[str, Signatories]
    dated_on: date
    now: datetime

    def samples(self) -> tuple[Sample, ...]:
        """Return the eight mails in the order they are sent."""
        on = self.dated_on
        return (
            self._request("clean_new", requests.clean_new(on), _ANSWERED),
            self._with_annex("clean_reset", requests.clean_reset(on), _ANSWERED),
            self._forged(),
            self._unsigned(),
            self._changed(),
            self._request(
                "revoked", requests.revoked(on), _reviewed("signature.certificate_revoked")
            ),
            self._request(
                "bad_rows",
                requests.bad_rows(on),
                _reviewed(
                    *("row.phone_odd", "row.national_id_province", "row.national_id_year"),
                    "row.agency_renamed_on",
                ),
            ),
            self._ordinary(),
        )

    def mail(self, letter: RequestLetter, *, signed: bool = True, regarding: str = "") -> bytes:
        """Return the mail with the letter from the agency's own mailbox; `regarding` a case."""
        pdf = self._signed(letter) if signed else set_paper(letter).pdf
        text = _written(letter, {_file(letter): pdf})
        subject = f"{text.subject} (bổ sung {regarding})" if regarding else text.subject
        return self._sample("past", replace(text, subject=subject), _UNTOUCHED).raw

    def invitation(self, agency: Cast) -> bytes:
        """Return a mail of the agency that asks for nothing."""
        text = _Text(agency, _ORDINARY_SUBJECT, _ORDINARY, {})
        return self._sample("ordinary", text, _UNTOUCHED).raw

    def _request(self, name: str, letter: RequestLetter, expected: Expected) -> Sample:
        return self._sample(name, _written(letter, {_file(letter): self._signed(letter)}), expected)

    def _with_annex(self, name: str, letter: RequestLetter, expected: Expected) -> Sample:
        hands, annex = self.hands[letter.agency.code], set_paper(letter, "annex")
        files = {
            _file(letter): hands.sign(set_paper(letter, "letter"), self._signed_at),
            _file(letter, "Phụ lục kèm "): hands.sign_annex(annex, letter.symbol, self._signed_at),
        }
        return self._sample(name, _written(letter, files), expected)

    def _forged(self) -> Sample:
        """A letter really signed by the agency, in a mail from somebody else's account."""
        letter = requests.forged(self.dated_on)
        expected = Expected(Disposition.REJECTED, codes=frozenset({"login_differs"}))
        text = _written(letter, {_file(letter): self._signed(letter)})
        return self._sample("forged", text, expected, login=STRANGER)

    def _unsigned(self) -> Sample:
        letter = requests.unsigned(self.dated_on)
        text = _written(letter, {_file(letter): set_paper(letter).pdf})
        return self._sample("unsigned", text, _reviewed("signature.unsigned"))

    def _changed(self) -> Sample:
        """The list was painted over after both had signed."""
        letter = requests.changed(self.dated_on)
        other = set_paper(requests.changed_afterwards(self.dated_on))
        forged = replace_page(self._signed(letter), other.pdf, _ANNEX_PAGE)
        text = _written(letter, {_file(letter): forged})
        return self._sample("changed", text, _reviewed("signature.changed_after_signing"))

    def _ordinary(self) -> Sample:
        return self._sample(
            "ordinary", _Text(CAI_RANG, _ORDINARY_SUBJECT, _ORDINARY, {}), _UNTOUCHED
        )

    def _signed(self, letter: RequestLetter) -> bytes:
        return self.hands[letter.agency.code].sign(set_paper(letter), self._signed_at)

    @property
    def _signed_at(self) -> datetime:
        return self.now - timedelta(minutes=5)

    def _sample(self, name: str, text: _Text, expected: Expected, login: str = "") -> Sample:
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr((text.agency.name, text.agency.mailbox))
        message["To"] = INBOX
        message["Subject"] = text.subject
        message["Date"] = format_datetime(local(self.now))
        message["Message-ID"] = identifier = make_msgid(domain=DOMAIN)
        message.set_content(text.body)
        for file, data in text.files.items():
            message.add_attachment(data, maintype="application", subtype="pdf", filename=file)
        account = login or text.agency.mailbox
        raw = message.as_bytes()
        return Sample(name, account, text.agency, text.subject, identifier, raw, expected)


@dataclass(frozen=True, slots=True)
class _Text:
    """What a mail says, in whose name."""

    agency: Cast
    subject: str
    body: str
    files: Files


def _written(letter: RequestLetter, files: Files) -> _Text:
    """Return the few lines that go with a request letter."""
    subject = SUBJECTS[letter.procedure]
    body = (
        f"Kính gửi quý cơ quan,\n\n{letter.agency.name} gửi kèm Công văn số {letter.symbol} và "
        f"danh sách {subject}.\n\nTrân trọng.\n"
    )
    return _Text(letter.agency, subject[0].upper() + subject[1:], body, files)


def open_desk(pki: DemoPki, dated_on: date, now: datetime) -> Desk:
    """Return the desk with fresh identities for every agency; Vị Thanh's was revoked."""
    hands = {agency.code: signatories(pki, agency) for agency in AGENCIES}
    pki.revoke(hands[VI_THANH.code].organisation)
    return Desk(hands, dated_on, now)


def _file(letter: RequestLetter, prefix: str = "") -> str:
    return f"{prefix}{letter.symbol.replace('/', '-')} {SUBJECTS[letter.procedure]}.pdf"
