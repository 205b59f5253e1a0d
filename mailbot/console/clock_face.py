"""Working time as staff read it: what is left of it, and what the clock says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.case import Case
from mailbot.cases.deadline import remaining_working_time
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.clock import local, local_date

_DAY_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LONG_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
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
        word = "Chờ bổ sung" if waits else "Đã xong"
        told = "Đồng hồ tạm dừng" if waits else "Đã xong"
        return Remaining("pause", told, word, short(case.due_at), 0, timedelta.max)
    left = remaining_working_time(now, case.due_at, calendar)
    due = short(case.due_at)
    day = day_length(calendar)
    if left < _NOTHING or now > case.due_at:
        over = f"Quá {duration(-left, day)}" if left <= -_MINUTE else "Vừa quá hạn"
        return Remaining("late", over, "Quá hạn", due, 100, left)
    whole = remaining_working_time(case.arrived_at, case.due_at, calendar) or timedelta(minutes=1)
    used = min(100, max(2, round(100 * (1 - left / whole))))
    if left <= soon:
        return Remaining("soon", f"Còn {duration(left, day)}", "Sắp đến hạn", due, used, left)
    return Remaining("ok", f"Còn {duration(left, day)}", "Trong hạn", due, used, left)


def duration(time: timedelta, day: timedelta) -> str:
    """Return working time in words: `1 ngày 2 giờ`, `2 giờ 40 phút`."""
    minutes = int(time.total_seconds()) // 60
    per_day = int(day.total_seconds()) // 60
    days, rest = divmod(minutes, per_day)
    hours, rest = divmod(rest, 60)
    if days:
        return f"{days} ngày {hours} giờ" if hours else f"{days} ngày"
    if hours:
        return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"
    return f"{rest} phút"


def short(instant: datetime) -> str:
    """Return an instant for a narrow column: `T5 26/11 17:00`."""
    at = local(instant)
    return f"{_DAY_NAMES[at.weekday()]} {at:%d/%m %H:%M}"


def face(now: datetime, calendar: WorkCalendar) -> Face:
    """Return the clock of the top bar."""
    at = local(now)
    told = f"{_LONG_NAMES[at.weekday()]}, {at:%d/%m/%Y · %H:%M}"
    if not calendar.is_working_day(local_date(now)):
        return Face(told, "Ngày nghỉ")
    for start, end in calendar.sessions:
        if start <= at.time() < end:
            return Face(told, f"Trong giờ làm việc, đến {end:%H:%M}")
    return Face(told, "Ngoài giờ làm việc")


def day_name(day: date) -> str:
    """Return a day for a narrow head: `T5 26/11`."""
    return f"{_DAY_NAMES[day.weekday()]} {day:%d/%m}"


def day_length(calendar: WorkCalendar) -> timedelta:
    """Return the working time of a whole day."""
    return sum(
        (
            timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
            for start, end in calendar.sessions
        ),
        _NOTHING,
    )
