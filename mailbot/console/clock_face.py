"""Working time as staff read it: what is left of it, and what the clock says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.case import Case
from mailbot.cases.deadline import remaining_working_time
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.clock import local, local_date
from mailbot.words import say

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Remaining:
    """The clock of one case, in words. `level` is ok, soon, late or pause; `used` in percent."""

    level: str
    text: str
    state: str
    due: str
    used: int
    left: timedelta


@dataclass(frozen=True, slots=True)
class Face:
    """What the page's clock shows."""

    now: str
    office: str


def remaining(case: Case, calendar: WorkCalendar, now: datetime, soon: timedelta) -> Remaining:
    """Return what is left for the case; `soon` is the working time from which it is near."""
    if case.state in CLOCK_STOPS_IN:
        waits = case.state is State.AWAITING_SUPPLEMENT
        word = say("clock.waits") if waits else say("clock.ended")
        told = say("clock.stands") if waits else say("clock.ended")
        return Remaining("pause", told, word, short(case.due_at), 0, timedelta.max)
    left = remaining_working_time(now, case.due_at, calendar)
    due = short(case.due_at)
    day = day_length(calendar)
    if left < _NOTHING or now > case.due_at:
        over = (
            say("clock.over", time=duration(-left, day))
            if left <= -_MINUTE
            else say("clock.just_over")
        )
        return Remaining("late", over, say("clock.level_late"), due, 100, left)
    whole = remaining_working_time(case.arrived_at, case.due_at, calendar) or timedelta(minutes=1)
    used = min(100, max(2, round(100 * (1 - left / whole))))
    if left <= soon:
        return Remaining(
            "soon",
            say("clock.left", time=duration(left, day)),
            say("clock.level_soon"),
            due,
            used,
            left,
        )
    return Remaining(
        "ok", say("clock.left", time=duration(left, day)), say("clock.level_ok"), due, used, left
    )


def duration(time: timedelta, day: timedelta) -> str:
    """Return working time in words: `1 ngày 2 giờ`, `2 giờ 40 phút`."""
    minutes = int(time.total_seconds()) // 60
    per_day = int(day.total_seconds()) // 60
    days, rest = divmod(minutes, per_day)
    hours, rest = divmod(rest, 60)
    if days:
        return (
            say("clock.days_hours", days=days, hours=hours)
            if hours
            else say("clock.days", days=days)
        )
    if hours:
        return (
            say("clock.hours_minutes", hours=hours, minutes=rest)
            if rest
            else say("clock.hours", hours=hours)
        )
    return say("clock.minutes", minutes=rest)


def short(instant: datetime) -> str:
    """Return an instant for a narrow column: `T5 26/11 17:00`."""
    at = local(instant)
    return f"{day_of_week(at)} {at:%d/%m %H:%M}"


def on_day(instant: datetime) -> str:
    """Return an instant within a sentence: `14:05 ngày 25/11/2026`."""
    at = local(instant)
    return say("clock.on_day", time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")


def face(now: datetime, calendar: WorkCalendar) -> Face:
    """Return the clock of the top bar."""
    at = local(now)
    told = f"{say(f'clock.day_{DAYS[at.weekday()]}')}, {at:%d/%m/%Y · %H:%M}"
    if not calendar.is_working_day(local_date(now)):
        return Face(told, say("clock.day_off"))
    for start, end in calendar.sessions:
        if start <= at.time() < end:
            return Face(told, say("clock.working_until", end=f"{end:%H:%M}"))
    return Face(told, say("clock.not_working"))


def day_name(day: date) -> str:
    """Return a day for a narrow head: `T5 26/11`."""
    return f"{day_of_week(day)} {day:%d/%m}"


def day_of_week(day: date) -> str:
    """Return the name of a day of the week for a narrow head: `T5`."""
    return say(f"clock.short_day_{DAYS[day.weekday()]}")


def day_length(calendar: WorkCalendar) -> timedelta:
    """Return the working time of a whole day."""
    return sum(
        (
            timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
            for start, end in calendar.sessions
        ),
        _NOTHING,
    )
