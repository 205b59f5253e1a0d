"""What a report counts adds up, whatever the cases are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.period import Period, PeriodError, month_of, quarter_of, year_of
from mailbot.cases.report import Entry, Outcome, Tally, Timing
from tests.counting import tallies, tally

NOVEMBER = month_of(date(2026, 11, 5))
NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
_DAY = timedelta(days=1)
LONG_AFTER = datetime(2027, 5, 1, tzinfo=UTC)


def at(day: int, hour: int = 2, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def an_entry(**different: Any) -> Entry:
    sound: dict[str, Any] = {
        "id": 1,
        "number": "HS-2026-00001",
        "procedure": "new",
        "channel": "email",
        "agency_code": "pnk",
        "received_at": at(16),
        "due_at": at(18, 10),
        "ended_at": at(17),
        "outcome": Outcome.GRANTED,
    }
    return Entry(**(sound | different))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        pytest.param(month_of(date(2026, 2, 28)), date(2026, 2, 1), date(2026, 2, 28), id="month"),
        pytest.param(month_of(date(2026, 12, 1)), date(2026, 12, 1), date(2026, 12, 31), id="last"),
        pytest.param(quarter_of(date(2026, 5, 9)), date(2026, 4, 1), date(2026, 6, 30), id="q2"),
        pytest.param(quarter_of(date(2026, 12, 9)), date(2026, 10, 1), date(2026, 12, 31), id="q4"),
        pytest.param(year_of(date(2028, 5, 9)), date(2028, 1, 1), date(2028, 12, 31), id="year"),
    ],
)
def test_a_period_has_whole_local_days(period: Period, first: date, last: date) -> None:
    assert period == Period(first, last)
    assert period.begins_at.hour == 17  # midnight in Cần Thơ
    assert period.holds(period.begins_at)
    assert not period.holds(period.ends_at)


@pytest.mark.parametrize("last", [date(2026, 1, 1), date(2040, 1, 1)])
def test_a_period_that_ends_before_it_begins_or_never_is_refused(last: date) -> None:
    with pytest.raises(PeriodError):
        Period(date(2026, 1, 2), last)


@pytest.mark.parametrize(
    ("different", "timing"),
    [
        pytest.param({}, Timing.EARLY, id="the day before"),
        pytest.param({"ended_at": at(18, 9)}, Timing.ON_DAY, id="on the day, in time"),
        pytest.param({"ended_at": at(18, 11)}, Timing.LATE, id="on the day, an hour late"),
        pytest.param({"ended_at": at(17, 17)}, Timing.ON_DAY, id="after midnight here, not in UTC"),
        pytest.param({"ended_at": None, "outcome": Outcome.OPEN}, None, id="open"),
        pytest.param({"outcome": Outcome.CLOSED}, None, id="closed without an answer"),
    ],
)
def test_an_answer_lies_before_on_or_after_its_day(
    different: dict[str, Any], timing: Timing | None
) -> None:
    assert an_entry(**different).timing == timing


@pytest.mark.parametrize(
    ("different", "expected"),
    [
        pytest.param({}, Tally(received=1, early=1, granted=1), id="received and answered"),
        pytest.param(
            {"received_at": at(30, month=10), "outcome": Outcome.REFUSED},
            Tally(carried=1, early=1, refused=1),
            id="carried over",
        ),
        pytest.param(
            {"ended_at": at(2, month=12), "due_at": at(2, month=12)},
            Tally(received=1, open_in_time=1),
            id="open at the end, answered in the next month",
        ),
        pytest.param(
            {"ended_at": None, "outcome": Outcome.OPEN},
            Tally(received=1, open_late=1),
            id="open and late",
        ),
        pytest.param(
            {"ended_at": None, "outcome": Outcome.OPEN, "waits": True, "supplements": (at(17),)},
            Tally(received=1, open_waiting=1, supplements=1),
            id="waiting for a supplement is not late",
        ),
        pytest.param({"outcome": Outcome.CLOSED}, Tally(received=1, closed=1), id="closed"),
        pytest.param({"ended_at": at(31, month=10)}, Tally(), id="ended before"),
        pytest.param({"received_at": at(1, 2, 12), "ended_at": None}, Tally(), id="after"),
        pytest.param(
            {"by_itself": True},
            Tally(received=1, early=1, granted=1, by_itself=1),
            id="no person had to see it",
        ),
    ],
)
def test_a_case_is_counted_where_it_belongs(different: dict[str, Any], expected: Tally) -> None:
    now = LONG_AFTER if different.get("ended_at") == at(2, month=12) else NOW
    assert tally([an_entry(**different)], NOVEMBER, now) == expected


_INSTANTS = st.integers(0, 120).map(lambda day: datetime(2026, 9, 1, 2, tzinfo=UTC) + day * _DAY)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    received = draw(_INSTANTS)
    ended = draw(st.none() | st.integers(0, 60).map(lambda days: received + days * _DAY))
    ways = [Outcome.OPEN] if ended is None else [*Outcome][:3]
    return an_entry(
        received_at=received,
        due_at=received + draw(st.integers(0, 9)) * _DAY,
        ended_at=ended,
        outcome=draw(st.sampled_from(ways)),
        waits=ended is None and draw(st.booleans()),
        channel=draw(st.sampled_from(["email", "post"])),
    )


@given(st.lists(entries(), max_size=30))
def test_what_was_there_and_what_came_is_what_went_and_what_is_left(found: list[Entry]) -> None:
    whole = tally(found, NOVEMBER, NOW)
    assert whole.carried + whole.received == whole.solved + whole.closed + whole.open
    assert whole.solved == whole.granted + whole.refused
    parts = tallies(found, NOVEMBER, NOW, lambda entry: entry.channel).values()
    assert sum(part.total for part in parts) == whole.total
    october = tally(found, month_of(date(2026, 10, 1)), LONG_AFTER)
    assert october.open == whole.carried
