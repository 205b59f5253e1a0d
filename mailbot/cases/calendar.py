"""The working calendar: which local dates and hours the public sector works."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from mailbot.cases.finding import Finding, Severity

Session = tuple[time, time]

OFFICE_SESSIONS: tuple[Session, ...] = ((time(7), time(11)), (time(13), time(17)))
_DAY = timedelta(days=1)


class CalendarError(ValueError):
    """The calendar file cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class DeclaredDay:
    """A day that a document declares off or worked, whatever the weekday."""

    on: date
    working: bool
    document: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days: the public holidays of Vietnam, corrected by documents.

    `confirmed` has, by year, the document that announced the year's days off.
    """

    declared: Mapping[date, DeclaredDay]
    confirmed: Mapping[int, str]
    sessions: tuple[Session, ...] = OFFICE_SESSIONS

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on this local date; make-up Saturdays are working days.

        Law: Bộ luật Lao động 2019, Article 112 (the holidays), with the documents of `declared`.
        """
        entry = self.declared.get(day)
        return entry.working if entry else _usually_worked(day)

    def with_entries(self, days: Iterable[DeclaredDay], years: Mapping[int, str]) -> WorkCalendar:
        """Return the calendar with these entries laid over its own."""
        declared = {**self.declared, **{day.on: day for day in days}}
        return WorkCalendar(declared, {**self.confirmed, **years}, self.sessions)

    def working_days_after(self, day: date) -> Iterator[date]:
        """Yield the working days strictly after this local date, in order."""
        while True:
            day += _DAY
            if self.is_working_day(day):
                yield day

    def nth_working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day strictly after this local date; `count` >= 1."""
        days = self.working_days_after(day)
        for _ in range(count - 1):
            next(days)
        return next(days)

    def warnings_for(self, days: Iterable[date]) -> tuple[Finding, ...]:
        """Return one note for each year among the days that no document has confirmed yet."""
        years = sorted({day.year for day in days} - set(self.confirmed))
        return tuple(
            Finding("deadline.year_unconfirmed", Severity.NOTE, {"year": str(year)})
            for year in years
        )


@cache
def _library_year(year: int) -> Callable[[date], bool]:
    import holidays  # noqa: PLC0415 - a slow import that only working days need

    # A swap across New Year declares its make-up day in the other year, so load the neighbours.
    return holidays.country_holidays("VN", years=(year - 1, year, year + 1)).is_working_day


@cache
def _library_names(year: int) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - a slow import that only working days need

    return dict(holidays.country_holidays("VN", years=year, language="vi").items())


def holiday_name(day: date) -> str:
    """Return the Vietnamese name of the public holiday on this date, or nothing."""
    return _library_names(day.year).get(day, "")


def _usually_worked(day: date) -> bool:
    return _library_year(day.year)(day)


def calendar_from(text: str) -> WorkCalendar:
    """Return the calendar a TOML text describes (the format: config/working_calendar.toml).

    Raises CalendarError naming the faulty entry.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalendarError(f"not TOML: {error}") from error
    unknown = set(values) - {"office", "year", "day"}
    if unknown:
        raise CalendarError(f"unknown entries: {', '.join(sorted(unknown))}")
    return WorkCalendar(
        _declared(_tables(values, "day")),
        _confirmed(_tables(values, "year")),
        _sessions(values.get("office", {})),
    )


def _tables(values: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    tables = values.get(name, [])
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tables
    raise CalendarError(f"write each entry as [[{name}]]")


def _declared(tables: Sequence[Mapping[str, Any]]) -> dict[date, DeclaredDay]:
    days: dict[date, DeclaredDay] = {}
    for table in tables:
        day = _declared_day(table)
        if day.on in days:
            raise CalendarError(f"[[day]] {day.on}: declared twice")
        days[day.on] = day
    return days


def _declared_day(table: Mapping[str, Any]) -> DeclaredDay:
    match table:
        case {
            "date": date() as on,
            "working": bool(working),
            "document": str(document),
            **more,
        } if type(on) is date and document.strip() and not more:
            return DeclaredDay(on, working, document)
    raise CalendarError(
        f"[[day]] {table.get('date', '?')}: needs date = YYYY-MM-DD, working = true or false, "
        "and document"
    )


def _confirmed(tables: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    years: dict[int, str] = {}
    for table in tables:
        match table:
            case {"year": int(year), "document": str(document), **more} if (
                document.strip() and not more and year not in years
            ):
                years[year] = document
            case _:
                raise CalendarError(
                    f"[[year]] {table.get('year', '?')}: needs year and document, once a year"
                )
    return years


def _sessions(office: object) -> tuple[Session, ...]:
    if office == {}:
        return OFFICE_SESSIONS
    match office:
        case {"sessions": [*pairs], **more} if not more and _in_order(pairs):
            return tuple((start, end) for start, end in pairs)
    raise CalendarError("[office] sessions: needs pairs of local times, in order, e.g. 07:00:00")


def _in_order(pairs: Sequence[object]) -> bool:
    times: list[object] = []
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            return False
        times.extend(pair)
    plain = [moment for moment in times if isinstance(moment, time)]
    return bool(plain) and len(plain) == len(times) and sorted(set(plain)) == plain
