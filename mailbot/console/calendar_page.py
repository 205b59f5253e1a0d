"""Lịch làm việc: months with their holidays and make-up days; what an entry would move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot import realign
from mailbot.cases.deadline_moves import Move
from mailbot.cases.month import special_days, weeks_of
from mailbot.cases.period import month_of
from mailbot.clock import local_date
from mailbot.console.calendar_form import (
    entry_of_file,
    entry_of_form,
    entry_of_kept,
    kept,
)
from mailbot.console.clock_face import DAYS, day_name, short
from mailbot.console.visit import Visit
from mailbot.console.ways import ADMINISTRATORS, ANYBODY, Way
from mailbot.errors import BadInputError
from mailbot.storage import calendar_store, open_listing, registry_store
from mailbot.storage.staff import Role
from mailbot.words import say

PATH = "/lich"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose due time an entry moves, as the page lists it."""

    number: str
    agency: str
    arrived: str
    before: str
    after: str
    earlier: bool


def show_calendar(visit: Visit) -> Response:
    """Show one month, and the year's special days."""
    first = _month(visit)
    calendar = visit.house.calendar
    with visit.house.database.reading() as connection:
        entered = calendar_store.entries(connection)
        dues = open_listing.due_days(connection, month_of(first))
    return visit.page(
        "calendar.html",
        first=first,
        weeks=weeks_of(first, calendar),
        weekdays=[say(f"clock.short_day_{day}") for day in DAYS],
        today=local_date(visit.now),
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(first + timedelta(days=31)).strftime("%Y-%m"),
        special=special_days(first.year, calendar),
        entered={day.on for day in entered.days},
        confirmed=calendar.confirmed.get(first.year, ""),
        warnings=[
            visit.house.words.finding(one)
            for one in calendar.warnings_for([first, local_date(visit.now)])
        ],
        dues=dues,
        day_name=day_name,
        sessions=calendar.sessions,
        may_enter=Role.ADMINISTER in visit.member.roles,
    )


def preview(visit: Visit) -> Response:
    """Show what an entry would move; nothing is kept yet."""
    files = visit.uploads.get("file", ())
    entry = (
        entry_of_file(files[0].data, visit.house.calendar) if files else entry_of_form(visit.form)
    )
    with visit.house.database.transaction() as connection:
        visit.house.adopt_calendar(connection)
        moved = _moved(connection, realign.preview(visit.house, connection, entry))
    return _answer(visit, entry, moved, saved=False)


def enter(visit: Visit) -> Response:
    """Keep the entry, and show what it has moved."""
    entry = entry_of_kept(visit.form)
    with visit.house.database.transaction() as connection:
        visit.house.adopt_calendar(connection)
        who = visit.member.display_name
        moved = _moved(connection, realign.enter(visit.house, connection, entry, who))
    return _answer(visit, entry, moved, saved=True)


def _answer(visit: Visit, entry: realign.Entry, moved: list[Moved], *, saved: bool) -> Response:
    days = [day.on for day in entry.days] + ([entry.remove] if entry.remove else [])
    month = min(days).strftime("%Y-%m") if days else f"{entry.years[0][0]}-01"
    return visit.page(
        "calendar_moves.html",
        entry=entry,
        moved=moved,
        kept=kept(entry),
        saved=saved,
        day_name=day_name,
        back=f"{PATH}?thang={month}",
    )


def _month(visit: Visit) -> date:
    text = visit.query.get("thang", "")
    try:
        return date.fromisoformat(f"{text}-01") if text else local_date(visit.now).replace(day=1)
    except ValueError as error:
        raise BadInputError(say("calendar.bad_month", text=text[:20])) from error


def _moved(connection: Connection, moves: Iterable[Move]) -> list[Moved]:
    found = tuple(moves)
    codes = {move.case.agency_code for move in found}
    names = registry_store.agency_names(connection, codes)
    return [
        Moved(
            move.case.number,
            names.get(move.case.agency_code, ""),
            short(move.case.arrived_at),
            short(move.case.due_at),
            short(move.after),
            move.after < move.case.due_at,
        )
        for move in found
    ]


WAYS = (
    Way("GET", PATH, show_calendar, ANYBODY),
    Way("POST", f"{PATH}/xem-truoc", preview, ADMINISTRATORS),
    Way("POST", f"{PATH}/luu", enter, ADMINISTRATORS),
)
