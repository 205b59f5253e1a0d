"""What was seen of the outside last, by host: what a page shows without asking anybody itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from mailbot.storage.tables import observation

FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Observation:
    """One look: `lines` say for people what was found."""

    host: str
    code: str
    good: bool
    lines: tuple[str, ...]
    seen_at: datetime


def keep(connection: Connection, seen: Iterable[Observation]) -> None:
    """Keep the newest look of each host and code; hosts long silent are forgotten."""
    for one in seen:
        same = (observation.c.host == one.host) & (observation.c.code == one.code)
        connection.execute(delete(observation).where(same))
        connection.execute(
            insert(observation).values(
                host=one.host,
                code=one.code,
                good=one.good,
                lines=list(one.lines),
                seen_at=one.seen_at,
            )
        )
        old = observation.c.seen_at < one.seen_at - FORGOTTEN_AFTER
        connection.execute(delete(observation).where(old))


def latest(connection: Connection) -> tuple[Observation, ...]:
    """Return the newest look of each host and code, by host and code."""
    rows = connection.execute(select(observation).order_by(observation.c.host, observation.c.code))
    return tuple(Observation(r.host, r.code, r.good, tuple(r.lines), r.seen_at) for r in rows)
