"""The outbox: final bytes with one Message-ID, written in the transaction that decides to send."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from mailbot.errors import BadInputError
from mailbot.storage import work
from mailbot.storage.database import seal_of
from mailbot.storage.messages import Stored
from mailbot.storage.sealed_bytes import open_bytes, seal_bytes
from mailbot.storage.tables import UNDONE_MAILS, letter, outbox
from mailbot.words import say


class MailState(StrEnum):
    """Where a mail stands. `sending` is committed before the server is called; found at a claim it
    means that nobody knows whether the server took the mail (RFC 1047).
    """

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


_ASKED_AT_ONCE = 200
UNDONE = tuple(state for state in MailState if state not in {MailState.SENT, MailState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Posted:
    """One mail of ours. `key` is unique by meaning: the same thing is never said twice.
    `envelope_id` is another one for each send; delivery reports give that of the last one back.
    """

    key: str
    kind: str
    recipients: tuple[str, ...]
    message_id: str
    mime: bytes
    case_id: int | None = None
    letter_id: int | None = None
    id: int = 0
    state: MailState = MailState.READY
    response: str = ""
    written_at: datetime | None = None
    sent_at: datetime | None = None
    unknown_at: datetime | None = None
    probe_id: str = ""
    envelope_id: str = ""

    @property
    def came_back(self) -> bool:
        """Whether the server took it once before this attempt, and it came back."""
        return self.sent_at is not None and self.state is not MailState.SENT

    @property
    def is_returned(self) -> bool:
        """Whether it came back, and nobody has sent it again since."""
        return self.came_back and self.state is MailState.FAILED

    @property
    def copy_tells(self) -> bool:
        """Whether a receipt copy, or that there is none, tells what became of this attempt."""
        return self.probe_id != NO_COPY and not self.came_back


NO_COPY = "none"
"""In place of a probe: the receipt copy was refused, so that its absence proves nothing; or that of
an earlier send, which came back, is there, so that its presence proves nothing.
"""

# Word for word the condition of ix_outbox_undone.
_UNDONE = text(f"outbox.{UNDONE_MAILS}")
_STUCK = outbox.c.state.in_({MailState.FAILED, MailState.UNKNOWN})
# What every mail of ours goes through, put together once.
_WITH_KEY = select(outbox.c.id).where(outbox.c.key == bindparam("wanted"))
_POST = insert(outbox)
_LOAD = select(outbox).where(outbox.c.id == bindparam("row_id"))
_STANDS = select(outbox.c.state, outbox.c.envelope_id).where(outbox.c.id == bindparam("row_id"))
_WRITE = update(outbox).where(outbox.c.id == bindparam("row_id"))
_MOVE = _WRITE.where(outbox.c.state == bindparam("seen"))
_SENT = _WRITE.where(outbox.c.state != MailState.SENT)
_SENT_SINCE = select(outbox.c.recipients).where(outbox.c.sent_at >= bindparam("since"))
_WITH_MESSAGE_ID = select(outbox).where(outbox.c.message_id == bindparam("wanted"))
_OF_MESSAGE_IDS = select(outbox).where(outbox.c.message_id.in_(bindparam("named", expanding=True)))
_UNSENT_OF_LETTER = (
    select(func.count())
    .select_from(outbox)
    .where(
        outbox.c.case_id  # has an index
        == select(letter.c.case_id).where(letter.c.id == bindparam("of_letter")).scalar_subquery(),
        outbox.c.letter_id == bindparam("of_letter"),
        outbox.c.state != MailState.SENT,
    )
)


def post(connection: Connection, mail: Posted, now: datetime, due_at: datetime) -> bool:
    """Write the mail and the slip to deliver it at `due_at`; False when its key is known."""
    if has_key(connection, mail.key):
        return False
    work.add(connection, work.Kind.DELIVER, _write(connection, mail, now), due_at)
    return True


def keep(connection: Connection, mail: Posted, written_at: datetime) -> Posted:
    """Write down a mail that left in an earlier life of this database; nothing sends it."""
    return load(connection, _write(connection, mail, written_at))


def put_in_place(connection: Connection, row_id: int, mime: bytes) -> None:
    """Write the bytes that left under this mail's Message-ID over those that never did."""
    sealed = seal_bytes(seal_of(connection), mime)
    connection.execute(update(outbox).filter_by(id=row_id).values(mime=sealed))


def _write(connection: Connection, mail: Posted, at: datetime) -> int:
    values = {
        "key": mail.key,
        "kind": mail.kind,
        "case_id": mail.case_id,
        "letter_id": mail.letter_id,
        "recipients": list(mail.recipients),
        "message_id": mail.message_id,
        "mime": seal_bytes(seal_of(connection), mail.mime),
        "state": MailState.READY,
        "written_at": at,
    }
    row_id: int = connection.execute(_POST, values).inserted_primary_key[0]  # type: ignore[index]
    return row_id


def has_key(connection: Connection, key: str) -> bool:
    """Return whether the mail with this key was written."""
    return connection.execute(_WITH_KEY, {"wanted": key}).first() is not None


def load(connection: Connection, row_id: int) -> Posted:
    """Return the mail; BadInputError when there is none."""
    row = connection.execute(_LOAD, {"row_id": row_id}).one_or_none()
    if row is None:
        raise BadInputError(say("storage.no_mail", mail=row_id))
    return _posted(connection, row)


def settle(connection: Connection, row_id: int, state: MailState, response: str = "") -> None:
    """Write where the mail stands now."""
    connection.execute(
        update(outbox).filter_by(id=row_id).values(state=state, response=response[:500])
    )


def answered(
    connection: Connection, mail: Posted, state: MailState, response: str, now: datetime
) -> bool:
    """Write what the server said of this send, other than that it took the mail; False where
    somebody else has sent it anew, or found it taken, since.
    """
    same = (outbox.c.id == mail.id) & (outbox.c.envelope_id == mail.envelope_id)
    said = update(outbox).where(same).values(state=state, response=response[:500])
    if connection.execute(said.where(outbox.c.state == MailState.SENDING)).rowcount:
        return True
    if not connection.execute(said.where(outbox.c.state == MailState.UNKNOWN)).rowcount:
        return False
    if state is MailState.READY:
        # Whoever took the slip over, and did not wait for this answer, may have settled it.
        work.put(connection, work.Kind.DELIVER, mail.id, now)
    return True


def cancel(connection: Connection, row_id: int, seen: MailState) -> bool:
    """Take the mail back, with the slip to deliver it; False where it stands otherwise by now than
    it was `seen`: it has begun to leave.
    """
    same = {"row_id": row_id, "seen": seen}
    if connection.execute(_MOVE, {**same, "state": MailState.CANCELLED}).rowcount == 0:
        return False
    work.cancel(connection, work.Kind.DELIVER, row_id)
    return True


def begin(connection: Connection, mail: Posted) -> Posted | None:
    """Write that sending begins; return the mail as it goes out, None where somebody else was
    faster.
    """
    sent = replace(
        mail,
        state=MailState.SENDING,
        probe_id="" if mail.probe_id == NO_COPY else mail.probe_id,  # told of the last attempt
        envelope_id=secrets.token_hex(8),
    )
    written = {"state": sent.state, "probe_id": sent.probe_id, "envelope_id": sent.envelope_id}
    begun = connection.execute(_MOVE, {"row_id": mail.id, "seen": mail.state, **written})
    return sent if begun.rowcount == 1 else None


def is_leaving(connection: Connection, mail: Posted) -> bool:
    """Return whether this very send is under way: nobody has taken it over since it began."""
    row = connection.execute(_STANDS, {"row_id": mail.id}).one()
    return (row.state, row.envelope_id) == (MailState.SENDING, mail.envelope_id)


def sent(connection: Connection, row_id: int, response: str, now: datetime) -> bool:
    """Write that the server has taken the mail; False where that is known already."""
    values = {"state": MailState.SENT, "response": response[:500], "sent_at": now}
    return connection.execute(_SENT, {"row_id": row_id, **values}).rowcount == 1


def uncopied(connection: Connection, row_id: int) -> None:
    """Write of a mail about to be sent that its receipt copy was refused."""
    probed(connection, row_id, NO_COPY)


def unknown(connection: Connection, mail: Posted, now: datetime) -> bool | None:
    """Write that nobody knows whether the server has taken the mail; return whether a receipt copy
    may tell, None where somebody else knows more by now.
    """
    same = (outbox.c.state == mail.state) & (outbox.c.envelope_id == mail.envelope_id)
    made = connection.execute(_made_unknown(mail.id, now).where(same)).scalar_one_or_none()
    return None if made is None else made != NO_COPY


def _made_unknown(row_id: int, now: datetime) -> ReturningUpdate[str]:
    """Return what makes the mail one of unknown outcome, for which no probe is out yet. One that
    the server took before is being sent again because it came back.
    """
    no_proof = or_(outbox.c.probe_id == NO_COPY, outbox.c.sent_at.is_not(None))
    no_probe = case((no_proof, NO_COPY), else_="")
    values = {"state": MailState.UNKNOWN, "unknown_at": now, "probe_id": no_probe, "response": ""}
    return update(outbox).filter_by(id=row_id).values(values).returning(outbox.c.probe_id)


def give_up(connection: Connection, row_id: int, why: str, now: datetime) -> None:
    """Write that no attempt brings the mail further: it failed where sending never began, and
    nobody knows whether it left where it did. What became of it before stays.
    """
    failed = {"row_id": row_id, "seen": MailState.READY, "state": MailState.FAILED}
    if connection.execute(_MOVE, {**failed, "response": why[:500]}).rowcount:
        return
    begun = outbox.c.state == MailState.SENDING
    connection.execute(_made_unknown(row_id, now).where(begun))


def taken(connection: Connection, row_id: int, report: str, now: datetime) -> None:
    """Write what a delivery report says of a mail of unknown outcome, which is then concluded."""
    settle(connection, row_id, MailState.UNKNOWN, report)
    work.put(connection, work.Kind.DELIVER, row_id, now)


def status_told(connection: Connection, row_id: int) -> str | None:
    """Return what a report says by now of a mail that never arrived, None where none does. One
    that comes now waits for the end of this transaction.
    """
    wanted = select(outbox.c.state, outbox.c.response).where(outbox.c.id == row_id)
    row = connection.execute(wanted.with_for_update()).one()
    return row.response if row.state == MailState.FAILED else None


def bounced(connection: Connection, row_id: int, status: str, now: datetime) -> None:
    """Write of a mail that a report says it never arrived: a server took it, then."""
    settle(connection, row_id, MailState.FAILED, status)
    taken_at = func.coalesce(outbox.c.sent_at, now)
    connection.execute(update(outbox).filter_by(id=row_id).values(sent_at=taken_at))


def bounced_before(connection: Connection, row_id: int, now: datetime) -> None:
    """Write of a mail sent again that a send before came back: its receipt copy proves nothing."""
    never_noted = update(outbox).where(outbox.c.id == row_id, outbox.c.sent_at.is_(None))
    connection.execute(never_noted.values(sent_at=now))


def probed(connection: Connection, row_id: int, probe_id: str) -> None:
    """Write which mail to ourselves shows whether mail arrives at all."""
    connection.execute(update(outbox).filter_by(id=row_id).values(probe_id=probe_id))


def of_case(connection: Connection, case_id: int) -> tuple[Posted, ...]:
    """Return the case's mails, oldest first."""
    rows = connection.execute(select(outbox).filter_by(case_id=case_id).order_by(outbox.c.id))
    return tuple(_posted(connection, row) for row in rows)


def stuck(connection: Connection) -> tuple[Posted, ...]:
    """Return the mails a person must look at: refused by the server, or of unknown outcome."""
    rows = connection.execute(select(outbox).where(_UNDONE, _STUCK).order_by(outbox.c.id))
    return tuple(_posted(connection, row) for row in rows)


def returned(connection: Connection) -> tuple[Posted, ...]:
    """Return the mails that came back, and that nobody has sent again since."""
    return tuple(mail for mail in stuck(connection) if mail.is_returned)


def count_stuck(connection: Connection) -> int:
    """Return how many mails a person must look at."""
    counts = counted(connection)
    return counts[MailState.FAILED] + counts[MailState.UNKNOWN]


def counted(connection: Connection) -> Mapping[MailState, int]:
    """Return how many mails are in each state but those that are done with."""
    rows = connection.execute(
        select(outbox.c.state, func.count()).where(_UNDONE).group_by(outbox.c.state)
    )
    found = {MailState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in UNDONE}


def unsent_of_letter(connection: Connection, letter_id: int) -> int:
    """Return how many mails that carry this letter the server has not taken yet."""
    return int(connection.execute(_UNSENT_OF_LETTER, {"of_letter": letter_id}).scalar_one())


def resend(connection: Connection, row_id: int, now: datetime) -> bool:
    """A person says: send these very bytes again; False where it needs nobody any more, for it was
    found to have been taken just then.
    """
    again = update(outbox).where(outbox.c.id == row_id, _STUCK)
    if not connection.execute(again.values(state=MailState.READY, response="")).rowcount:
        return False
    work.put(connection, work.Kind.DELIVER, row_id, now)
    return True


def by_message_id(connection: Connection, message_id: str) -> Posted | None:
    """Return our mail with this Message-ID."""
    row = connection.execute(_WITH_MESSAGE_ID, {"wanted": message_id}).one_or_none()
    return _posted(connection, row) if row else None


def reported(connection: Connection, message_id: str) -> Posted | None:
    """Return our mail a delivery report speaks of; as it is now it stays for this transaction."""
    held = _WITH_MESSAGE_ID.with_for_update()
    row = connection.execute(held, {"wanted": message_id}).one_or_none()
    return _posted(connection, row) if row else None


def known_among(
    connection: Connection, message_ids: Iterable[str], *which: ColumnElement[bool]
) -> frozenset[str]:
    """Return those of these Message-IDs that a mail of ours here has, for which all this holds."""
    wanted, known = sorted(set(message_ids)), set[str]()
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        some = outbox.c.message_id.in_(wanted[start : start + _ASKED_AT_ONCE])
        known.update(connection.execute(select(outbox.c.message_id).where(some, *which)).scalars())
    return frozenset(known)


def come_back(connection: Connection, mails: Collection[Stored]) -> frozenset[int]:
    """Return the ids of those mails that are ours, come back: Message-ID and content are."""
    named = {one.message_id for one in mails if one.message_id}
    rows = connection.execute(_OF_MESSAGE_IDS, {"named": list(named)})
    ours = {
        row.message_id: hashlib.sha256(_posted(connection, row).mime).hexdigest() for row in rows
    }
    return frozenset(one.id for one in mails if ours.get(one.message_id) == one.content_sha)


def sent_since(connection: Connection, since: datetime, recipient: str | None = None) -> int:
    """Return how many mails the server took since then, for this recipient or in all."""
    found = connection.execute(_SENT_SINCE, {"since": since})
    return sum(recipient is None or recipient in row.recipients for row in found)


def cancel_waiting(connection: Connection, case_id: int, kind: str) -> None:
    """Take back the case's mails of this kind that have not been touched yet."""
    waiting = select(outbox.c.id).filter_by(case_id=case_id, kind=kind, state=MailState.READY)
    for row_id in connection.execute(waiting).scalars().all():
        cancel(connection, row_id, MailState.READY)


def _posted(connection: Connection, row: Row[Any]) -> Posted:
    return Posted(
        id=row.id,
        key=row.key,
        kind=row.kind,
        recipients=tuple(row.recipients),
        message_id=row.message_id,
        mime=open_bytes(seal_of(connection), row.mime),
        case_id=row.case_id,
        letter_id=row.letter_id,
        state=MailState(row.state),
        response=row.response,
        written_at=row.written_at,
        sent_at=row.sent_at,
        unknown_at=row.unknown_at,
        probe_id=row.probe_id,
        envelope_id=row.envelope_id,
    )
