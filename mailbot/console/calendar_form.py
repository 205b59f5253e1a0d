"""What somebody enters on the calendar's page: read from its form, or from a calendar file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.cases.calendar import CalendarError, DeclaredDay, WorkCalendar, calendar_from
from mailbot.cases.typed_number import read_number
from mailbot.console.typed_day import asked_day
from mailbot.errors import BadInputError
from mailbot.realign import Entry
from mailbot.words import say

LARGEST_BYTES = 200_000
_FIRST_YEAR, _LAST_YEAR = 2015, 2100

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as hidden fields carry it from the preview to the confirmation."""

    name: str
    value: str


def entry_of_form(form: Form) -> Entry:
    """Return what the form's fields say; BadInputError tells what to mend."""
    document = _text(form, "document")
    days = [
        DeclaredDay(_date(text), working, document)
        for name, working in (("off", False), ("worked", True))
        if (text := _text(form, name))
    ]
    year = _text(form, "year")
    remove = _text(form, "remove")
    if not (days or year or remove):
        raise BadInputError(say("calendar.nothing_chosen"))
    if not document and not remove:
        raise BadInputError(say("calendar.no_document"))
    if len({day.on for day in days}) != len(days):
        raise BadInputError(say("calendar.same_day"))
    years = ((_year(year), document),) if year else ()
    return Entry(tuple(days), years, _date(remove) if remove else None)


def entry_of_file(data: bytes, calendar: WorkCalendar) -> Entry:
    """Return what a calendar file says beyond what is known already (the format:
    config/working_calendar.toml).
    """
    if len(data) > LARGEST_BYTES:
        raise BadInputError(say("calendar.file_too_large"))
    try:
        told = calendar_from(data.decode("utf-8-sig"))
    except CalendarError as error:
        raise BadInputError(say("calendar.bad_file", error=error)) from error
    except (ValueError, RecursionError) as error:
        raise BadInputError(say("calendar.no_toml")) from error
    days = [told.declared[on] for on in sorted(told.declared)]
    new_days = tuple(day for day in days if calendar.declared.get(day.on) != day)
    new_years = tuple(
        one for one in sorted(told.confirmed.items()) if calendar.confirmed.get(one[0]) != one[1]
    )
    if not (new_days or new_years):
        raise BadInputError(say("calendar.nothing_new"))
    return Entry(new_days, new_years)


def kept(entry: Entry) -> list[Kept]:
    """Return the entry as hidden fields."""
    days = [Kept("day", f"{d.on.isoformat()}|{int(d.working)}|{d.document}") for d in entry.days]
    years = [Kept("confirmed", f"{year}|{document}") for year, document in entry.years]
    gone = [Kept("remove", entry.remove.isoformat())] if entry.remove else []
    return [*days, *years, *gone]


def entry_of_kept(form: Form) -> Entry:
    """Return the entry that `kept` wrote."""
    days = []
    for text in form.get("day", ()):
        on, working, document = _parts(text, 3)
        days.append(DeclaredDay(_date(on), working == "1", _document(document)))
    years = []
    for text in form.get("confirmed", ()):
        year, document = _parts(text, 2)
        years.append((_year(year), _document(document)))
    remove = _text(form, "remove")
    if not (days or years or remove):
        raise BadInputError(say("calendar.nothing_to_keep"))
    return Entry(tuple(days), tuple(years), _date(remove) if remove else None)


def _parts(text: str, count: int) -> list[str]:
    parts = text.split("|", count - 1)
    if len(parts) != count:
        raise BadInputError(say("calendar.bad_entry"))
    return parts


def _document(text: str) -> str:
    if not text.strip():
        raise BadInputError(say("calendar.no_document"))
    return text.strip()


def _text(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()


def _date(text: str) -> date:
    day = asked_day(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadInputError(say("calendar.year_out_of_range", year=day.year))
    return day


def _year(text: str) -> int:
    year = read_number(text)
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadInputError(say("calendar.bad_year", text=text[:20]))
    return year
