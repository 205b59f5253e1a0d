"""The wing of delivery: the outbox, the submission server, and proof of what it took."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial

from mailbot.cases.dispatch import Dispatch, Envelope, MayLeave
from mailbot.gateways.shadow import SENT
from mailbot.gateways.smtp import SmtpSender
from mailbot.house.intake import Intake
from mailbot.intake.header_trace import content_hash
from mailbot.intake.receive import Receive
from mailbot.intake.sender import probe_faults
from mailbot.replies.deliver import Deliver, Limits
from mailbot.replies.other_life import Folder, OtherLife
from mailbot.replies.receipt_copy import ReceiptCopies
from mailbot.replies.sent_copy import key_of
from mailbot.storage import messages
from mailbot.storage.outbox import Posted


class Delivery(Intake):
    """Sends what lies in the outbox."""

    @cached_property
    def smtp(self) -> SmtpSender:
        """The submission server."""
        return SmtpSender(self.settings.smtp, self.secret("smtp-password"))

    def hand_over(self, mail: Posted, may_leave: MayLeave) -> Dispatch:
        """Hand a mail to the submission server; in shadow, to nobody."""
        if self.settings.operations.shadow:
            return SENT
        return self._submit(mail, may_leave)

    def warn(self, mail: Posted, may_leave: MayLeave) -> Dispatch:
        """Hand over a mail that tells administrators what does not work; in shadow if wished."""
        chosen = self.settings.operations
        if chosen.shadow and not chosen.shadow_warnings:
            return SENT
        return self._submit(mail, may_leave)

    def _submit(self, mail: Posted, may_leave: MayLeave) -> Dispatch:
        copy_to = self.settings.smtp.receipt_copy
        envelope = Envelope(self.sender, mail.recipients, copy_to, mail.envelope_id)
        return self.smtp.send(envelope, mail.mime, may_leave)

    @cached_property
    def receipt_copies(self) -> ReceiptCopies | None:
        """What clears up a mail of unknown outcome, or None where no copy is set up."""
        chosen = self.settings.smtp
        if not chosen.receipt_copy:
            return None
        return ReceiptCopies(
            open=self.inbox.open,
            taken_in=self._taken_in,
            content_hash=partial(content_hash, rules=self.evidence),
            came_from_us=self._came_from_us,
            send_probe=self._send_probe,
            sender=self.sender,
            address=chosen.receipt_copy,
            words=self.words,
            again=chosen.on_unknown_send == "resend",
        )

    def _taken_in(self, message_id: str) -> tuple[tuple[datetime, bytes], ...]:
        with self.database.reading() as connection:
            found = messages.named(connection, (message_id,))
        whole = (one for one in found if one.raw_sha and not one.header_only)
        return tuple((one.arrived_at, self.archive.get(one.raw_sha)) for one in whole)

    def _send_probe(self, raw: bytes) -> Dispatch:
        return self.smtp.send(Envelope(self.sender, (self.settings.smtp.receipt_copy,)), raw)

    def _came_from_us(self, raw: bytes) -> bool:
        return not probe_faults(raw, self.evidence, self.sender)

    @cached_property
    def receive(self) -> Receive:
        """Takes in what is new, once it was looked at for answers of another life."""
        return replace(super().receive, look_out=self._look_for_other_life)

    def _look_for_other_life(self, folder: Folder, uids: Collection[int]) -> None:
        """Pause where mails show that another has answered here. In shadow that is so."""
        if self.settings.operations.shadow:
            return
        OtherLife(
            database=self.database,
            since=self.settings.imap.since,
            is_ours=lambda name, header: (
                bool(key_of(name, self.seal)) or self._came_from_us(header)
            ),
            words=self.words,
            clock=self.clock,
        )(folder, uids)

    @cached_property
    def deliver(self) -> Deliver:
        """Sends the outbox."""
        chosen = self.settings.replies
        return Deliver(
            database=self.database,
            cases=self.cases,
            send=self.hand_over,
            limits=Limits(chosen.answers_per_sender_and_hour, chosen.answers_per_hour),
            clock=self.clock,
            copies=self.receipt_copies,
            warn=self.warn,
        )
