"""The due time of a case, and the working time that is left until then.

Law: Quyết định 2829/QĐ-UBND (02 working days from receipt of a complete dossier); Bộ luật Dân sự
2015, Article 147(1) (the first day is not counted) and 148(5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.finding import Finding

LAW_WORKING_DAYS = 2
LAW_DUE_TIME = time(17)
TARGET = timedelta(hours=16)

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instants (UTC) of one case's clock, and what is doubtful about them.

    `target_at` is informational: 16 working hours after arrival, never after `due_at`.
    """

    received_at: datetime
    due_at: datetime
    target_at: datetime
    warnings: tuple[Finding, ...]


def deadline_of(
    received_at: datetime,
    calendar: WorkCalendar,
    working_days: int = LAW_WORKING_DAYS,
    due_time: time = LAW_DUE_TIME,
) -> Deadline:
    """Return the whole clock of a message that made its dossier complete at this instant."""
    due = due_at(received_at, calendar, working_days, due_time)
    days = _days(_local_date(received_at), _local_date(due))
    target = min(target_at(received_at, calendar), due)
    return Deadline(received_at.astimezone(UTC), due, target, calendar.warnings_for(days))


def due_at(
    received_at: datetime,
    calendar: WorkCalendar,
    working_days: int = LAW_WORKING_DAYS,
    due_time: time = LAW_DUE_TIME,
) -> datetime:
    """Return the last instant (UTC) at which an answer is in time.

    It is `due_time` of the `working_days`-th working day strictly after the local date of arrival,
    whatever the hour of arrival. Settings may be stricter; a later deadline is a ValueError.

    Law: Quyết định 2829/QĐ-UBND; Bộ luật Dân sự 2015, Article 147(1).
    """
    if not 1 <= working_days <= LAW_WORKING_DAYS or due_time > LAW_DUE_TIME:
        raise ValueError(
            "the deadline may be stricter than 17:00 of the 2nd working day, not later"
        )
    due_on = calendar.nth_working_day_after(_local_date(received_at), working_days)
    return _instant(due_on, due_time)


def target_at(received_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant (UTC) at which 16 working hours have passed since arrival."""
    return working_time_after(received_at, TARGET, calendar)


def working_time_after(instant: datetime, left: timedelta, calendar: WorkCalendar) -> datetime:
    """Return the instant (UTC) at which so much working time has passed since this one."""
    for start, end in _spans_after(instant, calendar):
        if start + left <= end:
            return (start + left).astimezone(UTC)
        left -= end - start
    raise AssertionError("working spans never end")


def last_instant_within(instant: datetime, left: timedelta, calendar: WorkCalendar) -> datetime:
    """Return the last instant (UTC) until which no more than so much working time passes.

    Where that time ends with a session, it is the instant at which the next session begins.
    """
    for start, end in _spans_after(instant, calendar):
        if start + left < end:
            return (start + left).astimezone(UTC)
        left -= end - start
    raise AssertionError("working spans never end")


def warning_points(
    due: datetime, calendar: WorkCalendar, hours_before: Iterable[int]
) -> tuple[datetime, ...]:
    """Return the instants (UTC), earliest first, that many working hours before `due`."""
    return tuple(
        sorted(_working_time_before(due, calendar, timedelta(hours=h)) for h in hours_before)
    )


def remaining_working_time(now: datetime, due: datetime, calendar: WorkCalendar) -> timedelta:
    """Return the working time from now until `due`; negative is the working time overdue."""
    if now > due:
        return -remaining_working_time(due, now, calendar)
    total = _NOTHING
    for start, end in _spans_after(now, calendar):
        if start >= due:
            return total
        total += min(end, due) - start
    raise AssertionError("working spans never end")


def _working_time_before(due: datetime, calendar: WorkCalendar, left: timedelta) -> datetime:
    for start, end in _spans_before(due, calendar):
        if end - left >= start:
            return (end - left).astimezone(UTC)
        left -= end - start
    raise AssertionError("working spans never end")


def _spans_after(instant: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working sessions from this instant on, the first one cut to what is left."""
    for day in _days(_local_date(instant)):
        for start, end in _sessions_on(day, calendar):
            if end > instant:
                yield max(start, instant), end


def _spans_before(instant: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working sessions up to this instant, latest first, the first one cut."""
    last = _local_date(instant)
    for back in count():
        for start, end in reversed(_sessions_on(last - timedelta(days=back), calendar)):
            if start < instant:
                yield start, min(end, instant)


def _sessions_on(day: date, calendar: WorkCalendar) -> list[tuple[datetime, datetime]]:
    if not calendar.is_working_day(day):
        return []
    return [(_instant(day, start), _instant(day, end)) for start, end in calendar.sessions]


def _days(first: date, last: date = date.max) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _local_date(instant: datetime) -> date:
    return instant.astimezone(_VIETNAM).date()


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, _VIETNAM).astimezone(UTC)
