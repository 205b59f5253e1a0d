"""Mail as it was delivered: every one has a row and a disposition, whatever becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, delete, func, insert, or_, select, update

from mailbot.cases.typed_number import read_number
from mailbot.errors import TryLaterError
from mailbot.storage import work
from mailbot.storage.database import Database
from mailbot.storage.tables import delivery, message, outbox


class Disposition(StrEnum):
    """What became of a mail."""

    NEW = "new"
    LEFT_ALONE = "left_alone"
    CASE = "case"
    JOINED = "joined"
    REJECTED = "rejected"
    DELIVERY_REPORT = "delivery_report"
    OVERSIZE = "oversize"
    QUARANTINED = "quarantined"


_AT_ONCE = 1000
_HASH = re.compile(r"[0-9a-f]{8,64}")
# No mail arrives after it is recorded, but for what the mail server's clock is ahead.
_CLOCKS_DIFFER = timedelta(days=1)

# Said once for each mail, so it is put together once.
# Not IN: SQLAlchemy writes its list out anew for each mail.
_CONCLUDE = update(message).where(
    message.c.id == bindparam("row_id"),
    or_(*(message.c.disposition == one for one in (Disposition.NEW, Disposition.QUARANTINED))),
    or_(bindparam("as_read", type_=String) == "", message.c.raw_sha == bindparam("as_read")),
)


# A mail that was disproven, too large to be read (answered once, whatever), or that nobody has
# examined yet and that its header does not prove.
_UNPROVEN = update(message).where(
    message.c.id == bindparam("row_id"),
    or_(
        message.c.disposition == Disposition.REJECTED,
        message.c.disposition == Disposition.OVERSIZE,
        (message.c.disposition == Disposition.NEW) & message.c.id.in_(work.to_be_examined_after()),
    ),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail's row. `header_only` marks one that was too large to be fetched."""

    id: int
    content_sha: str
    raw_sha: str
    size: int
    header_only: bool
    message_id: str
    arrived_at: datetime
    disposition: Disposition
    address: str
    subject: str
    reasons: tuple[str, ...]
    case_id: int | None
    taken_by: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is known of a mail before anybody reads it."""

    content_sha: str
    raw_sha: str
    size: int
    message_id: str
    arrived_at: datetime
    header_only: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the mailbox it lies (RFC 3501: a UID counts only with its UIDVALIDITY)."""

    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail that arrived, where it lies, and who is examined first; without a lane a person is to
    look, for it could not even be received as others are.
    """

    arrived: Arrived
    spot: Spot
    lane: work.Lane | None = work.Lane.FIRST

    @property
    def is_proven(self) -> bool:
        """Return whether the header alone proves who sent it."""
        return self.lane is work.Lane.FIRST


def record(
    connection: Connection,
    arrived: Arrived,
    spot: Spot,
    now: datetime,
    lane: work.Lane = work.Lane.FIRST,
) -> int:
    """Write one mail as `record_all` does; return the message's id."""
    return record_all(connection, (Delivered(arrived, spot, lane),), now)[0]


def record_all(
    connection: Connection, mails: Sequence[Delivered], now: datetime
) -> tuple[int, ...]:
    """Write deliveries and messages of one mailbox, and the slips to examine them; return the ids
    of the messages.

    The same content delivered again is the same message: it gets a delivery, no second slip. Of
    such copies the one whose sender is proven counts: a forged one may be faster.
    """
    if not mails:
        return ()
    known = _by_content(connection, mails)
    _take_proven(connection, mails, known, now)
    fresh: dict[str, Delivered] = {}
    for one in mails:
        sha = one.arrived.content_sha
        if sha not in known and (sha not in fresh or one.is_proven > fresh[sha].is_proven):
            fresh[sha] = one
    known |= _insert(connection, fresh, now)
    ids = tuple(known[one.arrived.content_sha] for one in mails)
    _deliver(connection, mails, ids)
    return ids


def _by_content(connection: Connection, mails: Sequence[Delivered]) -> dict[str, int]:
    shas = {one.arrived.content_sha for one in mails}
    found = select(message.c.content_sha, message.c.id).where(message.c.content_sha.in_(shas))
    return {row.content_sha: row.id for row in connection.execute(found)}


def _take_proven(
    connection: Connection, mails: Sequence[Delivered], known: Mapping[str, int], now: datetime
) -> None:
    """Have mails examined anew whose sender is proven only now, as they came this time."""
    for one in mails:
        row_id = known.get(one.arrived.content_sha)
        if row_id is None or not one.is_proven:
            continue
        values = {"raw_sha": one.arrived.raw_sha, "arrived_at": one.arrived.arrived_at}
        anew = _UNPROVEN.values(**values, disposition=Disposition.NEW, reasons=[])
        if connection.execute(anew, {"row_id": row_id}).rowcount:
            work.put(connection, work.Kind.EXAMINE, row_id, now)


def _insert(
    connection: Connection, fresh: Mapping[str, Delivered], now: datetime
) -> dict[str, int]:
    """Write the messages and their slips; return the ids by content."""
    if not fresh:
        return {}
    values = [_values(one.arrived, now) for one in fresh.values()]
    written = insert(message).returning(message.c.content_sha, message.c.id)
    ids = {row.content_sha: row.id for row in connection.execute(written, values)}
    lanes = {ids[sha]: one.lane for sha, one in fresh.items() if one.lane is not None}
    work.add_all(connection, work.Kind.EXAMINE, lanes, now)
    for sha, one in fresh.items():
        if one.lane is None:
            quarantine(connection, ids[sha])
    return ids


def _deliver(connection: Connection, mails: Sequence[Delivered], ids: Sequence[int]) -> None:
    first = mails[0].spot
    uids = {one.spot.uid: row_id for one, row_id in zip(mails, ids, strict=True)}
    place = {"mailbox": first.mailbox, "uidvalidity": first.uidvalidity}
    # A UID may have meant another mail before (`Receive.begin`).
    again = delete(delivery).filter_by(**place).where(delivery.c.uid.in_(list(uids)))
    connection.execute(again)
    rows = [{**place, "uid": uid, "message_id": row_id} for uid, row_id in uids.items()]
    connection.execute(insert(delivery), rows)


def _values(arrived: Arrived, now: datetime) -> dict[str, object]:
    return {
        "content_sha": arrived.content_sha,
        "raw_sha": arrived.raw_sha,
        "size": arrived.size,
        "header_only": arrived.header_only,
        "message_id": arrived.message_id,
        "arrived_at": arrived.arrived_at,
        "recorded_at": now,
        "disposition": Disposition.NEW,
    }


def file(connection: Connection, arrived: Arrived, subject: str, now: datetime) -> Stored:
    """Write what was handed in otherwise than by e-mail; nobody need examine it."""
    values = {
        "content_sha": arrived.content_sha,
        "raw_sha": arrived.raw_sha,
        "size": arrived.size,
        "message_id": arrived.message_id,
        "arrived_at": arrived.arrived_at,
        "recorded_at": now,
        "disposition": Disposition.CASE,
        "subject": subject,
    }
    row_id = connection.execute(insert(message).values(values)).inserted_primary_key[0]  # type: ignore[index]
    return load(connection, row_id)


def belongs_to(connection: Connection, row_id: int, case_id: int) -> None:
    """Write which case the message opened or joined."""
    connection.execute(update(message).where(message.c.id == row_id).values(case_id=case_id))


def case_of_content(connection: Connection, content_sha: str) -> int | None:
    """Return the case of the message with this very content, or None."""
    found: int | None = connection.execute(
        select(message.c.case_id).filter_by(content_sha=content_sha)
    ).scalar_one_or_none()
    return found


def new_ones(connection: Connection, row_ids: Sequence[int]) -> tuple[Stored, ...]:
    """Return those of these messages that nothing has become of yet, in this order."""
    wanted = select(message).where(message.c.id.in_(row_ids))
    found = {row.id: row for row in connection.execute(wanted)}
    rows = (found[row_id] for row_id in row_ids if row_id in found)
    return tuple(_stored(row) for row in rows if row.disposition == Disposition.NEW)


def load(connection: Connection, row_id: int) -> Stored:
    """Return the message's row."""
    return _stored(connection.execute(select(message).where(message.c.id == row_id)).one())


def find(connection: Connection, name: str) -> Stored | None:
    """Return the message with this row number, content hash (or eight or more signs of its start)
    or Message-ID: by one letter, a slip of the finger would mean some mail.
    """
    number = read_number(name)
    if number is not None:
        wanted = message.c.id == number
    elif "@" in name:
        wanted = message.c.message_id == f"<{name.strip('<>')}>"
    elif _HASH.fullmatch(name.lower()):
        wanted = message.c.content_sha.startswith(name.lower())
    else:
        return None
    rows = connection.execute(select(message).where(wanted).limit(2)).all()
    return _stored(rows[0]) if len(rows) == 1 else None


def named(connection: Connection, message_ids: Sequence[str]) -> tuple[Stored, ...]:
    """Return the messages with one of these Message-IDs, oldest first."""
    wanted = select(message).where(message.c.message_id.in_(message_ids))
    return tuple(map(_stored, connection.execute(wanted.order_by(message.c.id))))


def conclude(  # noqa: PLR0913 (what became of it, told whole)
    connection: Connection,
    row_id: int,
    disposition: Disposition,
    *,
    address: str = "",
    subject: str = "",
    reasons: Sequence[str] = (),
    case_id: int | None = None,
    as_read: str = "",
) -> None:
    """Write what became of the mail; TryLaterError where another worker has done so meanwhile, or
    another copy of it counts by now than that which was read (`as_read`, its `raw_sha`).
    """
    values = {
        "disposition": disposition,
        "address": address,
        "subject": subject,
        "reasons": list(reasons),
        "case_id": case_id,
    }
    concluded = connection.execute(_CONCLUDE, {"row_id": row_id, "as_read": as_read, **values})
    if concluded.rowcount != 1:
        raise TryLaterError(f"message {row_id}: another worker has concluded it")


def quarantine(connection: Connection, row_id: int) -> None:
    """Set a mail aside that could not be examined; a person sees it and may take it."""
    connection.execute(
        update(message)
        .where(message.c.id == row_id)
        .values(disposition=Disposition.QUARANTINED, reasons=["not_examined"])
    )


def take(connection: Connection, mail: Stored, officer: str, now: datetime) -> bool:
    """A person says this mail is a request: examine it again, with that said. False where it is
    not as that person saw it any more, for another has taken it.
    """
    as_seen = (message.c.id == mail.id) & (message.c.disposition == mail.disposition)
    taken = update(message).where(as_seen).values(disposition=Disposition.NEW, taken_by=officer)
    if connection.execute(taken).rowcount != 1:
        return False
    work.put(connection, work.Kind.EXAMINE, mail.id, now)
    return True


def listed(
    database: Database, dispositions: frozenset[Disposition], since: datetime
) -> tuple[Stored, ...]:
    """Return the mails with these dispositions that arrived since then, oldest first.

    They are read from the newest back, a portion at a time: on SQLite a reader stops the writers.
    """
    found: list[Stored] = []
    for rows in _from_the_newest(database):
        found += [
            _stored(row)
            for row in rows
            if row.disposition in dispositions and row.arrived_at >= since
        ]
        if rows[0].recorded_at < since - _CLOCKS_DIFFER:
            break
    return tuple(sorted(found, key=lambda mail: (mail.arrived_at, mail.id)))


def _from_the_newest(database: Database) -> Iterator[Sequence[Row[Any]]]:
    """Yield all rows, the newest first, each portion read in a transaction of its own."""
    rows: Sequence[Row[Any]] = ()
    while True:
        wanted = select(message) if not rows else select(message).where(message.c.id < rows[-1].id)
        with database.reading() as connection:
            newest = wanted.order_by(message.c.id.desc()).limit(_AT_ONCE)
            rows = connection.execute(newest).all()
        if not rows:
            return
        yield rows


def of_case(connection: Connection, case_id: int) -> tuple[Stored, ...]:
    """Return the mails that opened, completed or joined the case, oldest first."""
    rows = connection.execute(
        select(message).where(message.c.case_id == case_id).order_by(message.c.id)
    )
    return tuple(_stored(row) for row in rows)


def case_of_thread(connection: Connection, references: Sequence[str]) -> int | None:
    """Return the case one of these Message-IDs belongs to: a mail of ours or of the agency's."""
    if not references:
        return None
    for table in (outbox, message):
        found = connection.execute(
            select(table.c.case_id).where(
                table.c.message_id.in_(references), table.c.case_id.is_not(None)
            )
        ).scalars()
        case_ids: tuple[int, ...] = tuple(found)
        if case_ids:
            return max(case_ids)
    return None


def unread_since(connection: Connection) -> datetime | None:
    """Return when the oldest mail came that nobody has examined yet."""
    oldest = select(func.min(message.c.arrived_at)).filter_by(disposition=Disposition.NEW)
    found: datetime | None = connection.execute(oldest).scalar_one()
    return found


def last_report_before(connection: Connection, instant: datetime) -> datetime | None:
    """Return when the newest delivery report came of those that were taken in before."""
    newest = select(func.max(message.c.arrived_at)).where(
        message.c.disposition == Disposition.DELIVERY_REPORT, message.c.recorded_at < instant
    )
    found: datetime | None = connection.execute(newest).scalar_one()
    return found


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        id=row.id,
        content_sha=row.content_sha,
        raw_sha=row.raw_sha,
        size=row.size,
        header_only=row.header_only,
        message_id=row.message_id,
        arrived_at=row.arrived_at,
        disposition=Disposition(row.disposition),
        address=row.address,
        subject=row.subject,
        reasons=tuple(row.reasons),
        case_id=row.case_id,
        taken_by=row.taken_by,
    )
