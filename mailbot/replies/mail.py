"""The reply as one mail: RFC 5322 bytes, 7-bit, the same bytes for the same facts.

Header lines are written here, by hand and from checked tokens, so that nothing foreign can add a
line (RFC 5322 §2.2, RFC 2047, RFC 2231, RFC 3834 §3–5). One recipient: the verified mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from hashlib import sha256
from string import Formatter

from mailbot.clock import local
from mailbot.replies.facts import masked
from mailbot.replies.file_part import base64_lines, file_name, file_part
from mailbot.replies.header_text import (
    checked_address,
    checked_id,
    display_name,
    is_message_id,
    on_one_line,
    unstructured,
)
from mailbot.words import Words

MAX_REFERENCES = 10
_MAX_SUBJECT = 120
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_REPLY_PREFIX = re.compile(
    r"^(?:(?:re|fw|fwd|tr|trả lời|chuyển tiếp)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)


class MailKind(StrEnum):
    """What a mail says; the texts are `mail_<kind>` in config/texts/vi/letters.toml."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RECEIPT = "receipt"
    RESULT = "result"
    REFUSAL = "refusal"
    SUPPLEMENT = "supplement"
    APOLOGY = "apology"
    OVERSIZE = "oversize"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along; `name` is in Vietnamese as people read it."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Original:
    """The mail that is answered; everything in it is foreign. `references` are its own."""

    subject: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes to whom; all of it is ours. `message_id` (with its angle brackets) is fixed once.

    `instance` marks our own mails, so that one coming back is known.
    """

    sender_name: str
    sender: str
    recipient: str
    message_id: str
    date: datetime
    instance: str
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says: the agency greeted, who writes, how to reach them, and the fields of the
    text of its kind. `slip` tells that one attachment is an encrypted slip.
    """

    kind: MailKind
    agency: str
    issuer: str
    inbox: str
    address: str = ""
    phone: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    slip: bool = False


def reply_mail(
    head: Head,
    body: Body,
    words: Words,
    original: Original | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """Return the mail's bytes with CRLF line ends, 7-bit throughout.

    ValueError where an address, an identifier or a field of the text is missing or unfit: those
    are ours, so it is a bug. Foreign text never raises: it is cleaned or left out.
    """
    subject = reply_subject(words, body.kind, head.case_number, original)
    text = mail_text(words, body, head.case_number, tuple(item.name for item in attachments))
    fields = [*_fields(head, subject, original), *_automatic(head, "auto-replied")]
    return _lines([*fields, *_content(text, attachments, head.message_id)])


def staff_mail(head: Head, subject: str, text: str) -> bytes:
    """Return a mail of ours to our own staff, which answers nobody (RFC 3834 §5)."""
    fields = [*_fields(head, subject, None), *_automatic(head, "auto-generated")]
    return _lines([*fields, *_content(text, (), head.message_id)])


def reply_subject(words: Words, kind: MailKind, case_number: str, original: Original | None) -> str:
    """Return `Re: <their subject> [<case>]`: prefixes folded, harmful characters out, bounded."""
    if kind is MailKind.RESEND or original is None:
        return words.say("letters.subject_resend")
    theirs = on_one_line(_REPLY_PREFIX.sub("", on_one_line(original.subject)))
    theirs = theirs.replace(f"[{case_number}]", "").strip() if case_number else theirs
    subject = masked(_shortened(theirs, _MAX_SUBJECT), "") or words.say("letters.subject_empty")
    if not case_number:
        return words.say("letters.subject_without_case", subject=subject)
    return words.say("letters.subject_reply", subject=subject, case_number=case_number)


def mail_text(words: Words, body: Body, case_number: str, names: tuple[str, ...]) -> str:
    """Return the mail's text; ValueError if a field of its wording is missing."""
    ours = {"case_number": case_number, "issuer": body.issuer, "inbox": body.inbox}
    clean = {key: masked(on_one_line(value), "") for key, value in {**ours, **body.fields}.items()}
    parts = [
        _say(words, "mail_greeting", {"agency": on_one_line(body.agency)}),
        _say(words, f"mail_{body.kind}", clean).strip(),
        *_attached(words, names),
        *([_say(words, "mail_slip", {})] if body.slip else []),
        _say(words, "mail_signature", {"issuer": body.issuer, "contact": _contact(words, body)}),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def thread_of(original: Original) -> tuple[str, tuple[str, ...]]:
    """Return In-Reply-To and References (RFC 5322 §3.6.4) of a reply, cleaned, at most ten: the
    first of the thread and the latest. Identifiers that are none are left out.
    """
    parent = original.message_id.strip()
    parent = parent if is_message_id(parent) else ""
    known = dict.fromkeys(ref for ref in original.references if is_message_id(ref))
    known.pop(parent, None)
    chain = [*known, *([parent] if parent else [])]
    if len(chain) > MAX_REFERENCES:
        chain = [chain[0], *chain[-(MAX_REFERENCES - 1) :]]
    return parent, tuple(chain)


def message_id(token: str, domain: str) -> str:
    """Return the Message-ID made of a token that is unique for ever and our domain."""
    made = f"<{token}@{domain}>"
    if not is_message_id(made):
        raise ValueError(f"not fit for a Message-ID: {made!r}")
    return made


def _fields(head: Head, subject: str, original: Original | None) -> list[str]:
    parent, references = thread_of(original) if original else ("", ())
    lines = [
        f"From: {display_name(head.sender_name)} <{checked_address(head.sender)}>",
        f"To: <{checked_address(head.recipient)}>",
        f"Subject: {unstructured(on_one_line(subject), len('Subject: '))}",
        f"Date: {format_datetime(local(head.date))}",
        f"Message-ID: {checked_id(head.message_id)}",
    ]
    if parent:
        lines.append(f"In-Reply-To: {parent}")
    if references:
        lines.append("References: " + "\r\n ".join(references))
    return lines


def _automatic(head: Head, submitted: str) -> list[str]:
    """The fields that keep automatic mail from answering each other (RFC 3834 §5)."""
    if not _TOKEN.fullmatch(head.instance):
        raise ValueError(f"not fit to mark our mails: {head.instance!r}")
    return [
        f"Auto-Submitted: {submitted}",
        f"X-Mailbot-Loop: {head.instance}",
        "X-Auto-Response-Suppress: All",
        "Content-Language: vi",
        "MIME-Version: 1.0",
    ]


def _content(text: str, attachments: tuple[Attachment, ...], own_id: str) -> list[str]:
    if not attachments:
        return _text_part(text)
    boundary = "=_mailbot_" + sha256(own_id.encode()).hexdigest()[:32]
    lines = [f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"', ""]
    for part in (_text_part(text), *map(_file_part, attachments)):
        lines += [f"--{boundary}", *part]
    return [*lines, f"--{boundary}--", ""]


def _text_part(text: str) -> list[str]:
    return [
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        base64_lines(text.replace("\n", "\r\n").encode()),
    ]


def _file_part(file: Attachment) -> list[str]:
    return file_part(file.name, file.content, file.media_type)


def _attached(words: Words, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    items = [_say(words, "mail_attached_item", {"name": file_name(name)}) for name in names]
    return ["\n".join([_say(words, "mail_attached", {}), *items])]


def _contact(words: Words, body: Body) -> str:
    known = {"address": body.address, "phone": body.phone, "inbox": body.inbox}
    return "\n".join(
        _say(words, f"contact_{key}", {key: value}) for key, value in known.items() if value
    )


def _say(words: Words, name: str, fields: Mapping[str, str]) -> str:
    """Return a wording of letters.toml; every field it names must be given."""
    code = f"letters.{name}"
    wanted = {key for _, key, _, _ in Formatter().parse(words.texts[code]) if key}
    if wanted - fields.keys():
        raise ValueError(f"{code} lacks {sorted(wanted - fields.keys())}")
    return words.say(code, **fields)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _lines(lines: Iterable[str]) -> bytes:
    raw = "\r\n".join(lines)
    return (raw if raw.endswith("\r\n") else raw + "\r\n").encode("ascii")
