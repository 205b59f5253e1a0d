"""How far the inbox has been taken in, and when it was last seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from mailbot.storage.messages import Spot
from mailbot.storage.tables import delivery, inbox_mark, message


def polled_at(connection: Connection) -> datetime | None:
    """Return when an inbox was last seen by any host."""
    last: datetime | None = connection.execute(
        select(func.max(inbox_mark.c.polled_at))
    ).scalar_one()
    return last


def last_uid(connection: Connection, mailbox: str, uidvalidity: int) -> int:
    """Return the highest UID taken in under this UIDVALIDITY, 0 when none was."""
    found: int | None = connection.execute(
        select(inbox_mark.c.last_uid).filter_by(mailbox=mailbox, uidvalidity=uidvalidity)
    ).scalar_one_or_none()
    return found or 0


def last_ids(connection: Connection, mark: Spot, most: int) -> dict[int, str]:
    """Return the Message-IDs of the last mails taken in up to there, by UID; not of one that has
    none.
    """
    wanted = (
        select(delivery.c.uid, message.c.message_id)
        .join(message, message.c.id == delivery.c.message_id)
        .where(delivery.c.mailbox == mark.mailbox, delivery.c.uidvalidity == mark.uidvalidity)
        .where(delivery.c.uid <= mark.uid, message.c.message_id != "")
        .order_by(delivery.c.uid.desc())
        .limit(most)
    )
    return {row.uid: row.message_id for row in connection.execute(wanted)}


def mark_polled(connection: Connection, spot: Spot, now: datetime) -> None:
    """Write that everything up to this UID has been taken in, and when the inbox was seen."""
    same = {"mailbox": spot.mailbox, "uidvalidity": spot.uidvalidity}
    values = {"last_uid": spot.uid, "polled_at": now}
    if connection.execute(update(inbox_mark).filter_by(**same).values(values)).rowcount == 0:
        connection.execute(insert(inbox_mark).values(**same, **values))
