"""Báo cáo: which period and cases a report is about, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.cases.period import Period, month_of, quarter_of, year_of
from mailbot.cases.report import Entry, Outcome, Tally, tallies, tally
from mailbot.console.bars import Pair
from mailbot.words import Words

KINDS = (("thang", "Tháng"), ("quy", "Quý"), ("nam", "Năm"), ("khoang", "Khoảng ngày"))
_OF: Mapping[str, Callable[[date], Period]] = {
    "thang": month_of,
    "quy": quarter_of,
    "nam": year_of,
}
_DAY = timedelta(days=1)
_DAYS_AS_DAYS = 45

# Columns of every table: key of the tally, and its head.
COLUMNS = (
    ("carried", "Kỳ trước chuyển qua"),
    ("received", "Mới tiếp nhận"),
    ("total", "Tổng số"),
    ("early", "Trước hạn"),
    ("on_day", "Đúng hạn"),
    ("late", "Quá hạn"),
    ("solved", "Tổng đã giải quyết"),
    ("open_in_time", "Trong hạn"),
    ("open_late", "Quá hạn"),
    ("open_waiting", "Chờ bổ sung"),
    ("open", "Tổng đang giải quyết"),
    ("refused", "Từ chối"),
    ("closed", "Đóng, không trả lời"),
    ("supplements", "Lượt yêu cầu bổ sung"),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the period's cases is looked at; empty is everything."""

    procedure: str = ""
    channel: str = ""
    agency: str = ""
    result: str = ""

    def fits(self, entry: Entry) -> bool:
        """Return whether the case is looked at."""
        return all(
            not wanted or wanted == found
            for wanted, found in (
                (self.procedure, entry.procedure or "none"),
                (self.channel, entry.channel),
                (self.agency, entry.agency_code or "-"),
                (self.result, entry.outcome),
            )
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a group and its counts; `key` narrows the report to it."""

    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Table:
    """One breakdown: `field` is the filter its groups set."""

    field: str
    title: str
    head: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    period: Period
    whole: Tally
    tables: tuple[Table, ...]
    pairs: tuple[Pair, ...]
    entries: tuple[Entry, ...]


def period_of(kind: str, day: date, last: date | None = None) -> Period:
    """Return the period of this kind around the day; PeriodError where `last` makes none."""
    if kind in _OF:
        return _OF[kind](day)
    return Period(day, last or day)


def neighbours(period: Period) -> tuple[date, date]:
    """Return a day of the period before and one of the period after."""
    return period.first - _DAY, period.last + _DAY


def told(kind: str, period: Period) -> str:
    """Return the period in words: `tháng 11 năm 2026`."""
    first = period.first
    if kind == "thang":
        return f"tháng {first.month} năm {first.year}"
    if kind == "quy":
        return f"quý {['I', 'II', 'III', 'IV'][(first.month - 1) // 3]} năm {first.year}"
    if kind == "nam":
        return f"năm {first.year}"
    return f"từ {first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"


def report(
    entries: Iterable[Entry],
    period: Period,
    now: datetime,
    names: Mapping[str, str],
    words: Words,
) -> Report:
    """Return the report on these cases; `names` has the agencies' names by code."""
    found = tuple(entries)

    def table(field: str, title: str, head: str, key: Callable[[Entry], str], name: Name) -> Table:
        parts = tallies(found, period, now, key)
        lines = [Line(one, name(one), part) for one, part in parts.items()]
        return Table(field, title, head, tuple(sorted(lines, key=_most_first)))

    tables = (
        table(
            "thu-tuc",
            "Theo thủ tục",
            "Thủ tục",
            lambda entry: entry.procedure or "none",
            lambda key: words.say(f"case.procedure_{key}"),
        ),
        table(
            "kenh",
            "Theo hình thức tiếp nhận",
            "Hình thức",
            lambda entry: entry.channel,
            lambda key: words.say(f"case.channel_{key}"),
        ),
        table(
            "ket-qua",
            "Theo kết quả",
            "Kết quả",
            lambda entry: entry.outcome,
            lambda key: words.say(f"office.outcome_{key}"),
        ),
        table(
            "co-quan",
            "Theo cơ quan đề nghị",
            "Cơ quan",
            lambda entry: entry.agency_code or "-",
            lambda key: names.get(key, words.say("office.agency_unknown")),
        ),
    )
    return Report(period, tally(found, period, now), tables, _pairs(found, period), found)


Name = Callable[[str], str]


def _most_first(line: Line) -> tuple[int, str]:
    return (-line.tally.total, line.name)


def _pairs(entries: Sequence[Entry], period: Period) -> tuple[Pair, ...]:
    """Return what came in and was answered by day, or by month where the period is long."""
    days = period.days()
    if len(days) <= _DAYS_AS_DAYS:
        return tuple(_pair(entries, Period(day, day), f"{day:%d/%m}") for day in days)
    months = dict.fromkeys(day.replace(day=1) for day in days)
    return tuple(_pair(entries, month_of(first), f"{first:%m/%Y}") for first in months)


def _pair(entries: Sequence[Entry], period: Period, name: str) -> Pair:
    answered = [
        one for one in entries if one.timing and one.ended_at and period.holds(one.ended_at)
    ]
    return Pair(
        name,
        sum(period.holds(one.received_at) for one in entries),
        len(answered),
        sum(one.timing == "late" for one in answered),
    )


OUTCOMES = tuple(Outcome)
