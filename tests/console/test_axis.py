"""The axis draws working hours only: where instants and days lie on it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailbot.calendar_file import load_calendar
from mailbot.console.axis import LABELS, WIDTH, Axis, Clocked, draw

CALENDAR = load_calendar()
NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)  # Monday 14:20 in Cần Thơ


def clocked(begun: datetime, due: datetime, level: str = "ok") -> Clocked:
    return Clocked("HS-2026-00001", "UBND phường Ninh Kiều", level, "Còn 1 ngày", "T5", begun, due)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a local time of November 2026."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


def drawn(*cases: Clocked) -> Axis:
    return draw(cases, NOW, CALENDAR)


def test_days_off_have_no_room_but_a_gap_that_names_them() -> None:
    axis = drawn(clocked(at(20, 9), at(26, 17)))
    assert [mark.on.day for mark in axis.days] == [20, 23, 25, 26, 27]
    outs = [[day.day for day in mark.left_out] for mark in axis.days]
    assert outs == [[], [21, 22], [24], [], []]
    assert axis.left_out == (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 24))
    assert axis.days[0].x == LABELS
    assert axis.days[-1].x + axis.days[-1].width <= WIDTH


@pytest.mark.parametrize(
    ("instant", "day", "share"),
    [
        pytest.param(at(23, 7), 1, 0, id="the morning's first minute"),
        pytest.param(at(23, 9), 1, 0.25, id="two hours of eight"),
        pytest.param(at(23, 12), 1, 0.5, id="noon is no working time"),
        pytest.param(at(23, 15), 1, 0.75, id="the afternoon"),
        pytest.param(at(23, 20), 1, 1, id="the evening is the day's end"),
        pytest.param(at(22, 9), 0, 1, id="a Sunday is Friday's end"),
        pytest.param(at(24, 9), 1, 1, id="a holiday is the day before's end"),
        pytest.param(at(2, 9), 0, 0, id="long ago is the left edge"),
    ],
)
def test_an_instant_lies_where_work_stands(instant: datetime, day: int, share: float) -> None:
    axis = drawn(clocked(instant, at(26, 17)), clocked(at(20, 7), at(26, 17)))
    mark = axis.days[day]
    assert axis.bars[0].begin == pytest.approx(mark.x + share * mark.width, abs=0.2)


def test_a_late_case_is_drawn_beyond_its_due_time_and_others_are_not() -> None:
    late, sound = drawn(clocked(at(19, 9), at(23, 11), "late"), clocked(at(20, 9), at(25, 17))).bars
    assert late.over > late.due
    assert late.used == late.due
    assert sound.over == sound.due
    assert sound.begin < sound.used < sound.due


def test_a_case_that_is_late_by_no_working_time_yet_is_seen_to_be_late() -> None:
    (late,) = drawn(clocked(at(19, 9), NOW, "late")).bars
    assert late.over >= late.due + 8


def test_a_label_that_does_not_fit_stands_before_its_tick() -> None:
    (bar,) = drawn(clocked(at(20, 9), at(27, 17))).bars
    assert bar.label_anchor == "end"
    assert bar.label_at < bar.due


def test_nothing_open_is_still_a_drawing() -> None:
    assert len(drawn().days) == 5
    assert drawn().bars == ()
