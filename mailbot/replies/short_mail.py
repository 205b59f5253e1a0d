"""The short mails beside the notices: acknowledgement, receipt, oversize answer, resend request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Channel
from mailbot.cases.row import Holder
from mailbot.clock import Clock, local
from mailbot.replies.letter import Component, Receipt
from mailbot.replies.mail import Attachment, MailKind, Original
from mailbot.replies.notice import dossier_of
from mailbot.replies.post import Parcel, Post, original_of
from mailbot.replies.press import Press
from mailbot.replies.told_size import megabytes
from mailbot.storage import outbox, registry_store
from mailbot.storage.database import Database
from mailbot.storage.messages import Stored
from mailbot.words import Words


def in_words(instant: datetime) -> str:
    """Return an instant as Vietnamese letters write it: `14 giờ 05 phút ngày 23/11/2026`."""
    return local(instant).strftime("%H giờ %M phút ngày %d/%m/%Y")


class Request(Protocol):
    """The mail that is answered, as far as an answer needs it."""

    @property
    def subject(self) -> str:
        """Its subject, foreign text."""

    @property
    def message_id(self) -> str:
        """Its Message-ID with angle brackets, or empty."""

    @property
    def references(self) -> tuple[str, ...]:
        """The Message-IDs it refers to."""


@dataclass(frozen=True, slots=True)
class ShortMails:
    """Writes them into the outbox. They wait a little: what is overtaken is never sent."""

    database: Database
    post: Post
    press: Press
    wait: timedelta
    size_cap: int
    clock: Clock

    def acknowledge(
        self, connection: Connection, case: Case, agency: Agency, message: str, now: datetime
    ) -> None:
        """Say that the mail with this content hash has arrived; no due date yet."""
        parcel = self._parcel(case, agency, f"ack/{message[:24]}", MailKind.ACKNOWLEDGEMENT)
        self.post.write(connection, parcel, now, now + self.wait)

    def give_receipt(self, case: Case) -> None:
        """Give the Giấy tiếp nhận hồ sơ và hẹn trả kết quả once the dossier is complete.

        Law: Quyết định 2829/QĐ-UBND; form: Mẫu số 01, Thông tư 03/2025/TT-VPCP, as good practice.
        """
        now = self.clock()
        with self.database.transaction() as connection:
            agency = registry_store.agency_with(connection, case.agency_code)
        if not case.reply_to or agency is None or case.parent_id is not None:
            return
        name = self.post.words.say("letters.file_receipt", case_number=case.number)
        parcel = self._parcel(
            case,
            agency,
            f"receipt/{case.number}/{case.corrections}",
            MailKind.RECEIPT,
            attachments=(Attachment(name, self.receipt_paper(case, agency)),),
        )
        with self.database.transaction() as connection:
            if self.post.write(connection, parcel, now, now):
                outbox.cancel_waiting(connection, case.id, MailKind.ACKNOWLEDGEMENT)

    def receipt_paper(self, case: Case, agency: Agency, received_by: str = "") -> bytes:
        """Return the receipt as PDF; without `received_by` the issuer has received."""
        receipt = self._receipt(case, agency, self.clock(), received_by or self.post.issuer.name)
        return self.press.render(receipt, self.post.issuer).pdf

    def refuse_size(
        self, connection: Connection, agency: Agency, message: Request, stored: Stored
    ) -> None:
        """Tell a proven sender that the mail is too large to be taken in, and what to do."""
        now = self.clock()
        fields = {
            "received_at": in_words(stored.arrived_at),
            "size": megabytes(stored.size),
            "size_cap": megabytes(self.size_cap),
        }
        parcel = Parcel(
            key=f"oversize/{stored.content_sha[:24]}",
            kind=MailKind.OVERSIZE,
            recipient=agency.mailbox,
            agency=agency.name,
            fields=fields,
            original=Original(message.subject, message.message_id, message.references),
        )
        self.post.write(connection, parcel, now, now)

    def ask_resend(self, connection: Connection, case: Case, agency: Agency) -> bool:
        """Ask the registered mailbox of the agency the certificate names to send it properly.

        It answers nobody: it is a mail of its own to the mailbox we know.
        """
        now = self.clock()
        parcel = Parcel(
            key=f"resend/{case.number}",
            kind=MailKind.RESEND,
            recipient=agency.mailbox,
            agency=agency.name,
            fields={},
            case_id=case.id,
        )
        return self.post.write(connection, parcel, now, now)

    def _parcel(
        self,
        case: Case,
        agency: Agency,
        key: str,
        kind: MailKind,
        attachments: tuple[Attachment, ...] = (),
    ) -> Parcel:
        return Parcel(
            key=key,
            kind=kind,
            recipient=case.reply_to,
            agency=agency.name,
            fields={"received_at": in_words(case.arrived_at), "due_at": in_words(case.due_at)},
            original=original_of(case),
            attachments=attachments,
            case_id=case.id,
            case_number=case.number,
        )

    def _receipt(self, case: Case, agency: Agency, now: datetime, received_by: str) -> Receipt:
        words = self.post.words
        people = sum(row.holder is Holder.PERSON for row in case.rows)
        return Receipt(
            dossier=dossier_of(case, agency),
            components=(_component(case, words),),
            due_at=case.due_at,
            issued_at=now,
            received_by=received_by,
            channel=words.say(f"case.channel_{case.channel}"),
            return_by=_return_by(case, words),
            asker_mailbox=agency.mailbox,
            asker_phone=agency.phone,
            organisations=len(case.rows) - people,
            people=people,
        )


def _component(case: Case, words: Words) -> Component:
    name = words.say(f"case.component_{case.procedure}")
    if any(finding.code.startswith("manual.paper_") for finding in case.findings):
        return Component(name, form=words.say("case.form_paper"))
    return Component(name)


def _return_by(case: Case, words: Words) -> str:
    if case.is_answered_on_paper:
        return words.say("case.return_on_paper")
    return words.say(f"case.return_{Channel.EMAIL}", mailbox=case.reply_to)
