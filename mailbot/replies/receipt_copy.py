"""The receipt copy: what tells whether the server took a mail when its answer was lost (RFC 1047).

A mail server accepts one transaction as a whole. So a mailbox of ours is a further recipient of
every mail of ours, and the copy that arrives there proves the acceptance for all. It counts only
if it came with our own login and is, byte for byte, the mail of the outbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

from mailbot.cases.dispatch import Dispatch
from mailbot.cases.inbox import Listed
from mailbot.clock import local
from mailbot.storage.outbox import Posted
from mailbot.words import Words

# A copy is there within a second; one that is not there so long after is not coming.
LOOK_AFTER = timedelta(seconds=10)
WAIT_FOR_COPY = timedelta(minutes=5)
WAIT_FOR_PROBE = timedelta(minutes=1)
# A copy that could not be put down at first, as while the mailbox is full or not up again yet, is
# tried again once it has waited as long again (Postfix) or every so often (Exim); the probe is not.
TRIED_AGAIN_WITHIN = timedelta(minutes=15)
_LINE = 76  # signs in a line of the probe


class Folder(Protocol):
    """The mailbox of ours, open to read."""

    def holding(self, message_id: str) -> tuple[int, ...]:
        """Return the UIDs of mails with exactly this Message-ID."""

    def fetch_into(self, uid: int, write: Callable[[bytes], object]) -> bool:
        """Write one mail part by part; False if it was taken away."""

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        """Return the mails after `last_uid` in order of UID."""


def missing_from(unknown_at: datetime, probe_came_at: datetime) -> datetime:
    """Return from when on a copy that is still not there is one that will not come."""
    waited = max(probe_came_at - unknown_at, WAIT_FOR_COPY)
    return probe_came_at + waited + TRIED_AGAIN_WITHIN


@dataclass(frozen=True, slots=True)
class ReceiptCopies:
    """Looks for copies, and for the probe that shows whether mail arrives at all.

    `taken_in` gives what was taken in of mails with a Message-ID, and when each arrived: people
    may have cleared them away since. `content_hash` leaves out the fields our own servers write;
    `came_from_us` says that they prove our own login. `again` sends the same bytes anew once the
    copy is known to be missing; without it a person decides.
    """

    open: Callable[[], AbstractContextManager[Folder]]
    taken_in: Callable[[str], Sequence[tuple[datetime, bytes]]]
    content_hash: Callable[[bytes], str]
    came_from_us: Callable[[bytes], bool]
    send_probe: Callable[[bytes], Dispatch]
    sender: str
    address: str
    words: Words
    again: bool

    def has_copy_of(self, mail: Posted) -> bool:
        """Return whether the copy has arrived; TryLaterError when the mailbox is away."""
        wanted = hashlib.sha256(mail.mime).hexdigest()
        return any(
            self.content_hash(raw) == wanted and self.came_from_us(raw)
            for _, raw in self._found(mail.message_id)
        )

    def has_changed_copy_of(self, mail: Posted) -> bool:
        """Return whether one has arrived in other bytes, where none has as it left: it proves
        nothing, and nothing is missing either.
        """
        return any(self.came_from_us(raw) for _, raw in self._found(mail.message_id))

    def probe_came_at(self, message_id: str) -> datetime | None:
        """Return when the probe arrived, None where it has not; TryLaterError when the mailbox is
        away.
        """
        times = (at for at, raw in self._found(message_id) if self.came_from_us(raw))
        return min(times, default=None)

    def probe(self, mail: Posted, now: datetime) -> tuple[str, Dispatch]:
        """Send a mail to ourselves; return its Message-ID and what became of it. It is as large as
        the copy: in a mailbox that is nearly full it finds no room where that finds none.
        """
        message_id = f"<probe.{mail.id}.{now:%Y%m%dt%H%M%S}@{self.sender.partition('@')[2]}>"
        return message_id, self.send_probe(self._probe(message_id, len(mail.mime), now))

    def _found(self, message_id: str) -> list[tuple[datetime, bytes]]:
        """Return the mails with this Message-ID, and when each arrived."""
        with self.open() as folder:
            mails = [*self.taken_in(message_id)]
            for uid in folder.holding(message_id):
                raw = bytearray()
                if folder.fetch_into(uid, raw.extend):
                    listed = folder.new_messages(uid - 1)[:1]
                    mails += [(one.internal_date, bytes(raw)) for one in listed]
        return mails

    def _probe(self, message_id: str, octets: int, now: datetime) -> bytes:
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = self.address
        mail["Subject"] = self.words.say("case.probe_subject")
        mail["Message-ID"] = message_id
        mail["Date"] = format_datetime(local(now))
        mail["Auto-Submitted"] = "auto-generated"
        # Plain text: no filter of attachments keeps it from coming.
        filled = ("." * _LINE + "\n") * (octets // _LINE)
        mail.set_content(f"{self.words.say('case.probe_body')}\n\n{filled}")
        return mail.as_bytes(policy=SMTP.clone(max_line_length=78))
