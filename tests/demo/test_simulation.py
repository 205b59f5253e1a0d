"""The simulation: its plan follows from the seed, its report is arithmetic, and it really runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.calendar_file import load_calendar
from mailbot.cases.deadline import remaining_working_time, working_time_after
from mailbot.clock import VIETNAM, local, local_date, utc_now
from mailbot.defaults import default_file
from mailbot.demo.simulation.clock import SimulatedClock
from mailbot.demo.simulation.figures import (
    Events,
    Figures,
    Office,
    Spent,
    Turn,
    figures_of,
    percentile,
)
from mailbot.demo.simulation.office import Officers
from mailbot.demo.simulation.stage import Staffing, simulate
from mailbot.demo.simulation.traffic import Away, Kind, Traffic, Wish, plan
from mailbot.words import load_words

CALENDAR = load_calendar(default_file("working_calendar.toml"))
MONDAY = date(2026, 11, 30)
WISH = Wish(MONDAY, days=20, mails_per_day=60)
HOUR = timedelta(hours=1)


def at(day: int, hour: float) -> datetime:
    """Return an instant of the week that begins on MONDAY (day 0)."""
    begins = datetime(2026, 11, 30, tzinfo=VIETNAM)
    return (begins + timedelta(days=day, hours=hour)).astimezone(UTC)


def by_day(traffic: Traffic) -> Counter[date]:
    return Counter(local_date(one.at) for one in traffic.arrivals)


def test_the_same_seed_gives_the_same_plan_and_another_one_another() -> None:
    assert plan(WISH, CALENDAR) == plan(WISH, CALENDAR)
    assert plan(WISH, CALENDAR) != plan(replace(WISH, seed=1), CALENDAR)


def test_weekends_are_quiet_mondays_busy_and_the_mean_is_what_was_wished() -> None:
    days = by_day(plan(WISH, CALENDAR))
    worked = [days[day] for day in days if CALENDAR.is_working_day(day)]
    weekend = [count for day, count in days.items() if not CALENDAR.is_working_day(day)]
    mondays = [count for day, count in days.items() if day.weekday() == 0]

    assert len(worked) == WISH.days
    assert sum(worked) / len(worked) == pytest.approx(WISH.mails_per_day, rel=0.1)
    assert max(weekend) < min(worked) / 4
    assert sum(mondays) / len(mondays) > 1.3 * WISH.mails_per_day


def test_most_mail_comes_in_the_hours_of_work_and_a_little_at_night() -> None:
    hours = Counter(local(one.at).hour for one in plan(WISH, CALENDAR).arrivals)
    in_work = sum(count for hour, count in hours.items() if 7 <= hour < 17)

    assert 0.9 < in_work / sum(hours.values()) < 1


def test_every_kind_comes_and_what_repeats_a_mail_names_one_before_it() -> None:
    arrivals = plan(WISH, CALENDAR).arrivals

    assert {one.kind for one in arrivals} == set(Kind) - {Kind.CORRECTED}
    repeats = [one for one in arrivals if one.of is not None]
    assert {one.kind for one in repeats} == {Kind.DUPLICATE, Kind.SENT_AGAIN}
    for one in repeats:
        assert one.of is not None
        assert one.of < one.number
        assert arrivals[one.of].kind in {Kind.NEW, Kind.SEVERAL, Kind.RESET}


def test_servers_and_authority_are_away_for_a_while_unless_it_is_to_be_calm() -> None:
    traffic = plan(WISH, CALENDAR)

    assert {one.what for one in traffic.outages} == set(Away)
    one = traffic.outages[0]
    assert traffic.away(one.what, one.begins) == one
    assert traffic.away(one.what, one.ends) is None
    assert plan(replace(WISH, outages=False), CALENDAR).outages == ()


@pytest.mark.parametrize(
    ("instant", "hours", "then"),
    [
        pytest.param(at(0, 8), 2, at(0, 10), id="within a session"),
        pytest.param(at(0, 10), 2, at(0, 14), id="over noon"),
        pytest.param(at(4, 16), 2, at(7, 8), id="over the weekend"),
        pytest.param(at(5, 3), 1, at(7, 8), id="from a Saturday night"),
    ],
)
def test_working_time_passes_in_working_hours(
    instant: datetime, hours: int, then: datetime
) -> None:
    assert working_time_after(instant, hours * HOUR, CALENDAR) == then
    assert remaining_working_time(instant, then, CALENDAR) == hours * HOUR


def test_officers_take_one_case_at_a_time_and_none_before_the_delay() -> None:
    officers = Officers(2, HOUR, 2 * HOUR, CALENDAR)

    decided = [officers.decides_at(at(0, 7)) for _ in range(3)]

    assert decided == [at(0, 10), at(0, 10), at(0, 14)]


def test_the_clock_never_goes_back_and_sleeps_by_its_speed() -> None:
    slept: list[float] = []
    clock = SimulatedClock(at(0, 7), 3600, slept.append, lambda: 0.0)

    clock.turn(at(0, 9))
    clock.turn(at(0, 8))

    assert clock() == at(0, 9)
    assert slept[0] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("ordered", "per_cent", "value"),
    [((), 95, 0.0), ((3.0,), 50, 3.0), (range(1, 101), 95, 95), (range(1, 101), 50, 50)],
)
def test_a_percentile_is_a_value_that_was_seen(
    ordered: tuple[float, ...], per_cent: int, value: float
) -> None:
    assert percentile(ordered, per_cent) == value


def turn(arrived: datetime, replied: datetime | None, *, person: bool = False) -> Turn:
    return Turn(arrived, at(2, 17), replied, person)


def figures(**different: object) -> Figures:
    events = Events(
        ends=at(3, 0),
        mails={"new": 4},
        cases=4,
        spent=(
            Spent(at(0, 8), "examine", 30.0),
            Spent(at(0, 8.9), "examine", 60.0),
            Spent(at(0, 9), "compose", 10.0),
        ),
        turns=(
            turn(at(0, 8), at(0, 9)),
            turn(at(0, 8), at(2, 18), person=True),
            turn(at(0, 8), None),
            replace(turn(at(0, 8), None), ended=True),
        ),
        reviewed=(at(0, 9), at(0, 10), at(1, 9)),
        sent=(at(0, 9), at(0, 9.5)),
        queue_peak=3,
        review_peak=2,
        faults={},
    )
    office = Office(officers=1, minutes=60, answers_per_hour=100)
    return figures_of(replace(events, **different), office, CALENDAR)  # type: ignore[arg-type]


def test_answers_are_counted_by_their_due_time_and_waits_in_working_hours() -> None:
    told = figures()

    counts = (told.in_time, told.late, told.open_in_time, told.open_late, told.closed)
    assert counts == (1, 1, 0, 1, 1)
    assert (told.by_itself.count, told.by_itself.p50) == (1, 1.0)
    assert (told.by_person.count, told.by_person.p95) == (1, 23.0)
    assert figures(ends=at(2, 16)).open_in_time == 1


def test_cpu_is_told_by_step_and_mail_and_the_busiest_hour_is_found() -> None:
    told = figures()

    assert told.cpu_by_step == {"examine": 45.0, "compose": 10.0}
    assert told.cpu_per_mail == 25.0
    assert (told.busiest_hour, told.busiest_hour_cpu) == (local(at(0, 8)), 90.0)


@pytest.mark.parametrize(
    ("different", "first", "factor"),
    [
        pytest.param({}, "officers", 4.0, id="one officer, two cases of an hour in a day"),
        pytest.param({"reviewed": ()}, "worker", 40.0, id="90 of 3600 seconds"),
        pytest.param({"reviewed": (), "spent": ()}, "answers", 50.0, id="2 of 100 answers"),
    ],
)
def test_what_breaks_first_is_what_has_least_to_spare(
    different: dict[str, object], first: str, factor: float
) -> None:
    limit = figures(**different).breaks_first

    assert limit.what == first
    assert limit.factor == pytest.approx(factor)


def a_plain_monday() -> date:
    """Return a Monday to come whose week and the next have no holidays: the plan is the same."""
    today = local_date(utc_now())
    monday = today + timedelta(days=7 - today.weekday())
    while not all(CALENDAR.is_working_day(monday + timedelta(days=n)) for n in (*range(5), 7, 8)):
        monday += timedelta(days=7)
    return monday


def test_days_with_outages_are_simulated_through_the_real_steps(tmp_path: Path) -> None:
    """Of this seed a mail comes while the server is away, one while the authority says nothing,
    and one with a defect, which is corrected.
    """
    wish = Wish(a_plain_monday(), days=2, mails_per_day=2.5, seed=73)
    days: list[date] = []

    told = simulate(
        wish,
        Staffing(),
        0.0,
        tmp_path,
        load_words(),
        lambda at, _mails: days.append(local_date(at)),
    )

    assert days[0] == wish.start
    assert told.mails[Kind.CORRECTED] == 1
    assert (told.cases, told.in_time) == (5, 6)
    assert (told.late, told.open_in_time, told.open_late, told.closed) == (0, 0, 0, 0)
    assert dict(told.faults) == {"inbox_away": 1}
    assert told.by_itself.p95 > 1  # waited for the authority and was answered by itself
    assert "waits_for_authority" in (tmp_path / "mailbot.log").read_text("utf-8")
    assert {"receive", "examine", "provision", "compose", "deliver"} <= set(told.cpu_by_step)
    assert all(seconds > 0 for seconds in told.cpu_by_step.values())
