"""The working calendar as people read it."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.calendar_file import load_calendar
from mailbot.cases.calendar import DeclaredDay
from mailbot.cases.month import DayKind, day_of, special_days, weeks_of

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        pytest.param(date(2026, 11, 25), DayKind.WORKED, "", id="a Wednesday"),
        pytest.param(date(2026, 11, 24), DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam", id="a holiday"),
        pytest.param(date(2026, 11, 28), DayKind.WEEKEND, "", id="a Saturday"),
        pytest.param(date(2026, 8, 22), DayKind.MAKE_UP, "", id="a Saturday that is worked"),
        pytest.param(date(2026, 1, 2), DayKind.SWAPPED, "", id="a Friday off for it"),
        pytest.param(
            date(2026, 8, 31), DayKind.SWAPPED, "Ngày nghỉ (thay cho ngày 22/08/2026)", id="as told"
        ),
        pytest.param(
            date(2026, 4, 26), DayKind.WEEKEND, "Ngày Giỗ Tổ Hùng Vương", id="a holiday on a Sunday"
        ),
    ],
)
def test_a_day_is_told_with_its_reason(on: date, kind: DayKind, name: str) -> None:
    day = day_of(on, CALENDAR)
    assert (day.kind, day.name) == (kind, name)


def test_a_document_is_shown_with_the_day_it_declares() -> None:
    assert day_of(date(2026, 1, 10), CALENDAR).document.startswith("Công văn số 12729")


@pytest.mark.parametrize(
    ("first", "weeks", "before", "after"),
    [
        pytest.param(date(2026, 11, 1), 6, 6, 6, id="begins on a Sunday"),
        pytest.param(date(2027, 2, 1), 4, 0, 0, id="exactly four weeks"),
        pytest.param(date(2026, 12, 1), 5, 1, 3, id="the last of the year"),
    ],
)
def test_a_month_is_weeks_from_monday(first: date, weeks: int, before: int, after: int) -> None:
    found = weeks_of(first, CALENDAR)
    assert len(found) == weeks
    assert [found[0].count(None), found[-1].count(None)] == [before, after]
    days = [day.on.day for week in found for day in week if day]
    assert days == list(range(1, len(days) + 1))


def test_what_is_entered_stands_over_the_file_and_is_listed() -> None:
    moved = DeclaredDay(date(2027, 2, 11), False, "Thông báo số 1/TB-BNV")
    calendar = CALENDAR.with_entries([moved], {2027: "Thông báo số 1/TB-BNV"})
    assert not calendar.is_working_day(moved.on)
    assert not calendar.warnings_for([moved.on])
    assert day_of(moved.on, calendar).kind is DayKind.SWAPPED
    assert moved.on in {day.on for day in special_days(2027, calendar)}
    assert CALENDAR.is_working_day(moved.on)
