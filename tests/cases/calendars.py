"""The calendar that is shipped, and Vietnamese times, for tests."""

from datetime import datetime

from mailbot.cases.calendar import WorkCalendar, calendar_from
from mailbot.clock import VIETNAM
from mailbot.defaults import default_file


def the_shipped_calendar() -> WorkCalendar:
    return calendar_from(default_file("working_calendar.toml").read_text("utf-8"))


def at(text: str) -> datetime:
    """`09/01/2026 10:00`, on Vietnam's clock."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
