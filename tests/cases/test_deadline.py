from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.cases.deadline import (
    deadline_of,
    due_at,
    remaining_working_time,
    target_at,
    warning_points,
)
from mailbot.clock import local, local_date
from tests.cases.calendars import at, the_shipped_calendar

CALENDAR = the_shipped_calendar()
INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("received", "due", "target"),
    [
        pytest.param("27/11/2023 09:00", "29/11/2023", "29/11/2023 09:00", id="plain week"),
        pytest.param("31/12/2025 10:00", "06/01/2026", "06/01/2026 10:00", id="new year, swap"),
        pytest.param("09/01/2026 10:00", "12/01/2026", "12/01/2026 10:00", id="worked Saturday"),
        pytest.param("13/02/2026 16:00", "24/02/2026", "24/02/2026 16:00", id="over Tết"),
        pytest.param("24/04/2026 15:30", "29/04/2026", "29/04/2026 15:30", id="Giỗ Tổ made up"),
        pytest.param("21/08/2026 15:00", "24/08/2026", "24/08/2026 15:00", id="worked 22/8"),
        pytest.param("28/08/2026 09:00", "04/09/2026", "04/09/2026 09:00", id="Quốc khánh"),
        pytest.param("20/11/2026 18:30", "25/11/2026", "25/11/2026 17:00", id="after hours"),
        pytest.param("21/11/2026 09:00", "25/11/2026", "25/11/2026 17:00", id="a Saturday"),
        pytest.param("23/11/2026 09:00", "26/11/2026", "26/11/2026 09:00", id="Ngày Văn hóa"),
    ],
)
def test_the_worked_examples(received: str, due: str, target: str) -> None:
    deadline = deadline_of(at(received), CALENDAR)

    assert local(deadline.due_at) == at(f"{due} 17:00")
    assert local(deadline.target_at) == at(target)
    assert deadline.warnings == ()


def test_instants_are_in_utc() -> None:
    deadline = deadline_of(at("09/01/2026 10:00"), CALENDAR)
    zones = {deadline.received_at.tzinfo, deadline.due_at.tzinfo, deadline.target_at.tzinfo}
    assert zones == {UTC}


def test_the_local_date_counts_not_the_date_in_utc() -> None:
    one_in_the_morning_on_tuesday = datetime(2023, 11, 27, 18, 0, tzinfo=UTC)
    assert local(due_at(one_in_the_morning_on_tuesday, CALENDAR)) == at("30/11/2023 17:00")


def test_a_deadline_that_reaches_into_an_unconfirmed_year_warns() -> None:
    warnings = deadline_of(at("31/12/2026 08:00"), CALENDAR).warnings
    assert [finding.fields["year"] for finding in warnings] == ["2027"]


def test_settings_can_make_the_deadline_stricter() -> None:
    received = at("27/11/2023 09:00")
    assert local(due_at(received, CALENDAR, 1, time(11))) == at("28/11/2023 11:00")


@pytest.mark.parametrize(("days", "due_time"), [(3, time(17)), (2, time(17, 1)), (0, time(17))])
def test_a_deadline_later_than_the_law_is_impossible(days: int, due_time: time) -> None:
    with pytest.raises(ValueError, match="not later"):
        due_at(at("27/11/2023 09:00"), CALENDAR, days, due_time)


def test_a_stricter_deadline_pulls_the_target_with_it() -> None:
    deadline = deadline_of(at("27/11/2023 09:00"), CALENDAR, 1, time(11))
    assert deadline.target_at == deadline.due_at


def test_warnings_come_that_many_working_hours_before_the_due_time() -> None:
    due = at("29/11/2023 17:00")
    points = warning_points(due, CALENDAR, (8, 4, 1))
    assert [f"{local(p):%d/%m %H:%M}" for p in points] == [
        "29/11 07:00",
        "29/11 13:00",
        "29/11 16:00",
    ]


def test_a_warning_longer_than_a_day_skips_nights_and_holidays() -> None:
    (point,) = warning_points(at("26/11/2026 17:00"), CALENDAR, (17,))
    assert local(point) == at("23/11/2026 16:00")


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        pytest.param("29/11/2023 16:00", 1, id="the last hour"),
        pytest.param("29/11/2023 12:00", 4, id="noon does not count"),
        pytest.param("27/11/2023 09:00", 22, id="from arrival"),
        pytest.param("29/11/2023 17:00", 0, id="now"),
        pytest.param("30/11/2023 09:00", -2, id="overdue"),
        pytest.param("02/12/2023 09:00", -16, id="overdue into the weekend"),
    ],
)
def test_remaining_time_counts_office_hours_only(now: str, hours: int) -> None:
    left = remaining_working_time(at(now), at("29/11/2023 17:00"), CALENDAR)
    assert left == timedelta(hours=hours)


@settings(deadline=None)
@given(INSTANTS)
def test_the_due_day_is_the_second_working_day_after_arrival(received: datetime) -> None:
    first, last = local_date(received), local_date(due_at(received, CALENDAR))
    between = [first + timedelta(days=i) for i in range(1, (last - first).days + 1)]

    assert CALENDAR.is_working_day(last)
    assert sum(map(CALENDAR.is_working_day, between)) == 2


@settings(deadline=None)
@given(INSTANTS, INSTANTS)
def test_who_came_earlier_is_never_due_later(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert due_at(earlier, CALENDAR) <= due_at(later, CALENDAR)
    assert target_at(earlier, CALENDAR) <= target_at(later, CALENDAR)


@settings(deadline=None)
@given(INSTANTS)
def test_the_target_is_sixteen_working_hours_on_and_never_after_the_due_time(
    received: datetime,
) -> None:
    target = target_at(received, CALENDAR)
    assert target <= due_at(received, CALENDAR)
    assert remaining_working_time(received, target, CALENDAR) == timedelta(hours=16)


@settings(deadline=None)
@given(INSTANTS, st.integers(1, 40))
def test_a_warning_point_leaves_exactly_its_hours(received: datetime, hours: int) -> None:
    due = due_at(received, CALENDAR)
    (point,) = warning_points(due, CALENDAR, (hours,))
    assert remaining_working_time(point, due, CALENDAR) == timedelta(hours=hours)
