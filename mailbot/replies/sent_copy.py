"""A mail of ours that has left, read back from the copy it sent to us: what it said to whom.

After a restore such copies are all that is known of what was done since. The bytes are ours once
login and mark are proven, so they are read here like a file of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from mailbot.replies.document_number import DocumentNumber, number_in
from mailbot.replies.file_part import file_name
from mailbot.replies.mail import MailKind
from mailbot.replies.post import own_token
from mailbot.storage.letters import LetterKind
from mailbot.storage.seal import Seal
from mailbot.words import Words

_OWN_ID = re.compile(r"<(?P<token>out\.(?P<said>[a-z0-9._-]+))\.(?P<mark>[0-9a-f]{16})@[^<>@\s]+>")
_CASE = r"(hs-\d{4}-\d{5,})"
# Every shape a key has, as a Message-ID tells it.
_KEYS = tuple(
    map(
        re.compile,
        (
            rf"(result|refusal|supplement|apology)\.{_CASE}\.(\d+)(?:\.(copy\d+))?",
            rf"(receipt)\.{_CASE}\.(\d+)",
            rf"(resend)\.{_CASE}",
            r"(ack|oversize)\.([0-9a-f]{24})",
            r"(staff)\.(digest)\.(\d{8})\.(\d+)",
            r"(staff)\.(near)\.(\d{8}t\d{4})\.(\d+)",
            r"(staff)\.(system)\.([a-z0-9_-]+)\.(\d{8})\.(\d+)",
        ),
    )
)
_IN_CAPITALS = re.compile(r"hs-\d{4}-\d+|\d{8}t\d{4}")
_NAMED_LAST = re.compile(r"\[(HS-\d{4}-\d{5,})\]\s*\Z")
_KINDS = {"ack": str(MailKind.ACKNOWLEDGEMENT)}
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class SentCopy:
    """One mail of ours. `answers` are the Message-IDs of the request, oldest first; `number` is the
    document's, None where it has none; `paper` is the first PDF, empty where there is none.
    """

    message_id: str
    key: str
    kind: str
    recipient: str
    sent_at: datetime
    answers: tuple[str, ...]
    case_number: str
    number: DocumentNumber | None
    paper: bytes = field(repr=False)
    has_slip: bool
    mime: bytes = field(repr=False)

    @property
    def letter_kind(self) -> LetterKind | None:
        """What the signed letter in it is, None where it brings none."""
        parts = self.key.split("/")
        signed = {LetterKind.RESULT, LetterKind.REFUSAL, LetterKind.SUPPLEMENT, LetterKind.APOLOGY}
        return LetterKind(parts[0]) if parts[0] in signed else None

    @property
    def ordinal(self) -> int:
        """Which letter of its kind it brings to the case, from 1."""
        return int(self.key.split("/")[2])

    @property
    def first_key(self) -> str:
        """The key of the mail whose further copy this is; its own where it is that mail."""
        return re.sub(r"/copy\d+\Z", "", self.key)


def key_of(message_id: str, seal: Seal) -> str | None:
    """Return the key of our mail with this Message-ID, None where we never gave it away."""
    found = _OWN_ID.fullmatch(message_id)
    if found is None or not seal.is_mark(found["token"], found["mark"]):
        return None
    for shape in _KEYS:
        parts = shape.fullmatch(found["said"])
        if parts is not None:
            key = "/".join(_as_given(part) for part in parts.groups() if part)
            return key if own_token(key) == found["token"] else None
    return None


def read_copy(mime: bytes, key: str, words: Words) -> SentCopy:
    """Return what the mail with this key says; ValueError where it is none of ours after all."""
    mail = BytesParser(policy=policy.default).parsebytes(mime)
    assert isinstance(mail, EmailMessage)
    sent_at = mail["Date"].datetime
    if sent_at is None or sent_at.tzinfo is None:
        raise ValueError("a mail of ours without a date")
    kind = key.split("/", maxsplit=1)[0]
    files = tuple(part for part in mail.iter_attachments() if part.get_content_type() == _PDF)
    number = _case_number(key, str(mail["Subject"] or ""))
    slip = file_name(words.say("letters.file_slip", case_number=number))
    body = mail.get_body(("plain",))
    return SentCopy(
        message_id=str(mail["Message-ID"]).strip(),
        key=key,
        kind=_KINDS.get(kind, kind),
        recipient=parseaddr(str(mail["To"]))[1],
        sent_at=sent_at.astimezone(UTC),
        answers=_answers(mail),
        case_number=number,
        number=number_in(body.get_content()) if body is not None else None,
        paper=files[0].get_content() if files else b"",
        has_slip=any(part.get_filename() == slip for part in files),
        mime=mime,
    )


def _as_given(part: str) -> str:
    return part.upper() if _IN_CAPITALS.fullmatch(part) else part


def _case_number(key: str, subject: str) -> str:
    named = key.split("/")[1]
    if named.startswith("HS-"):
        return named
    found = _NAMED_LAST.search(subject)
    return found[1] if found else ""


def _answers(mail: EmailMessage) -> tuple[str, ...]:
    ids = str(mail["References"] or "").split()
    parent = str(mail["In-Reply-To"] or "").strip()
    return tuple(
        dict.fromkeys((*(one for one in ids if one != parent), *([parent] if parent else [])))
    )
