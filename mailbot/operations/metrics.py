"""What Prometheus may know, from the database, so that any host tells the same.

Nothing here names a person, an address or a case; labels are states, kinds and stable codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from mailbot.cases.state import OPEN_STATES
from mailbot.storage import switches
from mailbot.storage import work as slips
from mailbot.storage.open_listing import CLOCK_RUNS
from mailbot.storage.standings import NOT_ENDED, next_due
from mailbot.storage.tables import cases, history, inbox_mark, message, outbox, work

DAY = timedelta(days=1)
NEWEST = 20_000  # rows looked at for what happened lately, so that a scrape's cost does not grow
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


@dataclass(frozen=True, slots=True)
class Metric:
    """One gauge with its samples."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def metrics(connection: Connection, now: datetime) -> tuple[Metric, ...]:
    """Return every metric as of now."""
    return tuple(
        Metric(f"mailbot_{name}", text, tuple(read(connection, now))) for name, text, read in _ALL
    )


def exposition(found: Iterable[Metric]) -> str:
    """Return the metrics in Prometheus' text format, version 0.0.4."""
    return "".join(line + "\n" for metric in found for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} gauge"
    for labels, value in metric.samples:
        told = ",".join(f'{name}="{_escaped(text)}"' for name, text in sorted(labels.items()))
        yield f"{metric.name}{{{told}}} {value:.15g}" if told else f"{metric.name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _last_poll(connection: Connection, now: datetime) -> Iterator[Sample]:
    polled = connection.execute(select(func.max(inbox_mark.c.polled_at))).scalar_one()
    if polled is not None:
        yield {}, (now - polled).total_seconds()


def _slips(connection: Connection, now: datetime) -> Iterator[Sample]:
    for (kind, state), count in sorted(slips.counted(connection, now).items()):
        yield {"kind": kind, "state": state}, count


def _oldest_slip(connection: Connection, now: datetime) -> Iterator[Sample]:
    oldest = slips.oldest_due(connection, now)
    yield {}, (now - oldest).total_seconds() if oldest else 0


def _open_cases(connection: Connection, _now: datetime) -> Iterator[Sample]:
    counted = select(cases.c.state, func.count()).where(NOT_ENDED).group_by(cases.c.state)
    known = {str(state): count for state, count in connection.execute(counted)}
    for state in sorted(OPEN_STATES):
        yield {"state": state}, known.get(state, 0)


def _deadlines(connection: Connection, now: datetime) -> Iterator[Sample]:
    running = select(cases.c.due_at).where(NOT_ENDED, CLOCK_RUNS)
    rows = connection.execute(running).scalars().all()
    left = [(due - now).total_seconds() for due in rows]
    yield {"left": "overdue"}, sum(one < 0 for one in left)
    yield {"left": "under_4h"}, sum(0 <= one < 4 * 3600 for one in left)
    yield {"left": "under_1d"}, sum(4 * 3600 <= one < 86400 for one in left)
    yield {"left": "more"}, sum(one >= 86400 for one in left)


def _nearest(connection: Connection, now: datetime) -> Iterator[Sample]:
    first = next_due(connection)
    if first is not None:
        yield {}, (first - now).total_seconds()


def _mails(connection: Connection, now: datetime) -> Iterator[Sample]:
    counts = Counter(row.disposition for row in _lately(connection, now))
    for disposition, count in sorted(counts.items()):
        yield {"disposition": disposition}, count


def _reasons(connection: Connection, now: datetime) -> Iterator[Sample]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in _lately(connection, now):
        counts.update((row.disposition, str(reason)) for reason in row.reasons)
    for (disposition, reason), count in sorted(counts.items()):
        yield {"disposition": disposition, "reason": reason}, count


def _lately(connection: Connection, now: datetime) -> list[_Verdict]:
    newest = connection.execute(select(func.max(message.c.id))).scalar_one() or 0
    rows = connection.execute(
        select(message.c.disposition, message.c.reasons).where(
            message.c.id > newest - NEWEST, message.c.recorded_at >= now - DAY
        )
    )
    return [_Verdict(row.disposition, tuple(row.reasons)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Verdict:
    disposition: str
    reasons: tuple[str, ...]


def _answers(connection: Connection, now: datetime) -> Iterator[Sample]:
    ended = select(cases.c.arrived_at, cases.c.ended_at).where(
        cases.c.state == "answered", cases.c.id > _newest_case(connection) - NEWEST
    )
    rows = connection.execute(ended.where(cases.c.ended_at >= now - DAY)).all()
    took = sorted((row.ended_at - row.arrived_at).total_seconds() for row in rows)
    if took:
        yield from _quantiles(took)


def _steps(connection: Connection, now: datetime) -> Iterator[Sample]:
    """Yield how long cases waited for each kind of move: from the move before, in 24 hours."""
    newest = connection.execute(select(func.max(history.c.id))).scalar_one() or 0
    lines = select(history.c.case_id, history.c.what, history.c.at, history.c.detail).where(
        history.c.id > newest - NEWEST, history.c.at >= now - DAY, history.c.case_id.is_not(None)
    )
    moved_at: dict[int, datetime] = {}
    took: dict[str, list[float]] = {}
    for row in connection.execute(lines.order_by(history.c.id)):
        if "state" not in row.detail:
            continue
        if row.case_id in moved_at:
            waited = (row.at - moved_at[row.case_id]).total_seconds()
            took.setdefault(row.what, []).append(waited)
        moved_at[row.case_id] = row.at
    for what, seconds in sorted(took.items()):
        yield from _quantiles(sorted(seconds), step=what)


def _quantiles(ordered: list[float], **labels: str) -> Iterator[Sample]:
    for quantile in (0.5, 0.95, 1.0):
        place = min(len(ordered) - 1, int(quantile * len(ordered)))
        yield {"quantile": str(quantile), **labels}, ordered[place]


def _failing(connection: Connection, _now: datetime) -> Iterator[Sample]:
    failed = select(work.c.kind, func.count()).where(~work.c.set_aside, work.c.error != "")
    yield from (({"kind": k}, n) for k, n in connection.execute(failed.group_by(work.c.kind)))


def _newest_case(connection: Connection) -> int:
    return connection.execute(select(func.max(cases.c.id))).scalar_one() or 0


def _outbox(connection: Connection, _now: datetime) -> Iterator[Sample]:
    newest = connection.execute(select(func.max(outbox.c.id))).scalar_one() or 0
    counted = (
        select(outbox.c.state, func.count())
        .where(outbox.c.id > newest - NEWEST)
        .group_by(outbox.c.state)
    )
    for state, count in sorted(tuple(row) for row in connection.execute(counted)):
        yield {"state": state}, count


def _paused(connection: Connection, _now: datetime) -> Iterator[Sample]:
    yield {}, float(bool(switches.paused_by(connection)))


_Read = Callable[[Connection, datetime], Iterator[Sample]]
_ALL: tuple[tuple[str, str, _Read], ...] = (
    ("last_poll_age_seconds", "Seconds since the inbox was last seen.", _last_poll),
    ("work", "Slips by kind and state: due, taken, later, set_aside.", _slips),
    ("work_oldest_due_seconds", "How long the oldest due slip has waited.", _oldest_slip),
    ("open_cases", "Cases that have not ended, by state.", _open_cases),
    ("deadlines", "Cases whose clock runs, by what is left of it.", _deadlines),
    ("nearest_deadline_seconds", "Seconds to the nearest due time; negative: overdue.", _nearest),
    ("mails_last_day", "Mails of the last 24 hours by what became of them.", _mails),
    ("verdict_reasons_last_day", "Reasons given for them, by stable code.", _reasons),
    ("answer_seconds_last_day", "From arrival to answer, cases ended in 24 hours.", _answers),
    ("step_seconds_last_day", "From one move of a case to the next, by the move.", _steps),
    ("work_failing", "Slips whose last attempt failed and that are tried again.", _failing),
    ("outbox", "Our newest mails by state.", _outbox),
    ("paused", "1 while the work is paused.", _paused),
)
