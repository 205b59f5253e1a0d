"""Thời hạn: what is late or near, on an axis of working hours, and how the month was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from mailbot.cases.period import Period, month_of
from mailbot.cases.report import Entry, Timing
from mailbot.clock import local, local_date
from mailbot.console import axis
from mailbot.console.agency_name import shortened
from mailbot.console.bars import columns
from mailbot.console.clock_face import day_length, day_name, duration, short
from mailbot.console.deadline_board import (
    LEVELS,
    Running,
    by_level,
    handling_time,
    last_working_days,
    month_of_answers,
    per_day,
)
from mailbot.console.reason_groups import grouped
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.errors import BadInputError
from mailbot.storage import registry_store, review_reasons
from mailbot.storage.report_entries import entries_in
from mailbot.words import say

DAYS_SHOWN = 8
MOST_ON_AXIS = 16
MOST_LISTED = 200
# The last part of an address, and the group's name: the level it holds, or how it is sorted.
GROUPS = {
    "qua-han": "late",
    "sap-den-han": "soon",
    "trong-han": "ok",
    "cho-bo-sung": "pause",
    "da-tra-loi": "answered",
    "thoi-gian": "by_time",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A case answered this month as the list shows it."""

    entry: Entry
    agency: str
    received: str
    due: str
    ended: str
    took: str
    late: bool


def show_deadlines(visit: Visit) -> Response:
    """Show figures, axis and charts."""
    calendar, today = visit.house.calendar, local_date(visit.now)
    groups = _groups(visit)
    days = last_working_days(today, DAYS_SHOWN, calendar)
    entries = entries_in(visit.house.database, Period(min(days[0], today.replace(day=1)), today))
    month = month_of_answers(entries, month_of(today).holds, calendar)
    running = [one for level in ("late", "soon", "ok") for one in groups[level]]
    return visit.page(
        "deadlines.html",
        groups=groups,
        month=month,
        month_name=f"{today:%m/%Y}",
        median=_told(visit, month.median),
        median_by_itself=_told(visit, month.median_by_itself),
        axis=axis.draw([_clocked(one) for one in running[:MOST_ON_AXIS]], visit.now, calendar),
        more=max(0, len(running) - MOST_ON_AXIS),
        now=f"{local(visit.now):%H:%M}",
        today=today,
        day_name=day_name,
        chart=columns(per_day(entries, days)),
        reasons=_reasons(visit, month_of(today)),
        rule=visit.house.settings.deadline,
        sessions=calendar.sessions,
        warnings=_warnings(visit, [today, *(local_date(one.card.case.due_at) for one in running)]),
    )


def show_group(visit: Visit) -> Response:
    """Show the list behind one figure."""
    key = visit.path["group"]
    level = GROUPS.get(key)
    if level is None:
        raise BadInputError(say("page.no_list"))
    running = _groups(visit)[level] if level in LEVELS else None
    answered = None if running is not None else _answered(visit, by_time=level == "by_time")
    return visit.page(
        "deadline_group.html",
        key=key,
        title=say(f"board.group_{level}"),
        groups=[(one, say(f"board.group_{name}")) for one, name in GROUPS.items()],
        found=len(running or answered or ()),
        most=MOST_LISTED,
        running=running and running[:MOST_LISTED],
        answered=answered and answered[:MOST_LISTED],
    )


def _groups(visit: Visit) -> Mapping[str, tuple[Running, ...]]:
    """Return the open cases by level; a due time's clock is read once, however many share it."""
    with visit.house.database.reading() as connection:
        cards = visit.office.shelf.open_cards(connection)
    return by_level(cards, lambda card: visit.office.remaining(card.case, visit.now))


def _clocked(one: Running) -> axis.Clocked:
    case = one.card.case
    return axis.Clocked(
        case.number,
        shortened(one.card.agency),
        one.clock.level,
        one.clock.text,
        one.clock.due,
        case.arrived_at,
        case.due_at,
    )


def _reasons(visit: Visit, month: Period) -> list[tuple[str, int, bool]]:
    with visit.house.database.reading() as connection:
        found = grouped(review_reasons.counted(connection, month.begins_at, month.ends_at))
    return [(say(f"office.reason_{one.name}"), one.count, one.blocks) for one in found]


def _answered(visit: Visit, *, by_time: bool) -> list[Answered]:
    calendar, today = visit.house.calendar, local_date(visit.now)
    period = month_of(today)
    month = month_of_answers(entries_in(visit.house.database, period), period.holds, calendar)
    with visit.house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
    names = {agency.code: agency.name for agency in registry.agencies}
    order = sorted(month.answered, key=lambda entry: entry.ended_at or visit.now, reverse=True)
    if by_time:
        order.sort(key=lambda entry: handling_time(entry, calendar), reverse=True)
    return [
        _line(visit, entry, names.get(entry.agency_code, say("office.agency_unknown")))
        for entry in order
    ]


def _line(visit: Visit, entry: Entry, agency: str) -> Answered:
    assert entry.ended_at is not None
    return Answered(
        entry,
        agency,
        short(entry.received_at),
        short(entry.due_at),
        short(entry.ended_at),
        _told(visit, handling_time(entry, visit.house.calendar)),
        entry.timing is Timing.LATE,
    )


def _told(visit: Visit, time: timedelta | None) -> str:
    return "" if time is None else duration(time, day_length(visit.house.calendar))


def _warnings(visit: Visit, days: list[date]) -> list[str]:
    return [visit.house.words.finding(one) for one in visit.house.calendar.warnings_for(days)]


WAYS = (
    Way("GET", "/thoi-han", show_deadlines, READERS),
    Way("GET", "/thoi-han/{group}", show_group, READERS),
)
