"""How the service does, in counts: what it writes itself as it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from mailbot.storage import backups, inbox_marks, outbox, switches, work
from mailbot.storage.outbox import MailState
from mailbot.storage.tables import host, lease, message
from mailbot.storage.work import Standing

NEWEST_MAILS = 200
# Reasons that say our own servers' evidence did not come with the mail.
NO_EVIDENCE = frozenset({"trace_missing", "results_missing"})


@dataclass(frozen=True, slots=True)
class Slips:
    """Work of one kind: how many slips are due, for later (or in hand), and set aside."""

    kind: str
    due: int
    later: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Host:
    """A host that shares the database."""

    name: str
    seen_at: datetime
    holds_inbox: bool


@dataclass(frozen=True, slots=True)
class Mails:
    """The newest mails: how many there are, and how many came without our servers' evidence."""

    count: int
    without_evidence: int


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Everything at one moment. `paused` tells who paused the work and why, or nothing."""

    polled_at: datetime | None
    mails: Mails
    slips: tuple[Slips, ...]
    oldest_due_at: datetime | None
    outbox: Mapping[MailState, int]
    hosts: tuple[Host, ...]
    paused: str
    backed_up_at: datetime | None


def service_state(connection: Connection, now: datetime) -> ServiceState:
    """Return how the service does now."""
    return ServiceState(
        polled_at=inbox_marks.polled_at(connection),
        mails=_mails(connection),
        slips=_slips(connection, now),
        oldest_due_at=work.oldest_due(connection, now),
        outbox=outbox.counted(connection),
        hosts=_hosts(connection),
        paused=switches.paused_by(connection),
        backed_up_at=backups.last(connection),
    )


def _mails(connection: Connection) -> Mails:
    newest = select(message.c.reasons).order_by(message.c.id.desc()).limit(NEWEST_MAILS)
    reasons = connection.execute(newest).scalars().all()
    return Mails(len(reasons), sum(not NO_EVIDENCE.isdisjoint(one) for one in reasons))


def _slips(connection: Connection, now: datetime) -> tuple[Slips, ...]:
    counts = work.counted(connection, now)
    return tuple(
        Slips(
            kind,
            counts[kind, Standing.DUE],
            counts[kind, Standing.LATER] + counts[kind, Standing.TAKEN],
            counts[kind, Standing.SET_ASIDE],
        )
        for kind in sorted({kind for kind, _ in counts})
    )


def _hosts(connection: Connection) -> tuple[Host, ...]:
    holders = set(connection.execute(select(lease.c.holder)).scalars())
    rows = connection.execute(select(host).order_by(host.c.name))
    return tuple(Host(row.name, row.seen_at, row.name in holders) for row in rows)
