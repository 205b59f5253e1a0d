"""A month of the working calendar as people read it: weeks from Monday, days with reasons."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mailbot.cases.calendar import WorkCalendar, holiday_name

_SATURDAY = 5
_DAY = timedelta(days=1)
# How the `holidays` package names a weekday off for which another day is worked.
_IN_EXCHANGE = "thay cho"


class DayKind(StrEnum):
    """What a day is."""

    WORKED = "worked"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # by law
    SWAPPED = "swapped"  # a weekday off by a document
    MAKE_UP = "make_up"  # a weekend day worked by a document


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `name` is the holiday's, `document` the decision that declares the day."""

    on: date
    kind: DayKind
    name: str = ""
    document: str = ""


def day_of(on: date, calendar: WorkCalendar) -> Day:
    """Return what this day is and why."""
    declared = calendar.declared.get(on)
    name = holiday_name(on)
    return Day(on, _kind(on, calendar, name), name, declared.document if declared else "")


def weeks_of(first: date, calendar: WorkCalendar) -> tuple[tuple[Day | None, ...], ...]:
    """Return the month's weeks, Monday first; None stands for days of other months.

    Args:
        first: the first day of the month.
    """
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(day_of(day, calendar) if day.month == first.month else None for day in week)
        for week in weeks
    )


def special_days(year: int, calendar: WorkCalendar) -> tuple[Day, ...]:
    """Return the year's holidays, swapped and make-up days, in order."""
    first = date(year, 1, 1)
    days = (day_of(first + n * _DAY, calendar) for n in range(366))
    plain = {DayKind.WORKED, DayKind.WEEKEND}
    return tuple(day for day in days if day.on.year == year and (day.kind not in plain or day.name))


def _kind(on: date, calendar: WorkCalendar, name: str) -> DayKind:
    weekend = on.weekday() >= _SATURDAY
    if calendar.is_working_day(on):
        return DayKind.MAKE_UP if weekend else DayKind.WORKED
    if weekend:
        return DayKind.WEEKEND
    return DayKind.SWAPPED if not name or _IN_EXCHANGE in name else DayKind.HOLIDAY
