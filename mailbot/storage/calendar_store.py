"""The office's own entries of the working calendar: what all hosts lay over the calendar file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from mailbot.cases.calendar import DeclaredDay, WorkCalendar
from mailbot.storage import facts
from mailbot.storage.database import lock
from mailbot.storage.tables import working_day, working_year

_VERSION = "calendar_version"
_FOLLOWED = "calendar_followed"


@dataclass(frozen=True, slots=True)
class Entries:
    """What was entered: days off and make-up days, and the documents that confirm a year."""

    days: tuple[DeclaredDay, ...] = ()
    years: Mapping[int, str] | None = None

    def confirmed(self) -> Mapping[int, str]:
        """Return the document of each year that was entered."""
        return self.years or {}


def version(connection: Connection) -> int:
    """Return a number that grows with every change, 0 where nothing was ever entered."""
    return int(facts.told(connection, _VERSION) or 0)


def entries(connection: Connection) -> Entries:
    """Return everything that was entered."""
    days = connection.execute(select(working_day).order_by(working_day.c.day))
    years = connection.execute(select(working_year).order_by(working_year.c.year))
    return Entries(
        tuple(DeclaredDay(row.day, row.working, row.document) for row in days),
        {row.year: row.document for row in years},
    )


def enter_days(connection: Connection, days: Iterable[DeclaredDay]) -> None:
    """Add or replace these days."""
    _begin_change(connection)
    for day in days:
        connection.execute(delete(working_day).where(working_day.c.day == day.on))
        values = {"day": day.on, "working": day.working, "document": day.document}
        connection.execute(insert(working_day).values(values))


def remove_day(connection: Connection, day: date) -> bool:
    """Take an entry back, so that file and law count again; False where there is none."""
    _begin_change(connection)
    gone = connection.execute(delete(working_day).where(working_day.c.day == day))
    return gone.rowcount == 1


def confirm_year(connection: Connection, year: int, document: str) -> None:
    """Write which document announced the year's days off."""
    _begin_change(connection)
    connection.execute(delete(working_year).where(working_year.c.year == year))
    connection.execute(insert(working_year).values(year=year, document=document))


def followed(connection: Connection) -> WorkCalendar | None:
    """Return the calendar by which the open cases are due, with its working days and nothing else;
    None where nobody has written it yet.
    """
    told = facts.told(connection, _FOLLOWED)
    if told is None:
        return None
    days = {date.fromisoformat(day): working for day, working in json.loads(told).items()}
    return WorkCalendar({on: DeclaredDay(on, working, "") for on, working in days.items()}, {})


def follow(connection: Connection, calendar: WorkCalendar) -> None:
    """Write that the open cases are due by this calendar."""
    days = {str(on): day.working for on, day in sorted(calendar.declared.items())}
    facts.tell(connection, _FOLLOWED, json.dumps(days))


def _begin_change(connection: Connection) -> None:
    lock(connection, "calendar")
    facts.tell(connection, _VERSION, str(version(connection) + 1))
