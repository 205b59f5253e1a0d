"""The step before all others: a mail in the inbox becomes bytes in the archive and a row.

Archive first, fsynced; then one transaction for delivery, message and slip; the mailbox itself is
left as it is. UIDs only rise, so the highest one taken in is mark enough (RFC 3501 §2.3.1.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Protocol

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.clock import Clock
from mailbot.intake.header import read_header
from mailbot.intake.header_trace import arrival, content_digest
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.storage import messages
from mailbot.storage.archive import noted
from mailbot.storage.database import Database
from mailbot.storage.database_archive import AnyArchive
from mailbot.storage.messages import Arrived, Spot
from mailbot.storage.work import Lane


class Folder(Protocol):
    """An open folder of the department's inbox, read without leaving a trace."""

    @property
    def state(self) -> FolderState:
        """What the server said on opening."""

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        """Return the mails after `last_uid` in order of UID, nothing of them downloaded yet."""

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        """Yield the mails, large ones in parts."""

    def header(self, uid: int) -> bytes | None:
        """Return the header only."""


@dataclass(frozen=True, slots=True)
class Receive:
    """Takes in what is new. Running it twice changes nothing.

    `confirm` raises TryLaterError once another host has taken over the inbox. `since` (local date)
    keeps the first run from answering old mail; `size_cap` is in bytes. `prover` gives what tells
    by the header alone whether a mail's sender is proven: all other mail is examined after it.
    """

    database: Database
    archive: AnyArchive
    rules: EvidenceRules
    mailbox: str
    since: date | None
    size_cap: int
    clock: Clock
    prover: Callable[[], Callable[[bytes], bool]]
    confirm: Callable[[Connection], None] = lambda _: None

    def __call__(self, folder: Folder) -> int:
        """Take in the new mails of the folder; return how many there were."""
        validity = folder.state.uidvalidity
        with self.database.transaction() as connection:
            last = messages.last_uid(connection, self.mailbox, validity)
        listed = folder.new_messages(last, self.since)
        fits = [one for one in listed if one.size <= self.size_cap]
        is_proven = self.prover() if listed else bool
        # In order of UID, so that the mark never passes a mail that is not taken in yet.
        fetched = folder.fetch(fits)
        for one in listed:
            if one.size <= self.size_cap:
                self._take(one, next(fetched), validity, is_proven, header_only=False)
            else:
                header = Fetched(one.uid, folder.header(one.uid))
                self._take(one, header, validity, is_proven, header_only=True)
        self._mark(validity, max((one.uid for one in listed), default=last))
        logbook.inbox_seen(len(listed))
        return len(listed)

    def _take(
        self,
        listed: Listed,
        fetched: Fetched,
        validity: int,
        is_proven: Callable[[bytes], bool],
        *,
        header_only: bool,
    ) -> None:
        if fetched.head is None:
            return  # somebody took it away while we looked
        arrived = self._archived(listed, fetched.head, fetched.rest, header_only=header_only)
        spot = Spot(self.mailbox, validity, listed.uid)
        now, lane = self.clock(), Lane.FIRST if is_proven(fetched.head) else Lane.AFTER
        with self.database.transaction() as connection:
            self.confirm(connection)
            row_id = messages.record(connection, arrived, spot, now, lane)
            messages.mark_polled(connection, spot, now)
        logbook.mail_received(row_id, listed.size, arrived.arrived_at)

    def _archived(
        self, listed: Listed, head: bytes, rest: Iterable[bytes], *, header_only: bool
    ) -> Arrived:
        """Put the mail into the archive, a large one as it comes; return what is to be recorded."""
        content = content_digest(head, self.rules)
        parts = chain((head,), noted(rest, content))
        raw_sha = self.archive.put_parts(parts) if rest else self.archive.put(head)
        return Arrived(
            content_sha=content.hexdigest(),
            raw_sha=raw_sha,
            size=listed.size,
            message_id=_message_id(head),
            arrived_at=self._arrived_at(listed, head),
            header_only=header_only,
        )

    def _arrived_at(self, listed: Listed, head: bytes) -> datetime:
        """Return when our own MX took it in, else when the mailbox got it; never what it claims."""
        return arrival(head, self.rules) or listed.internal_date

    def _mark(self, validity: int, uid: int) -> None:
        with self.database.transaction() as connection:
            self.confirm(connection)
            messages.mark_polled(connection, Spot(self.mailbox, validity, uid), self.clock())


def _message_id(head: bytes) -> str:
    value = read_header(head).first("message-id").strip().decode("latin-1")
    return value if len(value) <= 998 and value.isascii() else ""
