"""Putting a mail of ours into the outbox: its head, its bytes, its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.replies.letter import Issuer
from mailbot.replies.mail import Attachment, Body, Head, MailKind, Original, message_id, reply_mail
from mailbot.storage import outbox
from mailbot.storage.database import seal_of
from mailbot.storage.outbox import Posted
from mailbot.words import Words

INSTANCE = "mailbot"
_OWN = "out."
OWN_MAIL = f"<{_OWN}"
"""What the Message-ID of a mail of ours begins with."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail to be written. `key` is unique by meaning: the same is never said twice."""

    key: str
    kind: MailKind
    recipient: str
    agency: str
    fields: Mapping[str, str]
    original: Original | None = None
    attachments: tuple[Attachment, ...] = ()
    slip: bool = False
    case_id: int | None = None
    case_number: str = ""
    letter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Writes mails in the name of the issuer."""

    issuer: Issuer
    sender: str
    words: Words

    def write(
        self, connection: Connection, parcel: Parcel, now: datetime, due_at: datetime
    ) -> bool:
        """Put the mail into the outbox; False when its key is known there."""
        own_id = own_message_id(connection, parcel.key, self.sender)
        head = Head(
            sender_name=self.issuer.name,
            sender=self.sender,
            recipient=parcel.recipient,
            message_id=own_id,
            date=now,
            instance=INSTANCE,
            case_number=parcel.case_number,
        )
        body = Body(
            kind=parcel.kind,
            agency=parcel.agency,
            issuer=self.issuer.name,
            inbox=self.issuer.inbox,
            address=self.issuer.address,
            phone=self.issuer.phone,
            fields=parcel.fields,
            slip=parcel.slip,
        )
        mail = Posted(
            key=parcel.key,
            kind=parcel.kind,
            recipients=(parcel.recipient,),
            message_id=own_id,
            mime=reply_mail(head, body, self.words, parcel.original, parcel.attachments),
            case_id=parcel.case_id,
            letter_id=parcel.letter_id,
        )
        return outbox.post(connection, mail, now, due_at)


def own_message_id(connection: Connection, key: str, sender: str) -> str:
    """Return the same for the same key, with a mark that only who has the mail can know: a delivery
    report that names it comes from somebody the mail has reached.
    """
    token = own_token(key)
    return message_id(f"{token}.{seal_of(connection).mark(token)}", sender.partition("@")[2])


def own_token(key: str) -> str:
    """Return what the Message-ID of the mail with this key says of it."""
    return f"{_OWN}{key.replace('/', '.')}".lower()


def original_of(case: Case) -> Original:
    """Return the request as the mail that is answered."""
    if not case.thread:
        return Original(case.subject)
    return Original(case.subject, case.thread[-1], case.thread[:-1])
