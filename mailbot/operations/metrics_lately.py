"""The metrics of the last 24 hours: what became of mails and cases, why, and how long steps took.

Nothing is opened for them and no free text is told. Of mails and history the newest rows are looked
at, so that a scrape's cost does not grow with a storm.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, select

from mailbot.cases.case import Channel
from mailbot.cases.report import Outcome
from mailbot.cases.state import State
from mailbot.operations.metrics_text import Metric, Sample, gauge
from mailbot.storage import review_reasons
from mailbot.storage.database import Database
from mailbot.storage.messages import Disposition
from mailbot.storage.review_reasons import Reason
from mailbot.storage.tables import cases, history, message, outbox

DAY = timedelta(days=1)
NEWEST = 20_000  # rows looked at
PORTION = 2_000  # rows of one reading
# A move of the last day is held against the case's move before: that may be so long ago.
LOOKED_BACK = timedelta(days=7)
_HOURS = 24

Portion = ColumnElement[bool]


def _newest(database: Database, table: Table) -> Iterator[tuple[Connection, Portion]]:
    """Yield the newest rows' portions, oldest first, each with a reading of its own."""
    with database.reading() as connection:
        newest = connection.execute(select(func.max(table.c.id))).scalar_one() or 0
    for after in range(max(0, newest - NEWEST), newest, PORTION):
        with database.reading() as connection:
            yield connection, table.c.id.between(after + 1, after + PORTION)


def _mails(database: Database, now: datetime) -> Iterator[Metric]:
    became: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    told = cast(message.c.reasons, Text)
    for connection, portion in _newest(database, message):
        lately = select(message.c.disposition, told, func.count()).where(
            portion, message.c.recorded_at >= now - DAY
        )
        counted = connection.execute(lately.group_by(message.c.disposition, told))
        for disposition, codes, count in counted:
            became[disposition] += count
            for code in json.loads(codes):
                reasons[disposition, str(code)] += count
    yield gauge(
        "mails_last_day",
        "Mails of the last 24 hours by what became of them.",
        (({"disposition": name}, n) for name, n in sorted(became.items())),
    )
    yield gauge(
        "verdict_reasons_last_day",
        "Reasons given for them, by stable code.",
        (({"disposition": name, "reason": r}, n) for (name, r), n in sorted(reasons.items())),
    )


def _verdicts(database: Database, now: datetime) -> Iterator[Metric]:
    """Yield how cases ended and why they went to a person, or what was found in those refused."""
    count = func.count()
    ended = select(cases.c.outcome, cases.c.by_itself, count).where(cases.c.ended_at >= now - DAY)
    with database.reading() as connection:
        rows = connection.execute(ended.group_by(cases.c.outcome, cases.c.by_itself)).all()
        counts = sorted((str(outcome), _yes(alone), n) for outcome, alone, n in rows)
    yield gauge(
        "cases_ended_last_day",
        "Cases that ended in 24 hours: granted, refused or closed, and whether by itself.",
        (({"outcome": outcome, "by_itself": alone}, n) for outcome, alone, n in counts),
    )
    with database.reading() as connection:
        found = {
            "review": _summed(review_reasons.counted(connection, now - DAY, now)),
            "refused": review_reasons.of_ended(connection, Outcome.REFUSED, now - DAY),
            "supplement": review_reasons.of_supplements(connection, now - DAY),
        }
    yield gauge(
        "case_reasons_last_day",
        "Findings of cases that went to review, were refused or were asked for a supplement.",
        (
            ({"verdict": verdict, "reason": code}, count)
            for verdict, codes in found.items()
            for code, count in sorted(codes.items())
        ),
    )


def _yes(said: object) -> str:
    return "yes" if said else "no"


def _summed(found: Iterable[Reason]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.code] += one.count
    return counts


def _answers(database: Database, now: datetime) -> Iterator[Metric]:
    took = []
    for hour in range(_HOURS):
        since = now - DAY + hour * DAY / _HOURS
        ended = select(cases.c.arrived_at, cases.c.ended_at).where(
            cases.c.ended_at >= since,
            cases.c.ended_at < since + DAY / _HOURS,
            cases.c.state == State.ANSWERED,
        )
        with database.reading() as connection:
            rows = connection.execute(ended).all()
        took += [(row.ended_at - row.arrived_at).total_seconds() for row in rows]
    told = "From arrival to answer, cases ended in 24 hours."
    yield gauge("answer_seconds_last_day", told, _quantiles(took))


def _steps(database: Database, now: datetime) -> Iterator[Metric]:
    """Yield how long mails waited to be received, those of requests to be examined, and then their
    cases for each move.
    """
    took = {**_before_the_case(database, now), **_moves(database, now)}
    samples = (
        sample
        for step, seconds in sorted(took.items())
        for sample in _quantiles(seconds, step=step)
    )
    told = "How long requests waited for each step, from the step before."
    yield gauge("step_seconds_last_day", told, samples)


def _before_the_case(database: Database, now: datetime) -> dict[str, list[float]]:
    """Return from arrival at our server until received, of all mails; and from then until examined,
    of those that opened a case by themselves: only a case tells when that was.
    """
    opened = message.c.disposition == Disposition.CASE
    came = select(
        message.c.arrived_at,
        message.c.recorded_at,
        cases.c.opened_at,
        (opened & (message.c.taken_by == "")).label("by_itself"),
    ).join(cases, cases.c.id == message.c.case_id, isouter=True)
    # What was handed in on paper is a message, too, and opens its case.
    by_email = (message.c.recorded_at >= now - DAY) & (~opened | (cases.c.channel == Channel.EMAIL))
    received, examined = [], []
    for connection, portion in _newest(database, message):
        for row in connection.execute(came.where(portion, by_email)):
            # Its arrival is what the mail server's clock says.
            received.append(max(0.0, (row.recorded_at - row.arrived_at).total_seconds()))
            if row.by_itself:
                examined.append((row.opened_at - row.recorded_at).total_seconds())
    return {"received": received, "examined": examined}


@dataclass(slots=True)
class _Waits:
    """Follows cases from move to move: lines that leave a case in its state are none.

    A case whose move before is not known is not counted.
    """

    since: datetime
    took: dict[str, list[float]] = field(default_factory=dict)
    _states: dict[int, str] = field(default_factory=dict)
    _moved_at: dict[int, datetime] = field(default_factory=dict)

    def follow(self, line: Any) -> None:
        state = line.detail.get("state")
        known = self._states.get(line.case_id)
        if state is None or state == known:
            return
        before = self._moved_at.get(line.case_id)
        if before is not None and line.at >= self.since:
            self.took.setdefault(line.what, []).append((line.at - before).total_seconds())
        self._states[line.case_id] = state
        if known is not None or line.what == "opened":
            self._moved_at[line.case_id] = line.at


def _moves(database: Database, now: datetime) -> dict[str, list[float]]:
    waits = _Waits(now - DAY)
    lines = select(history.c.case_id, history.c.what, history.c.at, history.c.detail)
    wanted = lines.where(history.c.case_id.is_not(None)).order_by(history.c.id)
    for connection, portion in _newest(database, history):
        lately = wanted.where(portion, history.c.at >= now - LOOKED_BACK)
        for line in connection.execute(lately):
            waits.follow(line)
    return waits.took


def _sent(database: Database, now: datetime) -> Iterator[Metric]:
    sent = select(func.count()).select_from(outbox).where(outbox.c.sent_at >= now - DAY)
    with database.reading() as connection:
        count = connection.execute(sent).scalar_one()
    told = "Our mails that the server took in 24 hours."
    yield gauge("mails_sent_last_day", told, [({}, count)])


def _quantiles(seconds: Iterable[float], **labels: str) -> Iterator[Sample]:
    ordered = sorted(seconds)
    if not ordered:
        return
    for quantile in (0.5, 0.95, 1.0):
        place = min(len(ordered) - 1, int(quantile * len(ordered)))
        yield {"quantile": str(quantile), **labels}, ordered[place]


_Read = Callable[[Database, datetime], Iterator[Metric]]
ALL: tuple[_Read, ...] = (_mails, _verdicts, _answers, _steps, _sent)
