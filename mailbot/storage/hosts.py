"""Hosts that share one database: who is there, and who holds what only one may hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, inspect, select, update

from mailbot.errors import TryLaterError
from mailbot.storage.database import lock
from mailbot.storage.tables import host, lease

LONGEST_LEASE = timedelta(minutes=10)  # far longer than any that is given
GONE_AFTER = timedelta(minutes=1)  # a host that has not been seen so long is not there


def take(connection: Connection, name: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Take this name or hold it longer; False while another host holds it. A lease that ends long
    after any given now was given by a clock that was wrong, and holds nobody up.
    """
    lock(connection, f"lease.{name}")
    row = connection.execute(select(lease).filter_by(name=name)).one_or_none()
    if row is not None and row.holder != holder and now < row.until < now + LONGEST_LEASE:
        return False
    values = {"holder": holder, "until": now + length}
    if row is None:
        connection.execute(insert(lease).values(name=name, **values))
    else:
        connection.execute(update(lease).filter_by(name=name).values(values))
    return True


def confirm(connection: Connection, name: str, holder: str) -> None:
    """Raise TryLaterError unless this host still holds the name; until the transaction ends
    nobody else can take it.
    """
    wanted = select(lease.c.holder).filter_by(name=name).with_for_update()
    if connection.execute(wanted).scalar_one_or_none() != holder:
        raise TryLaterError(f"another host holds the {name}")


def give_up(connection: Connection, name: str, holder: str) -> None:
    """Let the name go, if this host holds it."""
    connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))


def seen(connection: Connection, name: str, settings_sha: str, now: datetime) -> None:
    """Write that this host is there, and by which settings it works."""
    values = {"settings_sha": settings_sha, "seen_at": now}
    if connection.execute(update(host).filter_by(name=name).values(values)).rowcount == 0:
        connection.execute(insert(host).values(name=name, **values))
    connection.execute(delete(host).where(host.c.seen_at < now - 10 * GONE_AFTER))


def left(connection: Connection, name: str) -> None:
    """Write that this host has gone."""
    connection.execute(delete(host).where(host.c.name == name))


def departed(connection: Connection, own: str) -> None:
    """Let go of everything of the host whose name ends with this: its process is gone for good.
    What it may still have under way in the database holds its lease until it is through.
    """
    connection.execute(delete(lease).where(lease.c.holder.endswith(f":{own}")))
    connection.execute(delete(host).where(host.c.name.endswith(f":{own}")))


def there(connection: Connection, now: datetime) -> bool:
    """Return whether any host is there; none is where the tables are of a time before them."""
    if not inspect(connection).has_table(host.name):
        return False
    wanted = select(host.c.name).where(_is_there(now)).limit(1)
    return connection.execute(wanted).first() is not None


def others(connection: Connection, name: str, settings_sha: str, now: datetime) -> tuple[str, ...]:
    """Return the hosts that are there and work by other settings."""
    rows = connection.execute(
        select(host.c.name).where(
            host.c.name != name,
            host.c.settings_sha != settings_sha,
            _is_there(now),
        )
    )
    return tuple(rows.scalars())


def _is_there(now: datetime) -> ColumnElement[bool]:
    return host.c.seen_at > now - GONE_AFTER
