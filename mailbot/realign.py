"""Due times after a change of the working calendar: each case that it moves is told so once.

Whoever saves an entry moves the open cases at once. A host that learns of the entry later looks
again, so that a case opened meanwhile by the old calendar is moved too. The calendar followed last
is kept, so that what changed in the file while nobody worked counts as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from mailbot.cases.calendar import DeclaredDay, WorkCalendar
from mailbot.cases.deadline import due_at
from mailbot.cases.deadline_moves import DueAt, Move, moves
from mailbot.clock import day_time
from mailbot.house import House
from mailbot.storage import calendar_store, history
from mailbot.storage.database import lock


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters: days with their document, and years that a document confirms."""

    days: tuple[DeclaredDay, ...] = ()
    years: tuple[tuple[int, str], ...] = ()
    remove: date | None = None


def preview(house: House, connection: Connection, entry: Entry) -> tuple[Move, ...]:
    """Return the open cases whose due time the entry would move."""
    return _moves(house, connection, _before(house, connection), _with(house, connection, entry))


def enter(house: House, connection: Connection, entry: Entry, who: str) -> tuple[Move, ...]:
    """Keep the entry and move the due times; return what moved."""
    before, now = _before(house, connection), house.clock()
    if entry.days:
        calendar_store.enter_days(connection, entry.days)
    for year, document in entry.years:
        calendar_store.confirm_year(connection, year, document)
    if entry.remove:
        calendar_store.remove_day(connection, entry.remove)
    _tell(connection, entry, who, now)
    house.adopt_calendar(connection)
    moved = _move(house, connection, before, who)
    calendar_store.follow(connection, house.calendar)
    return moved


@dataclass(eq=False)
class LookAgain:
    """Adopts what another host has entered, and moves what was opened by the old calendar: that of
    this process, `_settled`, or that followed by all before it began. What could not be written is
    looked at again.
    """

    house: House
    _settled: WorkCalendar | None = None

    def __call__(self) -> None:
        """Look once; nothing is done where the calendar is as it was at the last look."""
        house = self.house
        with house.database.transaction() as connection:
            house.adopt_calendar(connection)
            if house.calendar is self._settled:
                return
            lock(connection, "calendar")
            for before in (calendar_store.followed(connection), self._settled):
                if before is not None:
                    _move(house, connection, before, history.MAILBOT)
            calendar_store.follow(connection, house.calendar)
        self._settled = house.calendar


def _before(house: House, connection: Connection) -> WorkCalendar:
    """Return the calendar followed so far: what this process has adopted may come from a change
    that was never committed.
    """
    return calendar_store.followed(connection) or house.calendar


def _move(house: House, connection: Connection, before: WorkCalendar, who: str) -> tuple[Move, ...]:
    found = _moves(house, connection, before, house.calendar)
    now = house.clock()
    for move in found:
        times = {"before": day_time(move.case.due_at), "after": day_time(move.after)}
        moved = replace(move.case, due_at=move.after)
        house.cases.save(connection, moved, now, "due_moved", who, **times)
    return found


def _moves(
    house: House, connection: Connection, before: WorkCalendar, after: WorkCalendar
) -> tuple[Move, ...]:
    open_cases = house.cases.open_cases(connection)
    return moves(open_cases, _rule(house, before), _rule(house, after))


def _rule(house: House, calendar: WorkCalendar) -> DueAt:
    rule = house.settings.deadline
    return partial(due_at, calendar=calendar, working_days=rule.working_days, due_time=rule.due_at)


def _with(house: House, connection: Connection, entry: Entry) -> WorkCalendar:
    known = calendar_store.entries(connection)
    days = {day.on: day for day in known.days}
    days.update({day.on: day for day in entry.days})
    if entry.remove:
        days.pop(entry.remove, None)
    years = {**known.confirmed(), **dict(entry.years)}
    return house.file_calendar.with_entries(days.values(), years)


def _tell(connection: Connection, entry: Entry, who: str, now: datetime) -> None:
    for day in entry.days:
        what = "calendar_worked" if day.working else "calendar_off"
        told = {"day": f"{day.on:%d/%m/%Y}", "document": day.document}
        history.write(connection, now, None, what, who, **told)
    for year, document in entry.years:
        told = {"year": str(year), "document": document}
        history.write(connection, now, None, "calendar_confirmed", who, **told)
    if entry.remove:
        history.write(
            connection, now, None, "calendar_removed", who, day=f"{entry.remove:%d/%m/%Y}"
        )
