"""A mailbox in memory that behaves as `ImapInbox` does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Event

from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.clock import local_date
from mailbot.errors import MailbotError
from mailbot.gateways.imap import PART_BYTES

_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(\S+)\s*$")


@dataclass
class Kept:
    """One mail in the fake."""

    uid: int
    raw: bytes
    at: datetime


@dataclass
class FakeInbox:
    """Put mail in with `put`; set `failure` to let the next opening fail."""

    folders: dict[str, list[Kept]] = field(default_factory=lambda: {"INBOX": [], "Sent": []})
    uidvalidity: int = 1
    failure: MailbotError | None = None
    rang: Event = field(default_factory=Event)
    _uids: int = 0

    def put(self, raw: bytes, at: datetime | None = None, folder: str = "INBOX") -> int:
        """Add a mail and ring; return its UID."""
        self._uids += 1
        self.folders[folder].append(Kept(self._uids, raw, at or datetime.now(UTC)))
        self.rang.set()
        return self._uids

    def remove(self, uid: int) -> None:
        """Take a mail away."""
        for mails in self.folders.values():
            mails[:] = [mail for mail in mails if mail.uid != uid]

    @contextmanager
    def open(self, folder: str = "") -> Iterator[FakeFolder]:
        """Open a folder to read."""
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        mails = self.folders[folder or "INBOX"]
        yield FakeFolder(self, mails, FolderState(self.uidvalidity, self._uids + 1, len(mails)))

    def other_folders(self) -> tuple[str, ...]:
        """Return the names of all folders but the inbox."""
        return tuple(sorted(set(self.folders) - {"INBOX"}))


@dataclass
class FakeFolder:
    """An open folder of the fake."""

    inbox: FakeInbox
    mails: list[Kept]
    state: FolderState
    can_idle: bool = True

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        return tuple(
            Listed(mail.uid, len(mail.raw), mail.at)
            for mail in self.mails
            if mail.uid > last_uid and (since is None or local_date(mail.at) >= since)
        )

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        for one in listed:
            raw = self._raw(one.uid) or b""
            parts = (raw[at : at + PART_BYTES] for at in range(0, len(raw), PART_BYTES))
            yield Fetched(one.uid, next(parts, None), parts if len(raw) > PART_BYTES else ())

    def fetch_into(self, uid: int, write: Callable[[bytes], object]) -> bool:
        raw = self._raw(uid)
        if raw is not None:
            write(raw)
        return raw is not None

    def header(self, uid: int) -> bytes | None:
        raw = self._raw(uid)
        return None if raw is None else raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    def id_fields(self, uids: Sequence[int]) -> dict[int, bytes]:
        found = ((mail.uid, _MESSAGE_ID.search(mail.raw)) for mail in self.mails)
        return {uid: field[0] for uid, field in found if field and uid in uids}

    def holding(self, message_id: str) -> tuple[int, ...]:
        return tuple(uid for uid, found in self.bearing(message_id) if found == message_id)

    def bearing(
        self, part: str, since: date | None = None, last_uid: int = 0
    ) -> tuple[tuple[int, str], ...]:
        del since  # only spares the server work
        later = (mail for mail in self.mails if mail.uid > last_uid)
        found = ((mail.uid, _MESSAGE_ID.search(mail.raw)) for mail in later)
        named = ((uid, field[1].decode("latin-1")) for uid, field in found if field)
        return tuple((uid, message_id) for uid, message_id in named if part in message_id)

    def wait_for_bell(self, seconds: float) -> bool:
        rang = self.inbox.rang.wait(seconds)
        self.inbox.rang.clear()
        return rang

    def interrupt(self) -> None:
        self.inbox.rang.set()

    def _raw(self, uid: int) -> bytes | None:
        return next((mail.raw for mail in self.mails if mail.uid == uid), None)
