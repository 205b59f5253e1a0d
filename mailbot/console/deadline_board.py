"""Thời hạn in figures: the open cases by their clocks, and how this month was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import last_instant_within, remaining_working_time
from mailbot.cases.period import Period, month_of
from mailbot.cases.report import Entry, Timing
from mailbot.clock import local_date
from mailbot.console.answer_book import AnswerBook
from mailbot.console.bars import Pair
from mailbot.storage.database import Database
from mailbot.storage.open_listing import CLOCK_STANDS, Group, due_between

_TICK = timedelta(microseconds=1)  # the finest an instant is kept
LEVELS = ("late", "soon", "ok", "pause")


def open_groups(now: datetime, soon: timedelta, calendar: WorkCalendar) -> dict[str, Group]:
    """Return the open cases' groups by level: those the clock of each tells by `remaining`."""
    near = last_instant_within(now, soon, calendar) + _TICK
    return {
        "late": due_between(None, now),
        "soon": due_between(now, near),
        "ok": due_between(near, None),
        "pause": CLOCK_STANDS,
    }


@dataclass(frozen=True, slots=True)
class Month:
    """How the cases answered this month did. Times are working time."""

    answered: int
    in_time: int
    median: timedelta | None
    median_by_itself: timedelta | None
    by_itself: int

    @property
    def share(self) -> float | None:
        """The share answered in time; None where nothing was answered."""
        return self.in_time / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Timed:
    """A case that was answered, with the working time it took."""

    entry: Entry
    ended_at: datetime
    took: timedelta


@dataclass(frozen=True, slots=True)
class Lately:
    """What was answered this month, and all that ended on the last days."""

    answered: tuple[Timed, ...]
    month: Month
    on_days: tuple[Entry, ...]


@dataclass(eq=False)
class Board:
    """Reckons what ended lately, anew only when something ends or the calendar changes."""

    book: AnswerBook = field(default_factory=AnswerBook)
    _reckoned: tuple[tuple[object, ...], Lately] | None = None  # with what it was reckoned from

    def lately(
        self, database: Database, first: date, today: date, calendar: WorkCalendar
    ) -> Lately:
        """Return what ended in this month, and on the days from the first one to today."""
        month, shown = month_of(today).begins_at, Period(first, today).begins_at
        ended = self.book.ended(database, min(month, shown))
        basis, before = (calendar, month, shown, ended), self._reckoned
        if before is not None and before[0] == basis:
            return before[1]
        known = before[1].answered if before is not None and before[0][0] == calendar else ()
        answered = _timed([e for e in ended if _ended_at(e) >= month], known, calendar)
        on_days = tuple(entry for entry in ended if _ended_at(entry) >= shown)
        found = Lately(answered, month_of_answers(answered), on_days)
        self._reckoned = basis, found
        return found


def _timed(
    ended: Iterable[Entry], known: Iterable[Timed], calendar: WorkCalendar
) -> tuple[Timed, ...]:
    """Return the answers among what ended; whose time is known already is not reckoned again."""
    took = {(one.entry.id, one.ended_at): one.took for one in known}
    return tuple(
        Timed(
            entry,
            _ended_at(entry),
            took.get((entry.id, _ended_at(entry))) or handling_time(entry, calendar),
        )
        for entry in ended
        if entry.timing is not None
    )


def _ended_at(entry: Entry) -> datetime:
    assert entry.ended_at is not None
    return entry.ended_at


def month_of_answers(answered: Sequence[Timed]) -> Month:
    """Return how the cases answered within a month did."""
    times = [one.took for one in answered]
    alone = [one.took for one in answered if one.entry.by_itself]
    late = sum(one.entry.timing is Timing.LATE for one in answered)
    return Month(len(answered), len(answered) - late, _middle(times), _middle(alone), len(alone))


def handling_time(entry: Entry, calendar: WorkCalendar) -> timedelta:
    """Return the working time from receipt to answer."""
    took = remaining_working_time(entry.received_at, _ended_at(entry), calendar)
    return max(timedelta(0), took)


def per_day(
    ended: Iterable[Entry], still_open: Mapping[date, int], days: Sequence[date]
) -> tuple[Pair, ...]:
    """Return what came in and what was answered on each of the days.

    `ended` are all cases that have ended since the first of them, `still_open` counts the others
    by the day on which they were received.
    """
    received, answered = {day: still_open.get(day, 0) for day in days}, dict.fromkeys(days, 0)
    late = dict(answered)
    for entry in ended:
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
