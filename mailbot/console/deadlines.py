"""Thời hạn: open cases on an axis of working hours, and how answers went lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.period import Period, month_of
from mailbot.clock import local, local_date
from mailbot.console import axis
from mailbot.console.agency_name import shortened
from mailbot.console.bars import columns
from mailbot.console.clock_face import day_length, day_name, duration
from mailbot.console.deadline_board import Lately, last_working_days, open_groups, per_day
from mailbot.console.reason_groups import grouped
from mailbot.console.shelf import Card
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.storage import open_listing, review_reasons
from mailbot.storage.open_listing import CLOCK_RUNS, Group, received_on
from mailbot.words import say

DAYS_SHOWN = 8
MOST_ON_AXIS = 16


def show_deadlines(visit: Visit) -> Response:
    """Show figures, axis and charts."""
    calendar, today = visit.house.calendar, local_date(visit.now)
    ended, days = lately(visit), _days_shown(visit)
    with visit.house.database.reading() as connection:
        received = {day.isoformat(): received_on(Period(day, day)) for day in days}
        counts = open_listing.counts(connection, groups_of(visit) | received)
        cards = _most_urgent(visit, connection)
        last_due = open_listing.last_due(connection) or visit.now
        reasons = _reasons(connection, month_of(today))
    running = counts["late"] + counts["soon"] + counts["ok"]
    return visit.page(
        "deadlines.html",
        counts=counts,
        month=ended.month,
        month_name=f"{today:%m/%Y}",
        median=told(visit, ended.month.median),
        median_by_itself=told(visit, ended.month.median_by_itself),
        axis=axis.draw([_clocked(visit, card) for card in cards], visit.now, calendar),
        more=running - len(cards),
        now=f"{local(visit.now):%H:%M}",
        today=today,
        day_name=day_name,
        chart=columns(per_day(ended.on_days, {day: counts[day.isoformat()] for day in days}, days)),
        reasons=reasons,
        rule=visit.house.settings.deadline,
        sessions=calendar.sessions,
        warnings=_warnings(visit, last_due),
    )


def groups_of(visit: Visit) -> dict[str, Group]:
    """Return the open cases' groups by level, as of now."""
    soon = timedelta(hours=visit.house.settings.deadline.soon_hours)
    return open_groups(visit.now, soon, visit.house.calendar)


def lately(visit: Visit) -> Lately:
    """Return what was answered this month, and what ended on the days shown."""
    house = visit.house
    days = _days_shown(visit)
    return visit.office.board.lately(house.database, days[0], local_date(visit.now), house.calendar)


def told(visit: Visit, time: timedelta | None) -> str:
    """Return working time in words, or nothing."""
    return "" if time is None else duration(time, day_length(visit.house.calendar))


def _days_shown(visit: Visit) -> Sequence[date]:
    return last_working_days(local_date(visit.now), DAYS_SHOWN, visit.house.calendar)


def _most_urgent(visit: Visit, connection: Connection) -> tuple[Card, ...]:
    found = open_listing.page(connection, CLOCK_RUNS, "", skip=0, most=MOST_ON_AXIS)
    return visit.office.shelf.cards(connection, found)


def _clocked(visit: Visit, card: Card) -> axis.Clocked:
    case, clock = card.case, visit.office.remaining(card.case, visit.now)
    return axis.Clocked(
        case.number,
        shortened(card.agency),
        clock.level,
        clock.text,
        clock.due,
        case.arrived_at,
        case.due_at,
    )


def _reasons(connection: Connection, month: Period) -> list[tuple[str, int, bool]]:
    found = grouped(review_reasons.counted(connection, month.begins_at, month.ends_at))
    return [(say(f"office.reason_{one.name}"), one.count, one.blocks) for one in found]


def _warnings(visit: Visit, last_due: datetime) -> list[str]:
    """Return what is doubtful about the days between today and the last due time."""
    days = [local_date(visit.now), local_date(last_due)]
    return [visit.house.words.finding(one) for one in visit.house.calendar.warnings_for(days)]


WAYS = (Way("GET", "/thoi-han", show_deadlines, READERS),)
