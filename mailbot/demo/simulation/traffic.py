"""The traffic of some weeks: which mail arrives when, and what is away for a while. Pure.

The same wish gives the same plan. Mail follows the office's day: most of it in the morning and
early afternoon, more on Mondays, a little at night and at weekends.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mailbot.cases.calendar import WorkCalendar
from mailbot.clock import VIETNAM

MONDAY_TIMES = 1.5
QUIET_TIMES = 0.06  # of a working day's mail, on a day off
# Shares of a working day by local hour; what is left out gets nothing.
HOURS = (
    *((0, 0.2), (5, 0.3), (6, 1.0), (7, 8.0), (8, 15.0), (9, 16.0), (10, 12.0), (11, 4.0)),
    *((12, 1.5), (13, 9.0), (14, 12.0), (15, 10.0), (16, 7.0), (17, 2.0), (20, 1.0), (22, 0.5)),
)


class Kind(StrEnum):
    """What sort of mail it is."""

    NEW = "new"
    SEVERAL = "several"
    RESET = "reset"
    DEFECT = "defect"
    UNSIGNED = "unsigned"
    FORGED = "forged"
    ORDINARY = "ordinary"
    DUPLICATE = "duplicate"  # the same bytes once more
    SENT_AGAIN = "sent_again"  # the same letter in a mail of its own
    CORRECTED = "corrected"  # never planned: what answers a supplement


# An assumption: the shares of a province's inbox are not known. The report states them.
MIX = {
    Kind.NEW: 30,
    Kind.SEVERAL: 14,
    Kind.RESET: 20,
    Kind.DEFECT: 8,
    Kind.UNSIGNED: 4,
    Kind.FORGED: 3,
    Kind.ORDINARY: 16,
    Kind.DUPLICATE: 3,
    Kind.SENT_AGAIN: 2,
}
_REPEATS = frozenset({Kind.DUPLICATE, Kind.SENT_AGAIN})
_REPEATABLE = frozenset({Kind.NEW, Kind.SEVERAL, Kind.RESET})


class Away(StrEnum):
    """What may be away for a while."""

    MAIL = "mail"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be simulated; `days` are working days from `start` on."""

    start: date
    days: int = 22
    mails_per_day: float = 30.0
    seed: int = 2829
    outages: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail; `of` is the number of the mail it repeats. `chance` decides what is in it."""

    number: int
    at: datetime
    kind: Kind
    rows: int
    chance: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """Something is away from one instant to another."""

    what: Away
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Traffic:
    """The whole plan; `ends` is when nothing more is waited for."""

    begins: datetime
    ends: datetime
    arrivals: tuple[Arrival, ...]
    outages: tuple[Outage, ...]

    def away(self, what: Away, at: datetime) -> Outage | None:
        """Return the outage this is in at this instant, or None."""
        found = (one for one in self.outages if one.what is what and one.begins <= at < one.ends)
        return next(found, None)


def plan(wish: Wish, calendar: WorkCalendar) -> Traffic:
    """Return the traffic of these days, and three working days more to answer the last of it."""
    chance = random.Random(wish.seed)  # noqa: S311 (a plan, no secret)
    last = _last_day(wish, calendar)
    instants = sorted(_instants(wish, calendar, last, chance))
    arrivals: list[Arrival] = []
    for number, at in enumerate(instants):
        arrivals.append(_arrival(number, at, arrivals, chance))
    return Traffic(
        _at(wish.start, time(0)),
        _at(calendar.nth_working_day_after(last, 3), time(18)),
        tuple(arrivals),
        tuple(_outages(wish, calendar, chance)) if wish.outages else (),
    )


def _last_day(wish: Wish, calendar: WorkCalendar) -> date:
    before = wish.start - timedelta(days=1)
    return calendar.nth_working_day_after(before, wish.days)


def _instants(
    wish: Wish, calendar: WorkCalendar, last: date, chance: random.Random
) -> Iterator[datetime]:
    hours, shares = zip(*HOURS, strict=True)
    for back in range((last - wish.start).days + 1):
        day = wish.start + timedelta(days=back)
        for _ in range(_count(wish.mails_per_day * _weight(day, calendar), chance)):
            hour = chance.choices(hours, shares)[0]
            yield _at(day, time(hour, chance.randrange(60), chance.randrange(60)))


def _weight(day: date, calendar: WorkCalendar) -> float:
    if not calendar.is_working_day(day):
        return QUIET_TIMES
    # The other days give what Monday has more, so that the mean of a week is what was wished.
    return MONDAY_TIMES if day.weekday() == 0 else (5 - MONDAY_TIMES) / 4


def _count(mean: float, chance: random.Random) -> int:
    """Return how many come where so many come on average: a tenth more or less, rounded by lot."""
    wanted = mean * chance.uniform(0.9, 1.1)
    return int(wanted) + (chance.random() < wanted % 1)


def _arrival(number: int, at: datetime, before: list[Arrival], chance: random.Random) -> Arrival:
    kind = chance.choices(list(MIX), list(MIX.values()))[0]
    fresh = [one for one in before[-40:] if one.kind in _REPEATABLE]
    if kind in _REPEATS and not fresh:
        kind = Kind.NEW
    of = chance.choice(fresh).number if kind in _REPEATS else None
    rows = chance.randint(3, 12) if kind is Kind.SEVERAL else chance.choice((1, 1, 1, 2))
    return Arrival(number, at, kind, rows, chance.getrandbits(32), of)


def _outages(wish: Wish, calendar: WorkCalendar, chance: random.Random) -> Iterator[Outage]:
    """Yield, for every ten days begun, mail away for hours and the authority for a day and more."""
    for begun in range(0, wish.days, 10):
        within = range(begun + 1, min(begun + 10, wish.days) + 1)
        for what, shortest, longest in ((Away.MAIL, 1, 4), (Away.AUTHORITY, 20, 32)):
            day = calendar.nth_working_day_after(
                wish.start - timedelta(days=1), chance.choice(within)
            )
            begins = _at(day, time(chance.randint(7, 15), chance.randrange(60)))
            yield Outage(what, begins, begins + timedelta(hours=chance.randint(shortest, longest)))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)
