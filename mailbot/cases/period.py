"""A period of a report: whole local days, by month, quarter, year or as chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY = timedelta(days=1)
LONGEST_DAYS = 366 * 5


class PeriodError(ValueError):
    """The days given are no period: the first comes after the last, or it is too long."""


@dataclass(frozen=True, slots=True)
class Period:
    """The local days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not _DAY <= self.last - self.first + _DAY <= LONGEST_DAYS * _DAY:
            raise PeriodError(f"{self.first} – {self.last}")

    @property
    def begins_at(self) -> datetime:
        """The first instant (UTC) of the period."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant (UTC) after the period."""
        return _midnight(self.last + _DAY)

    def holds(self, instant: datetime) -> bool:
        """Return whether the instant lies in the period."""
        return self.begins_at <= instant < self.ends_at

    def days(self) -> tuple[date, ...]:
        """Return every day, in order."""
        return tuple(self.first + n * _DAY for n in range((self.last - self.first).days + 1))


def month_of(day: date) -> Period:
    """Return the month the day lies in."""
    return _months(day.year, day.month, 1)


def quarter_of(day: date) -> Period:
    """Return the quarter the day lies in."""
    return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3)


def year_of(day: date) -> Period:
    """Return the year the day lies in."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def _months(year: int, month: int, count: int) -> Period:
    after = year * 12 + month - 1 + count
    return Period(date(year, month, 1), date(after // 12, after % 12 + 1, 1) - _DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _VIETNAM).astimezone(UTC)
