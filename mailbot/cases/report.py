"""What a report counts: what came in, what was answered in time, what is still open.

The columns are those of the reports on administrative procedures (Nghị định 118/2025/NĐ-CP; Thông
tư 03/2025/TT-VPCP): carried over, received, solved early, on the day or late, open in time or late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from mailbot.cases.period import Period

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
Key = TypeVar("Key", bound=Hashable)


class Outcome(StrEnum):
    """How a case ended, or that it has not."""

    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"
    OPEN = "open"


class Timing(StrEnum):
    """How an answer lies to its due time."""

    EARLY = "early"  # on a day before the due day
    ON_DAY = "on_day"  # on the due day, in time
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Entry:
    """One case as a report knows it: no names of people. Instants are UTC.

    `supplements` are the instants at which a supplement was asked for; `waits` tells that it
    waits for one now; `by_itself`, that no person had to see it.
    """

    id: int
    number: str
    procedure: str
    channel: str
    agency_code: str
    received_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    supplements: tuple[datetime, ...] = ()
    waits: bool = False
    by_itself: bool = False

    @property
    def timing(self) -> Timing | None:
        """How the answer lies to the due time; None while there is none."""
        if self.ended_at is None or self.outcome in {Outcome.OPEN, Outcome.CLOSED}:
            return None
        if self.ended_at > self.due_at:
            return Timing.LATE
        same_day = _day(self.ended_at) == _day(self.due_at)
        return Timing.ON_DAY if same_day else Timing.EARLY


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one period. `carried + received = solved + closed + open`, always."""

    carried: int = 0
    received: int = 0
    early: int = 0
    on_day: int = 0
    late: int = 0
    granted: int = 0
    refused: int = 0
    closed: int = 0
    open_in_time: int = 0
    open_late: int = 0
    open_waiting: int = 0
    supplements: int = 0
    by_itself: int = 0

    @property
    def total(self) -> int:
        """All cases that were on the desk in the period."""
        return self.carried + self.received

    @property
    def solved(self) -> int:
        """The cases answered in the period."""
        return self.early + self.on_day + self.late

    @property
    def open(self) -> int:
        """The cases not ended when the period was over (or now)."""
        return self.open_in_time + self.open_late + self.open_waiting

    @property
    def in_time_share(self) -> float | None:
        """The share of the answers that came in time, 0 to 1; None where nothing was answered."""
        return (self.early + self.on_day) / self.solved if self.solved else None


def tally(entries: Iterable[Entry], period: Period, now: datetime) -> Tally:
    """Return the counts of the period, as things stood at its end, or stand now."""
    counts: defaultdict[str, int] = defaultdict(int)
    end = min(period.ends_at, now)
    for entry in entries:
        for column in _columns(entry, period, end):
            counts[column] += 1
        counts["supplements"] += sum(map(period.holds, entry.supplements))
    return Tally(**counts)


def tallies(
    entries: Iterable[Entry], period: Period, now: datetime, key: Callable[[Entry], Key]
) -> Mapping[Key, Tally]:
    """Return the counts by whatever `key` tells of a case, in the order of the keys' text."""
    groups: defaultdict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return {name: tally(groups[name], period, now) for name in sorted(groups, key=str)}


def touches(entry: Entry, period: Period) -> bool:
    """Return whether the case was on the desk in the period."""
    begun = entry.received_at < period.ends_at
    return begun and (entry.ended_at is None or entry.ended_at >= period.begins_at)


def _columns(entry: Entry, period: Period, end: datetime) -> Iterable[str]:
    if not touches(entry, period):
        return
    yield "received" if period.holds(entry.received_at) else "carried"
    if entry.ended_at is not None and entry.ended_at < period.ends_at:
        yield entry.outcome
        if entry.timing is not None:
            yield entry.timing
            if entry.by_itself:
                yield "by_itself"
    elif entry.waits:
        yield "open_waiting"
    else:
        yield "open_late" if entry.due_at < end else "open_in_time"


def _day(instant: datetime) -> object:
    return instant.astimezone(_VIETNAM).date()
