"""The step before all others: a mail in the inbox becomes bytes in the archive and a row.

Archive first, fsynced; then one transaction for deliveries, messages and slips of some mails; the
mailbox itself is left as it is. UIDs only rise, so the highest one taken in is mark enough (RFC
3501 §2.3.1.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, Protocol

from sqlalchemy import Connection

from mailbot import logbook
from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.clock import Clock
from mailbot.errors import WithheldError
from mailbot.intake.header import Header, read_header
from mailbot.intake.header_trace import Traced, arrival_in, content_digest, read_traced
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.storage import inbox_marks, messages, switches
from mailbot.storage.any_archive import AnyArchive, AnyPortion, noted
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived, Delivered, Spot
from mailbot.storage.work import Lane

# What is written down at once, for a transaction costs more than a mail: so little that no mail
# waits long for the others.
PORTION_MAILS = 32
PORTION_BYTES = 5_000_000
MOST_WITHHELD = 10  # then the server is in trouble, not a mail
LOOKED_AT_AGAIN = 50  # of the last mails taken in, when the inbox is opened: people move some away


Prover = Callable[[bytes, Traced], bool]


class Folder(Protocol):
    """An open folder of the department's inbox, read without leaving a trace."""

    @property
    def state(self) -> FolderState:
        """What the server said on opening."""

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        """Return the mails after `last_uid` in order of UID, nothing of them downloaded yet."""

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        """Yield the mails, large ones in parts; WithheldError at one that the server keeps back."""

    def header(self, uid: int) -> bytes | None:
        """Return the header only; WithheldError where the server keeps it back."""

    def id_fields(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        """Return the header field Message-ID of those of these mails that are there."""


@dataclass(frozen=True, slots=True)
class Receive:
    """Takes in what is new. Running it twice changes nothing.

    `confirm` raises TryLaterError once another host has taken over the inbox. `since` (local date)
    keeps the first run from answering old mail; `size_cap` is in bytes. `prover` gives what tells
    by the header alone whether a mail's sender is proven: all other mail is examined after it.
    `look_out` is called with the folder and the UIDs of new mails, of which the server tells at
    least the size, before these are taken in.
    """

    database: Database
    archive: AnyArchive
    rules: EvidenceRules
    mailbox: str
    since: date | None
    size_cap: int
    clock: Clock
    prover: Callable[[], Prover]
    confirm: Callable[[Connection], None] = lambda _: None
    look_out: Callable[[Any, frozenset[int]], None] = lambda _folder, _uids: None

    def begin(self, folder: Folder) -> None:
        """Look at a folder just opened. Where UIDs went back though its UIDVALIDITY is the same,
        as after the mail server was brought back from a copy, new mails have UIDs below the mark:
        all are taken in anew, and those known by their content change nothing.

        They may have risen past the mark again by now. Then a UID that we know means another mail.
        """
        state = folder.state
        with self.database.reading() as connection:
            last = inbox_marks.last_uid(connection, self.mailbox, state.uidvalidity)
            mark = Spot(self.mailbox, state.uidvalidity, last)
            known = inbox_marks.last_ids(connection, mark, LOOKED_AT_AGAIN)
        if 0 < state.uidnext <= last or _mean_others(known, folder):
            logbook.inbox_went_back(state.uidnext, last)
            self._record([], state.uidvalidity, 0, is_end=False)

    def __call__(self, folder: Folder) -> int:
        """Take in the new mails of the folder; return how many there were."""
        validity = folder.state.uidvalidity
        with self.database.reading() as connection:
            last = inbox_marks.last_uid(connection, self.mailbox, validity)
        listed = folder.new_messages(last, self.since)
        if listed:
            if told := frozenset(one.uid for one in listed if one.size):
                self.look_out(folder, told)
            self._take_what_is_given(listed, folder, validity)
        else:
            self._record([], validity, last, is_end=True)
        logbook.inbox_seen(len(listed))
        return len(listed)

    def _take_what_is_given(self, listed: Sequence[Listed], folder: Folder, validity: int) -> None:
        """Take in all but what the server keeps back; WithheldError then, and the inbox does not
        count as seen. The mark stays below such a mail: it is asked for again, with all behind it,
        of which those that are known by their content change nothing.
        """
        withheld: list[WithheldError] = []
        while listed and len(withheld) < MOST_WITHHELD:
            try:
                self._take_all(listed, folder, validity, marks=not withheld)
            except WithheldError as error:
                withheld.append(error)
                listed = [one for one in listed if one.uid > error.uid]
            else:
                break
        if withheld:
            raise withheld[0]

    def _take_all(
        self, listed: Sequence[Listed], folder: Folder, validity: int, *, marks: bool
    ) -> None:
        """In order of UID, so that the mark never passes a mail that is not taken in yet; without
        `marks` it stays where it is.
        """
        is_proven = self.prover()
        fetched = folder.fetch([one for one in listed if one.size <= self.size_cap])
        for portion in _portions(listed):
            into = self.archive.portion()
            kept = (self._kept(one, folder, fetched, into, is_proven) for one in portion)
            end = listed[-1].uid if marks else None
            self._take(zip(portion, kept, strict=True), into, validity, end)

    def _take(
        self,
        mails: Iterable[tuple[Listed, _Kept | None]],
        into: AnyPortion,
        validity: int,
        end: int | None,
    ) -> None:
        """Record these mails once the archive has them for good; one that cannot be had does not
        hold up those before it. `end` is the inbox's last UID, None where no mark is to be set.
        """
        kept: list[_Kept] = []
        uid = 0
        try:
            for listed, mail in mails:
                uid = listed.uid
                kept += [mail] if mail is not None else []
        finally:
            if uid:
                into.settle()
                mark = None if end is None else uid
                self._record(kept, validity, mark, is_end=uid == end)

    def _kept(
        self,
        listed: Listed,
        folder: Folder,
        fetched: Iterator[Fetched],
        into: AnyPortion,
        is_proven: Prover,
    ) -> _Kept | None:
        """Put the mail on its way into the archive; None if somebody took it away meanwhile."""
        is_large = listed.size > self.size_cap
        mail = Fetched(listed.uid, folder.header(listed.uid)) if is_large else next(fetched)
        if mail.head is None:
            return None
        read = self._read(mail.head, listed, is_proven)
        raw_sha = into.put(chain((mail.head,), noted(mail.rest, read.content)))
        arrived = Arrived(
            content_sha=read.content.hexdigest(),
            raw_sha=raw_sha,
            size=listed.size,
            message_id=read.message_id,
            arrived_at=read.arrived_at,
            header_only=is_large,
        )
        return _Kept(arrived, listed.uid, read.lane)

    def _read(self, head: bytes, listed: Listed, is_proven: Prover) -> _Read:
        """Return what the header says. An error nobody foresaw must not stop the inbox: the mail is
        kept as it is, and a person is to look.
        """
        try:
            traced = read_traced(head, self.rules)
            return _Read(
                content_digest(head, traced),
                _message_id(traced.header),
                # Our own MX's word, else the mailbox's; never what the mail claims.
                arrival_in(traced.trace) or listed.internal_date,
                Lane.FIRST if is_proven(head, traced) else Lane.AFTER,
            )
        except Exception:  # noqa: BLE001 (all mails behind this one would wait for ever)
            logbook.bug("receive", listed.uid)
            return _Read(hashlib.sha256(head), "", listed.internal_date, None)

    def _record(
        self, kept: Sequence[_Kept], validity: int, mark: int | None, *, is_end: bool
    ) -> None:
        """Write what is in the archive, and that the inbox was seen up to this UID, in one."""
        now = self.clock()
        with self.database.transaction() as connection:
            self.confirm(connection)
            recorded = messages.record_all(
                connection,
                [
                    Delivered(one.arrived, Spot(self.mailbox, validity, one.uid), one.lane)
                    for one in kept
                ],
                now,
            )
            if mark is not None:
                inbox_marks.mark_polled(connection, Spot(self.mailbox, validity, mark), now)
            if is_end:
                switches.note_end_of_inbox(connection)
        for row_id, one in zip(recorded, kept, strict=True):
            logbook.mail_received(row_id, one.arrived.size, one.arrived.arrived_at)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the header says; `content` is the content hash of what was read so far. Without a lane
    nothing is examined: a person looks.
    """

    content: hashlib._Hash
    message_id: str
    arrived_at: datetime
    lane: Lane | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A mail in the archive that no row speaks of yet."""

    arrived: Arrived
    uid: int
    lane: Lane | None


def _mean_others(known: Mapping[int, str], folder: Folder) -> bool:
    """Return whether one of these UIDs is another mail's by now."""
    fields = folder.id_fields(tuple(known)) if known else {}
    found = {uid: _message_id(read_header(field)) for uid, field in fields.items()}
    return any(message_id not in {"", known[uid]} for uid, message_id in found.items())


def _portions(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    """Yield the mails in order, as many at a time as one transaction writes down."""
    portion: list[Listed] = []
    for one in listed:
        portion.append(one)
        whole = sum(mail.size for mail in portion) >= PORTION_BYTES
        if whole or len(portion) == PORTION_MAILS:
            yield portion
            portion = []
    if portion:
        yield portion


def _message_id(header: Header) -> str:
    value = header.first("message-id").strip().decode("latin-1")
    return value if len(value) <= 998 and value.isascii() else ""
