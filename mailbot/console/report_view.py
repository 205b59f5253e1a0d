"""Báo cáo: which period and cases a report is about, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.cases.period import Period, month_of, quarter_of, year_of
from mailbot.cases.report import Outcome, Tally
from mailbot.storage.report_counts import Counts, Key
from mailbot.words import say

KINDS = ("thang", "quy", "nam", "khoang")
_OF: Mapping[str, Callable[[date], Period]] = {
    "thang": month_of,
    "quy": quarter_of,
    "nam": year_of,
}
_DAY = timedelta(days=1)
_DAYS_AS_DAYS = 45

# Columns of every table: keys of the tally.
COLUMNS = (
    "carried",
    "received",
    "total",
    "early",
    "on_day",
    "late",
    "solved",
    "open_in_time",
    "open_late",
    "open_waiting",
    "open",
    "refused",
    "closed",
    "supplements",
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

    whole: Tally
    tables: tuple[Table, ...]


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
        return say("report.period_month", month=first.month, year=first.year)
    if kind == "quy":
        return say(
            "report.period_quarter",
            quarter=["I", "II", "III", "IV"][(first.month - 1) // 3],
            year=first.year,
        )
    if kind == "nam":
        return say("report.period_year", year=first.year)
    return say("report.period_days", first=f"{first:%d/%m/%Y}", last=f"{period.last:%d/%m/%Y}")


def report(counts: Counts, names: Mapping[str, str]) -> Report:
    """Return the report of these counts; `names` has the agencies' names by code."""
    kinds = counts.kinds

    def table(field: str, code: str, tallies: Mapping[str, Tally], name: Name) -> Table:
        lines = [Line(one, name(one), tally) for one, tally in tallies.items()]
        title, head = say(f"report.by_{code}"), say(f"report.{code}")
        return Table(field, title, head, tuple(sorted(lines, key=_most_first)))

    def agency(code: str) -> str:
        return names.get(code, say("office.agency_unknown"))

    procedures, channels, outcomes = (_by(kinds, place, none) for place, none in enumerate(_NONE))
    tables = (
        table("thu-tuc", "procedure", procedures, lambda key: say(f"case.procedure_{key}")),
        table("kenh", "channel", channels, lambda key: say(f"case.channel_{key}")),
        table("ket-qua", "outcome", outcomes, lambda key: say(f"office.outcome_{key}")),
        table("co-quan", "agency", _by(counts.agencies, 0, NO_AGENCY), agency),
    )
    return Report(sum(kinds.values(), Tally()), tables)


Name = Callable[[str], str]
# How the address tells what is empty.
NO_PROCEDURE, NO_AGENCY = "none", "-"
_NONE = (NO_PROCEDURE, "", "")


def _by(tallies: Mapping[Key, Tally], place: int, none: str) -> Mapping[str, Tally]:
    """Return the tallies by what stands at this place of their keys."""
    found: dict[str, Tally] = {}
    for key, tally in tallies.items():
        name = key[place] or none
        found[name] = found.get(name, Tally()) + tally
    return found


def _most_first(line: Line) -> tuple[int, str]:
    return (-line.tally.total, line.name)


def parts(period: Period) -> list[tuple[str, Period]]:
    """Return the days of the period with their names, or its months where it is long."""
    days = period.days()
    if len(days) <= _DAYS_AS_DAYS:
        return [(f"{day:%d/%m}", Period(day, day)) for day in days]
    months = dict.fromkeys(day.replace(day=1) for day in days)
    return [(f"{first:%m/%Y}", _within(month_of(first), period)) for first in months]


def _within(month: Period, period: Period) -> Period:
    return Period(max(month.first, period.first), min(month.last, period.last))


OUTCOMES = tuple(Outcome)
