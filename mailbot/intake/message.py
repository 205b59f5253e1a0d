"""A mail as a value: what it says, what it carries, what made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from mailbot.intake.attachment import Attachment, attachments_of, signed_entity_of
from mailbot.intake.header import Header
from mailbot.intake.header_received import read_date
from mailbot.intake.header_text import decode_text
from mailbot.intake.loop_marks import LoopMarks, loop_marks
from mailbot.intake.message_part import Part, read_parts
from mailbot.intake.message_report import DeliveryReport, reports_of
from mailbot.intake.message_text import body_text

_ID = re.compile(r"<[^<>\s]{1,900}>")
_MAX_REFERENCES = 100


@dataclass(frozen=True, slots=True)
class SignedEntity:
    """A MIME entity signed by S/MIME `multipart/signed`: the very bytes, and the signature's."""

    content: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One mail. Texts are NFC, Message-IDs keep their angle brackets, `dated_at` is what the
    sender claims (UTC; never the arrival). `faults`: `nested_too_deep` where a limit was reached.
    """

    subject: str
    body: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    dated_at: datetime | None
    marks: LoopMarks
    attachments: tuple[Attachment, ...]
    reports: tuple[DeliveryReport, ...] = ()
    signed_entities: tuple[SignedEntity, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def answers_to(self) -> tuple[str, ...]:
        """Return the Message-IDs this mail answers, nearest first: for finding its case."""
        known = (self.in_reply_to, *reversed(self.references))
        return tuple(dict.fromkeys(one for one in known if one))


def read_message(raw: bytes) -> Message:
    """Return the mail; any bytes give a value."""
    root = read_parts(raw)
    header = root.header
    return Message(
        subject=decode_text(header.first("subject")),
        body=body_text(signed_entity_of(root)),
        message_id=next(iter(_ids(header, "message-id")), ""),
        in_reply_to=next(iter(_ids(header, "in-reply-to")), ""),
        references=_ids(header, "references"),
        dated_at=read_date(header.first("date")),
        marks=loop_marks(header, root.content_type),
        attachments=attachments_of(root),
        reports=reports_of(root),
        signed_entities=_signed_entities(root),
        faults=("nested_too_deep",) if any(part.cut for _, part in root.walk()) else (),
    )


def _ids(header: Header, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(header.first(name).decode("latin-1")))[-_MAX_REFERENCES:]


def _signed_entities(root: Part) -> tuple[SignedEntity, ...]:
    return tuple(
        _signed_entity(part) for _, part in root.walk() if part.content_type == "multipart/signed"
    )


def _signed_entity(part: Part) -> SignedEntity:
    """Return content and signature; where it has not exactly these two parts, no signature counts:
    what stands beside them is signed by nobody (RFC 1847 §2.1).
    """
    if len(part.children) != 2:
        return SignedEntity(part.body, b"")
    content, signature = part.children
    return SignedEntity(content.raw, signature.data)
