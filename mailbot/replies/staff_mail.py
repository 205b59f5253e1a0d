"""What staff are told by e-mail, and when: decided from what waits, as values.

A morning digest on working days; one warning for all cases that come near their due time; one mail
a day for each trouble of the system. No name of a person and no national ID stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import warning_points
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.clock import local, local_date
from mailbot.storage.observations import Observation
from mailbot.storage.standings import Standing

DIGEST_LASTS = timedelta(hours=3)  # a digest that comes later than this is no morning digest
SLOT = timedelta(minutes=30)  # warnings of one slot are one mail
MOST_LINES = 40
SYSTEM = "staff/system/"
"""What the key of a mail begins with that tells of trouble."""
_OVERDUE = 0
_STALE = timedelta(minutes=15)
_UNREAD = timedelta(hours=2)
_PAUSED = timedelta(hours=2)
_SEEN_LATELY = timedelta(hours=2)
# What staff must move on; the rest is under way by itself.
WAITS_FOR_STAFF = frozenset(
    {State.IN_REVIEW, State.AWAITING_HANDS, State.AWAITING_SIGNATURE, State.AWAITING_SUPPLEMENT}
)


@dataclass(frozen=True, slots=True)
class Near:
    """A case that came near its due time; `hours` of working time are left, 0 when it is late."""

    case: Standing
    hours: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of the system that does not work; `code` is stable. `told` stands in its words;
    where a look found it, `seen` is what was found, by host.
    """

    code: str
    told: str = ""
    seen: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the system does, as it wrote itself. `polled_at` is None where mail was never fetched,
    `unread_since` is when the oldest mail came that nobody has examined yet, None where none waits,
    `observed` what the looks found wrong.
    """

    polled_at: datetime | None
    stuck_mails: int
    set_aside: int
    unread_since: datetime | None = None
    paused_since: datetime | None = None
    observed: tuple[Observation, ...] = ()


def digest_is_due(now: datetime, at: time, calendar: WorkCalendar) -> bool:
    """Return whether this is the morning, on a working day, from `at` (local) on."""
    clock = local(now)
    begins = clock.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return calendar.is_working_day(local_date(now)) and begins <= clock < begins + DIGEST_LASTS


def in_digest(cases: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the cases staff must move on, the next due first, those whose clock stands last."""
    wanted = (case for case in cases if case.state in WAITS_FOR_STAFF)
    return tuple(sorted(wanted, key=lambda one: (one.state in CLOCK_STOPS_IN, one.due_at, one.id)))


def near_due(
    cases: Iterable[Standing], hours: int, calendar: WorkCalendar, now: datetime
) -> tuple[Near, ...]:
    """Return the running cases with at most so many working hours left, the next due first."""
    found = []
    for case in cases:
        if case.state in CLOCK_STOPS_IN:
            continue
        (point,) = warning_points(case.due_at, calendar, (hours,))
        if now > case.due_at:
            found.append(Near(case, _OVERDUE))
        elif now >= point:
            found.append(Near(case, hours))
    return tuple(sorted(found, key=lambda near: (near.case.due_at, near.case.id)))


def slot_of(now: datetime) -> str:
    """Return the name of the half hour this instant lies in."""
    at = local(now)
    return f"{at:%Y%m%dT%H}{'00' if at.minute < SLOT.seconds // 60 else '30'}"


def troubles(vitals: Vitals, now: datetime) -> tuple[Trouble, ...]:
    """Return what does not work, each under its code; the words are the caller's."""
    found = []
    if vitals.polled_at is not None and now - vitals.polled_at > _STALE:
        found.append(Trouble("inbox", f"{local(vitals.polled_at):%H:%M %d/%m}"))
    if vitals.stuck_mails:
        found.append(Trouble("mail", str(vitals.stuck_mails)))
    if vitals.set_aside:
        found.append(Trouble("set_aside", str(vitals.set_aside)))
    if vitals.unread_since is not None and now - vitals.unread_since > _UNREAD:
        found.append(Trouble("unread", f"{local(vitals.unread_since):%H:%M %d/%m}"))
    if vitals.paused_since is not None and now - vitals.paused_since > _PAUSED:
        found.append(Trouble("paused", f"{local(vitals.paused_since):%H:%M %d/%m}"))
    return (*found, *_observed(vitals.observed, now))


def _observed(seen: Iterable[Observation], now: datetime) -> Iterator[Trouble]:
    """Yield one trouble for each look, of all hosts: what they share is not told by each."""
    lately = [one for one in seen if not one.good and now - one.seen_at <= _SEEN_LATELY]
    for code, found in groupby(sorted(lately, key=_look), key=_look):
        yield Trouble(f"observed_{code}", seen=tuple(found))


def _look(one: Observation) -> str:
    return one.code


def cut(cases: Sequence[Standing]) -> tuple[tuple[Standing, ...], int]:
    """Return as many as a mail lists, and how many are left out."""
    return tuple(cases[:MOST_LINES]), max(0, len(cases) - MOST_LINES)
