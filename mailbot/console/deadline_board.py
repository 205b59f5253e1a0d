"""Thời hạn in figures: the open cases by their clocks, and how this month was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import remaining_working_time
from mailbot.cases.report import Entry, Timing
from mailbot.clock import local_date
from mailbot.console.bars import Pair
from mailbot.console.clock_face import Remaining
from mailbot.console.shelf import Card

LEVELS = ("late", "soon", "ok", "pause")


@dataclass(frozen=True, slots=True)
class Running:
    """An open case with its clock."""

    card: Card
    clock: Remaining


@dataclass(frozen=True, slots=True)
class Month:
    """How the cases answered this month did. Times are working time."""

    answered: tuple[Entry, ...]
    in_time: int
    median: timedelta | None
    median_by_itself: timedelta | None
    by_itself: int

    @property
    def share(self) -> float | None:
        """The share answered in time; None where nothing was answered."""
        return self.in_time / len(self.answered) if self.answered else None


def by_level(
    cards: Iterable[Card], clock: Callable[[Card], Remaining]
) -> Mapping[str, tuple[Running, ...]]:
    """Return the open cases by level, in each the one due first at the head."""
    running = sorted(
        (Running(card, clock(card)) for card in cards),
        key=lambda one: (one.card.case.due_at, one.card.case.id),
    )
    return {level: tuple(one for one in running if one.clock.level == level) for level in LEVELS}


def month_of_answers(
    entries: Iterable[Entry], holds: Callable[[datetime], bool], calendar: WorkCalendar
) -> Month:
    """Return how the cases answered within the month did."""
    answered = tuple(
        entry
        for entry in entries
        if entry.timing is not None and entry.ended_at is not None and holds(entry.ended_at)
    )
    took = {entry.id: handling_time(entry, calendar) for entry in answered}
    alone = [took[entry.id] for entry in answered if entry.by_itself]
    return Month(
        answered,
        sum(entry.timing is not Timing.LATE for entry in answered),
        _middle(list(took.values())),
        _middle(alone),
        len(alone),
    )


def handling_time(entry: Entry, calendar: WorkCalendar) -> timedelta:
    """Return the working time from receipt to answer."""
    assert entry.ended_at is not None
    return max(timedelta(0), remaining_working_time(entry.received_at, entry.ended_at, calendar))


def per_day(entries: Iterable[Entry], days: Sequence[date]) -> tuple[Pair, ...]:
    """Return what came in and what was answered on each of the days."""
    received = dict.fromkeys(days, 0)
    answered, late = dict(received), dict(received)
    for entry in entries:
        _count(received, local_date(entry.received_at))
        if entry.timing is not None and entry.ended_at is not None:
            _count(answered, local_date(entry.ended_at))
            if entry.timing is Timing.LATE:
                _count(late, local_date(entry.ended_at))
    return tuple(Pair(f"{on:%d/%m}", received[on], answered[on], late[on]) for on in days)


def last_working_days(today: date, count: int, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return so many working days up to today, in order."""
    found: list[date] = []
    day = today
    while len(found) < count:
        if calendar.is_working_day(day):
            found.append(day)
        day -= timedelta(days=1)
    return tuple(reversed(found))


def _count(counts: dict[date, int], on: date) -> None:
    if on in counts:
        counts[on] += 1


def _middle(times: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in times)) if times else None
