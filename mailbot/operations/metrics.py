"""What Prometheus may know, from the database, so that any host tells the same.

Nothing here names a person, an address or a case; labels are states, kinds, hosts and stable
codes. Each family is read by itself, and what may be long in portions: on SQLite a reader stops the
writers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from mailbot.cases.state import OPEN_STATES
from mailbot.operations import metrics_lately as lately
from mailbot.operations.metrics_text import Metric, Sample, gauge
from mailbot.storage import backups, inbox_marks, observations, outbox, switches
from mailbot.storage import work as slips
from mailbot.storage.database import Database
from mailbot.storage.open_listing import CLOCK_RUNS
from mailbot.storage.standings import NOT_ENDED, next_due
from mailbot.storage.tables import cases, work

SEEN_LATELY = timedelta(hours=2)  # a host that is silent for longer says nothing any more


def metrics(database: Database, now: datetime) -> tuple[Metric, ...]:
    """Return every metric as of now."""
    found: list[Metric] = []
    for read_now in _OF_NOW:
        with database.reading() as connection:
            found += read_now(connection, now)
    for read_lately in lately.ALL:
        found += read_lately(database, now)
    return tuple(found)


def _intake(connection: Connection, now: datetime) -> Iterator[Metric]:
    polled = inbox_marks.polled_at(connection)
    age = _age(polled, now)
    yield gauge("last_poll_age_seconds", "Seconds since the inbox was last seen.", age)


def _work(connection: Connection, now: datetime) -> Iterator[Metric]:
    counts = sorted(slips.counted(connection, now).items())
    told = "Slips by kind and state: due, taken, later, set_aside."
    yield gauge("work", told, (({"kind": kind, "state": state}, n) for (kind, state), n in counts))

    oldest = slips.oldest_due(connection, now)
    waited = (now - oldest).total_seconds() if oldest else 0
    told = "How long the oldest due slip has waited."
    yield gauge("work_oldest_due_seconds", told, [({}, waited)])

    failed = select(work.c.kind, func.count()).where(~work.c.set_aside, work.c.error != "")
    failing = connection.execute(failed.group_by(work.c.kind)).all()
    told = "Slips whose last attempt failed and that are tried again."
    yield gauge("work_failing", told, (({"kind": kind}, n) for kind, n in failing))

    paused = float(bool(switches.paused_by(connection)))
    yield gauge("paused", "1 while the work is paused.", [({}, paused)])


def _open_cases(connection: Connection, now: datetime) -> Iterator[Metric]:
    counted = select(cases.c.state, func.count()).where(NOT_ENDED).group_by(cases.c.state)
    known = {str(state): count for state, count in connection.execute(counted)}
    states = (({"state": str(state)}, known.get(state, 0)) for state in sorted(OPEN_STATES))
    yield gauge("open_cases", "Cases that have not ended, by state.", states)

    told = "Cases whose clock runs, by what is left of it."
    yield gauge("deadlines", told, _left(connection, now))

    first = next_due(connection)
    left: list[Sample] = [({}, (first - now).total_seconds())] if first else []
    told = "Seconds to the nearest due time; negative: overdue."
    yield gauge("nearest_deadline_seconds", told, left)


def _left(connection: Connection, now: datetime) -> Iterator[Sample]:
    due, count = cases.c.due_at, func.count()
    soon, later = now + timedelta(hours=4), now + timedelta(days=1)
    buckets = {
        "overdue": due < now,
        "under_4h": (due >= now) & (due < soon),
        "under_1d": (due >= soon) & (due < later),
        "more": due >= later,
    }
    columns = [count.filter(bucket) for bucket in buckets.values()]
    counts = connection.execute(select(*columns).where(NOT_ENDED, CLOCK_RUNS)).one()
    yield from (({"left": name}, n) for name, n in zip(buckets, counts, strict=True))


def _outbox(connection: Connection, _now: datetime) -> Iterator[Metric]:
    counts = outbox.counted(connection).items()
    told = "Our mails that are not done with, by state."
    yield gauge("outbox", told, (({"state": state}, n) for state, n in counts))


def _own_state(connection: Connection, now: datetime) -> Iterator[Metric]:
    backed_up = _age(backups.last(connection), now)
    told = "Seconds since the last good backup; nothing where there was none."
    yield gauge("backup_age_seconds", told, backed_up)

    latest = observations.latest(connection)
    seen = [one for one in latest if now - one.seen_at <= SEEN_LATELY]
    looks = (({"host": one.host, "look": one.code}, float(one.good)) for one in seen)
    told = "What the doctor's looks found last, by host: 1 good, 0 somebody must do something."
    yield gauge("doctor_good", told, looks)

    newest = max((one.seen_at for one in latest), default=None)
    told = "Seconds since the doctor looked last on any host."
    yield gauge("doctor_age_seconds", told, _age(newest, now))


def _age(at: datetime | None, now: datetime) -> Iterator[Sample]:
    if at is not None:
        yield {}, (now - at).total_seconds()


_OF_NOW = (_intake, _work, _open_cases, _outbox, _own_state)
