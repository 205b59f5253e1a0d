"""The receipt copies of mails of which a restored database does not know that they left.

They come to the inbox, and are taken in with all other mail. Those that people have moved to
another folder since are looked for there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from mailbot.errors import SettingsError, TryLaterError
from mailbot.gateways.imap_connection import was_refused
from mailbot.house import House
from mailbot.intake.header_trace import arrival, sender_bytes
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.replies.post import OWN_MAIL
from mailbot.replies.sent_copy import SentCopy, key_of, read_copy
from mailbot.storage import messages, switches
from mailbot.storage import outbox as outbox_store
from mailbot.storage.outbox import MailState
from mailbot.storage.tables import message, outbox

_INBOX = ""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A folder that the server did not let us look into: whatever copies lie there are unknown."""

    folder: str
    why: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What the mailbox tells: the copies, in the order cases were opened, of what was sent and is
    not known as sent; and where nobody could look for more.
    """

    copies: tuple[SentCopy, ...]
    unseen: tuple[Unseen, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to write down, and nothing may be."""
        return not self.copies and not self.unseen


@dataclass(frozen=True, slots=True)
class _Returned:
    """The mails of which the restored database knows that they came back. Their copies are known as
    well: one that came after the last report known then, `since`, is of another send.
    """

    ids: frozenset[str]
    since: datetime | None

    def was_sent_again(self, raw: bytes, rules: EvidenceRules) -> bool:
        """Return whether this copy of one of them came later, by the clock of the same server."""
        came = arrival(raw, rules)
        return came is not None and self.since is not None and came > self.since


def unreconciled(house: House) -> Looked:
    """Look for what was sent and is not known as sent; TryLaterError when the mailbox is away."""
    copies: dict[str, SentCopy] = {}
    unseen: list[Unseen] = []
    returned = _returned(house)
    for message_id, raw in (*_taken_in(house), *_elsewhere(house, returned, unseen)):
        copy = _read(house, message_id, raw)
        if copy is not None:
            copies[copy.message_id] = copy
    return Looked(tuple(sorted(copies.values(), key=_order)), tuple(unseen))


def _order(copy: SentCopy) -> tuple[object, ...]:
    _, _, ordinal = copy.case_number.rpartition("-")
    year = copy.case_number[3:7]
    return year, int(ordinal or 0), copy.sent_at, copy.key


def _taken_in(house: House) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of the inbox that bear our mark and are not in the outbox as sent."""
    ours = message.c.message_id.startswith(OWN_MAIL, autoescape=True)
    left = select(outbox.c.id).where(outbox.c.message_id == message.c.message_id, _has_left())
    wanted = select(message.c.message_id).where(ours, ~left.exists()).distinct()
    with house.database.reading() as connection:
        ids = tuple(connection.execute(wanted).scalars())
    for message_id in ids:
        with house.database.reading() as connection:
            stored = messages.named(connection, (message_id,))
        for one in stored:
            if one.raw_sha and not one.header_only:
                yield message_id, b"".join(house.archive.parts(one.raw_sha))


def _returned(house: House) -> _Returned:
    with house.database.reading() as connection:
        restored_at = switches.restored_at(connection)
        if restored_at is None:
            return _Returned(frozenset(), None)
        ids = frozenset(one.message_id for one in outbox_store.returned(connection))
        return _Returned(ids, messages.last_report_before(connection, restored_at))


def _elsewhere(
    house: House, returned: _Returned, unseen: list[Unseen]
) -> Iterator[tuple[str, bytes]]:
    """Yield the same of the mails of all other folders, and of any folder those of mails that came
    back and were sent again. What the server refuses to show is noted as unseen.
    """
    inbox = [_INBOX] if returned.ids else []
    for name in (*inbox, *house.inbox.other_folders()):
        try:
            yield from _copies_in(house, name, returned)
        except (SettingsError, TryLaterError) as error:
            if isinstance(error, TryLaterError) and not was_refused(error):
                raise
            unseen.append(Unseen(name, str(error)))


def _copies_in(house: House, name: str, returned: _Returned) -> Iterator[tuple[str, bytes]]:
    with house.inbox.open(name) as folder:
        found = [one for one in folder.bearing(OWN_MAIL) if key_of(one[1], house.seal)]
        with house.database.reading() as connection:
            ids = [message_id for _, message_id in found]
            left = outbox_store.known_among(connection, ids, _has_left())
        for uid, message_id in found:
            raw, is_returned = bytearray(), message_id in returned.ids
            if (message_id in left and not is_returned) or not folder.fetch_into(uid, raw.extend):
                continue
            if not is_returned or returned.was_sent_again(bytes(raw), house.evidence):
                yield message_id, bytes(raw)


def _has_left() -> ColumnElement[bool]:
    """Return what is true of mails that need no copy to tell of them. A mail of which a bounce says
    that it never arrived is one, and so is it with a person who is to say whether it goes again;
    one that the server had refused is none: a copy tells that it was sent again, and taken.
    """
    mail = outbox.c
    never_taken = mail.sent_at.is_(None)
    refused = and_(mail.state == MailState.FAILED, never_taken, mail.unknown_at.is_(None))
    unknown = and_(mail.state == MailState.UNKNOWN, never_taken)
    waits = mail.state.in_((MailState.READY, MailState.SENDING))
    return ~or_(waits, unknown, refused)


def _read(house: House, message_id: str, raw: bytes) -> SentCopy | None:
    """Return the copy, None where it is none of ours, by its mark or its login."""
    key, copies = key_of(message_id, house.seal), house.receipt_copies
    if key is None or copies is None or not copies.came_from_us(raw):
        return None
    return read_copy(sender_bytes(raw, house.evidence), key, house.words)
