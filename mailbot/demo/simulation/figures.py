"""The figures of a simulation, and from them what would break first. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import remaining_working_time
from mailbot.clock import local, local_date

_HOUR = 3600.0
_HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Spent:
    """The CPU seconds of one step at one simulated instant."""

    at: datetime
    step: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One dossier and the reply to it; `replied_at` is when the answer, or the wish for more, went.

    `ended` tells that it was closed without one. A dossier completed later is a turn of its own.
    """

    arrived_at: datetime
    due_at: datetime
    replied_at: datetime | None
    by_person: bool
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """What there is: officers, minutes a case takes one of them, answers allowed an hour."""

    officers: int
    minutes: float
    answers_per_hour: int


@dataclass(frozen=True, slots=True)
class Events:
    """Everything seen: the mails by kind, what was spent, the dossiers, the longest queues."""

    ends: datetime
    mails: Mapping[str, int]
    cases: int
    spent: Sequence[Spent]
    turns: Sequence[Turn]
    reviewed: Sequence[datetime]
    sent: Sequence[datetime]
    queue_peak: int
    review_peak: int
    faults: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that is used up: how much of it at its busiest, and how much there is.

    `factor` is how many times the traffic of now it bears.
    """

    what: str
    busiest: float
    capacity: float

    @property
    def factor(self) -> float:
        """Return how many times as much would use it up; infinite where nothing is used."""
        return self.capacity / self.busiest if self.busiest else math.inf


@dataclass(frozen=True, slots=True)
class Waits:
    """Working hours until the reply: the median, and what 95 of 100 cases stay within."""

    count: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What is reported."""

    mails: Mapping[str, int]
    cases: int
    in_time: int
    late: int
    open_in_time: int
    open_late: int
    closed: int
    by_itself: Waits
    by_person: Waits
    cpu_by_step: Mapping[str, float]
    cpu_per_mail: float
    queue_peak: int
    review_peak: int
    busiest_hour: datetime | None
    busiest_hour_cpu: float
    limits: tuple[Limit, ...]
    faults: Mapping[str, int]

    @property
    def breaks_first(self) -> Limit:
        """Return what would be used up first as the traffic grows."""
        return min(self.limits, key=lambda one: one.factor)


def figures_of(events: Events, office: Office, calendar: WorkCalendar) -> Figures:
    """Return the figures of what was seen."""
    hours = _by_hour(events.spent)
    busiest = max(hours, key=lambda hour: hours[hour], default=None)
    spent = hours[busiest] if busiest else 0.0
    replied = [one for one in events.turns if one.replied_at is not None]
    waiting = [one for one in events.turns if one.replied_at is None and not one.ended]
    late = [one for one in replied if one.replied_at and one.replied_at > one.due_at]
    overdue = [one for one in waiting if events.ends > one.due_at]
    mails = sum(events.mails.values())
    return Figures(
        mails=events.mails,
        cases=events.cases,
        in_time=len(replied) - len(late),
        late=len(late),
        open_in_time=len(waiting) - len(overdue),
        open_late=len(overdue),
        closed=sum(one.ended for one in events.turns),
        by_itself=waits((one for one in replied if not one.by_person), calendar),
        by_person=waits((one for one in replied if one.by_person), calendar),
        cpu_by_step=_by_step(events.spent),
        cpu_per_mail=sum(one.seconds for one in events.spent) / mails if mails else 0.0,
        queue_peak=events.queue_peak,
        review_peak=events.review_peak,
        busiest_hour=busiest,
        busiest_hour_cpu=spent,
        limits=_limits(events, office, spent),
        faults=events.faults,
    )


def waits(turns: Iterable[Turn], calendar: WorkCalendar) -> Waits:
    """Return the working hours until the reply; an answer at night has taken none."""
    hours = sorted(
        remaining_working_time(one.arrived_at, one.replied_at, calendar) / timedelta(hours=1)
        for one in turns
        if one.replied_at is not None
    )
    return Waits(len(hours), percentile(hours, 50), percentile(hours, 95))


def percentile(ordered: Sequence[float], per_cent: int) -> float:
    """Return the smallest value that so many of a hundred do not exceed; 0 of nothing."""
    if not ordered:
        return 0.0
    return ordered[math.ceil(len(ordered) * per_cent / 100) - 1]


def _by_hour(spent: Iterable[Spent]) -> dict[datetime, float]:
    found: dict[datetime, float] = defaultdict(float)
    for one in spent:
        found[local(one.at).replace(minute=0, second=0, microsecond=0)] += one.seconds
    return found


def _by_step(spent: Iterable[Spent]) -> dict[str, float]:
    """Return the mean CPU seconds each step took at a time."""
    sums: dict[str, list[float]] = defaultdict(list)
    for one in spent:
        sums[one.step].append(one.seconds)
    return {step: sum(found) / len(found) for step, found in sums.items()}


def _limits(events: Events, office: Office, busiest_hour_cpu: float) -> tuple[Limit, ...]:
    days = Counter(local_date(at) for at in events.reviewed)
    hours = Counter(local(at).replace(minute=0, second=0, microsecond=0) for at in events.sent)
    reviewed = max(days.values(), default=0) * office.minutes / 60
    return (
        Limit("worker", busiest_hour_cpu, _HOUR),
        Limit("officers", reviewed, office.officers * _HOURS_A_DAY),
        Limit("answers", max(hours.values(), default=0), office.answers_per_hour),
    )
