from datetime import date, time, timedelta

import pytest

from mailbot.cases.calendar import CalendarError, WorkCalendar, calendar_from
from tests.cases.calendars import the_shipped_calendar

CALENDAR = the_shipped_calendar()

WEEKDAYS_OFF = {
    2023: "02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09",
    2024: "01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09",
    2025: "01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09",
    2026: "01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09 24/11",
}
WEEKENDS_WORKED = {2023: "", 2024: "04/05", 2025: "26/04", 2026: "10/01 22/08"}


def _days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=i) for i in range(365 + (year % 4 == 0))]


@pytest.mark.parametrize("year", WEEKDAYS_OFF)
def test_every_day_of_a_confirmed_year_is_as_its_documents_say(year: int) -> None:
    days = _days_of(year)
    off = [d for d in days if d.weekday() < 5 and not CALENDAR.is_working_day(d)]
    worked = [d for d in days if d.weekday() >= 5 and CALENDAR.is_working_day(d)]

    assert " ".join(f"{d:%d/%m}" for d in off) == WEEKDAYS_OFF[year]
    assert " ".join(f"{d:%d/%m}" for d in worked) == WEEKENDS_WORKED[year]


def test_the_two_corrections_of_2026_come_from_our_file_and_not_from_the_package() -> None:
    bare = WorkCalendar({}, {})
    assert bare.is_working_day(date(2026, 1, 2))
    assert not bare.is_working_day(date(2026, 1, 10))


def test_every_declared_day_names_its_document() -> None:
    assert all(any(c.isdigit() for c in day.document) for day in CALENDAR.declared.values())


def test_a_year_without_a_document_warns_once() -> None:
    findings = CALENDAR.warnings_for([date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)])
    assert [(f.code, dict(f.fields)) for f in findings] == [
        ("deadline.year_unconfirmed", {"year": "2027"})
    ]


def test_confirmed_years_do_not_warn() -> None:
    assert CALENDAR.warnings_for([date(year, 6, 1) for year in WEEKDAYS_OFF]) == ()


def test_working_days_after_a_date_never_hold_that_date() -> None:
    assert CALENDAR.nth_working_day_after(date(2026, 1, 9), 1) == date(2026, 1, 10)
    assert CALENDAR.nth_working_day_after(date(2026, 1, 9), 2) == date(2026, 1, 12)


def test_an_operator_can_change_the_office_hours() -> None:
    calendar = calendar_from("[office]\nsessions = [[08:00:00, 12:00:00]]")
    assert calendar.sessions == ((time(8), time(12)),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("= 1", "TOML", id="no TOML"),
        pytest.param("holidays = 1", "holidays", id="an unknown entry"),
        pytest.param("day = 1", r"\[\[day\]\]", id="days are no tables"),
        pytest.param("[[day]]\ndate = 2026-01-02\nworking = false", "2026-01-02", id="no document"),
        pytest.param(
            "[[day]]\ndate = 2026-01-02\nworking = 'no'\ndocument = 'x'", "2026-01-02", id="no bool"
        ),
        pytest.param(
            "[[day]]\ndate = 2026-01-02T00:00:00\nworking = true\ndocument = 'x'",
            "2026-01-02",
            id="a time for a date",
        ),
        pytest.param(
            "[[day]]\ndate = 2026-01-02\nworking = true\ndocument = 'x'\n" * 2,
            "twice",
            id="a day declared twice",
        ),
        pytest.param("[[year]]\nyear = 2027\ndocument = ' '", "2027", id="an empty document"),
        pytest.param("[[year]]\nyear = 2027\ndocument = 'x'\n" * 2, "2027", id="a year twice"),
        pytest.param(
            "[office]\nsessions = [[11:00:00, 07:00:00]]", "sessions", id="hours backwards"
        ),
        pytest.param("[office]\nsessions = []", "sessions", id="no hours at all"),
        pytest.param("[office]\nsessions = [['7', '11']]", "sessions", id="hours as text"),
    ],
)
def test_a_faulty_file_is_refused_with_the_name_of_the_entry(text: str, names: str) -> None:
    with pytest.raises(CalendarError, match=names):
        calendar_from(text)
