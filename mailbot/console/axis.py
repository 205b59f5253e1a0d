"""The axis of working hours: where instants, days and open cases lie on a drawing of them.

Only working hours have room on it. Where days are left out, a hatched gap says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from mailbot.cases.calendar import WorkCalendar
from mailbot.clock import local, local_date

WIDTH = 1100
LABELS = 250
HEAD = 46
ROW = 40
_GAP = 28
_LEFT_OPEN = 8  # between neighbouring days
_DAYS_BEFORE = 2  # working days shown before today
_FEWEST, _MOST = 5, 8
_LEAST_OVER = 8  # a case that is just late is seen to be late
_LABEL_ROOM = 96  # what a due time's label needs
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Clocked:
    """A case as the axis takes it; `level` as in `clock_face.Remaining`."""

    number: str
    agency: str
    level: str
    told: str
    due: str
    begun_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DayMark:
    """One working day; `gap` is the room left before it for the days left out."""

    on: date
    x: float
    width: float
    gap: float
    left_out: tuple[date, ...]
    ticks: tuple[tuple[float, time], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One case: working time used and still to come, and the part beyond the due time."""

    case: Clocked
    y: int
    begin: float
    due: float
    used: float
    over: float
    label_at: float
    label_anchor: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A whole drawing."""

    days: tuple[DayMark, ...]
    bars: tuple[Bar, ...]
    now: float
    height: int
    left_out: tuple[date, ...]


def draw(cases: Sequence[Clocked], now: datetime, calendar: WorkCalendar) -> Axis:
    """Return the drawing of these cases, in their order."""
    days = _day_marks(_shown_days(cases, now, calendar), calendar)
    at = _Scale(days, calendar)
    x_now = at.x(now)
    bars = tuple(_bar(case, HEAD + n * ROW, at, x_now) for n, case in enumerate(cases))
    left_out = tuple(day for mark in days for day in mark.left_out)
    return Axis(days, bars, x_now, HEAD + ROW * len(bars) + 24, left_out)


@dataclass(frozen=True, slots=True)
class _Scale:
    days: tuple[DayMark, ...]
    calendar: WorkCalendar

    def x(self, instant: datetime) -> float:
        """Return where the instant lies; outside working hours, where work last stopped."""
        on, at = local_date(instant), local(instant).time()
        begun = [mark for mark in self.days if mark.on <= on]
        if not begun:
            return self.days[0].x
        mark = begun[-1]
        worked = _worked(self.calendar, at) if mark.on == on else _worked(self.calendar, time.max)
        return round(mark.x + mark.width * (worked / _day_length(self.calendar)), 1)


def _bar(case: Clocked, y: int, at: _Scale, now: float) -> Bar:
    begin, due = at.x(case.begun_at), at.x(case.due_at)
    fits = due + _LABEL_ROOM <= WIDTH
    return Bar(
        case,
        y,
        begin,
        due,
        used=max(min(now, due), begin + 2),
        over=max(now, due + _LEAST_OVER) if case.level == "late" else due,
        label_at=due + 6 if fits else due - 7,
        label_anchor="start" if fits else "end",
    )


def _shown_days(
    cases: Iterable[Clocked], now: datetime, calendar: WorkCalendar
) -> tuple[date, ...]:
    today = local_date(now)
    dues = [local_date(case.due_at) for case in cases]
    begun = [local_date(case.begun_at) for case in cases]
    first = max(min([today, *begun]), _days_back(today, _DAYS_BEFORE, calendar))
    last = max([today, *dues])
    days = [first] if calendar.is_working_day(first) else []
    for day in calendar.working_days_after(first):
        if len(days) >= _MOST or (day > last and len(days) >= _FEWEST):
            break
        days.append(day)
    return tuple(days)


def _days_back(day: date, count: int, calendar: WorkCalendar) -> date:
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


def _day_marks(days: Sequence[date], calendar: WorkCalendar) -> tuple[DayMark, ...]:
    outs = [_between(before, day) for before, day in pairwise(days)]
    gaps = [0.0, *(float(_GAP if out else _LEFT_OPEN) for out in outs)]
    width = round((WIDTH - LABELS - sum(gaps)) / len(days), 1)
    marks, x = [], float(LABELS)
    for day, gap, out in zip(days, gaps, [(), *outs], strict=True):
        x += gap
        ticks = tuple((round(x + width * share, 1), at) for share, at in _starts(calendar))
        marks.append(DayMark(day, round(x, 1), width, gap, tuple(out), ticks))
        x += width
    return tuple(marks)


def _between(before: date, after: date) -> tuple[date, ...]:
    count = (after - before).days - 1
    return tuple(before + timedelta(days=n + 1) for n in range(count))


def _starts(calendar: WorkCalendar) -> Iterable[tuple[float, time]]:
    """Yield when each session begins, with the share of the day worked until then."""
    return (
        (_worked(calendar, start) / _day_length(calendar), start) for start, _ in calendar.sessions
    )


def _worked(calendar: WorkCalendar, until: time) -> timedelta:
    spans = (
        min(_since_midnight(until), _since_midnight(end)) - _since_midnight(start)
        for start, end in calendar.sessions
    )
    return sum((max(span, _NOTHING) for span in spans), _NOTHING)


def _day_length(calendar: WorkCalendar) -> timedelta:
    return _worked(calendar, time.max)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
