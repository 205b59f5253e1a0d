"""Báo cáo: which period and cases a report is about, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.cases.period import Period, month_of, quarter_of, year_of
from mailbot.cases.report import Entry, Outcome, Tally, tallies, tally
from mailbot.console.bars import Pair
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


def report(
    entries: Iterable[Entry],
    period: Period,
    now: datetime,
    names: Mapping[str, str],
) -> Report:
    """Return the report on these cases; `names` has the agencies' names by code."""
    found = tuple(entries)

    def table(field: str, code: str, key: Callable[[Entry], str], name: Name) -> Table:
        parts = tallies(found, period, now, key)
        lines = [Line(one, name(one), part) for one, part in parts.items()]
        title, head = say(f"report.by_{code}"), say(f"report.{code}")
        return Table(field, title, head, tuple(sorted(lines, key=_most_first)))

    tables = (
        table(
            "thu-tuc",
            "procedure",
            lambda entry: entry.procedure or "none",
            lambda key: say(f"case.procedure_{key}"),
        ),
        table(
            "kenh",
            "channel",
            lambda entry: entry.channel,
            lambda key: say(f"case.channel_{key}"),
        ),
        table(
            "ket-qua",
            "outcome",
            lambda entry: entry.outcome,
            lambda key: say(f"office.outcome_{key}"),
        ),
        table(
            "co-quan",
            "agency",
            lambda entry: entry.agency_code or "-",
            lambda key: names.get(key, say("office.agency_unknown")),
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
