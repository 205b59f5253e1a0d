"""What a report counts: what came in, what was answered in time, what is still open.

The columns are those of the reports on administrative procedures (Nghị định 118/2025/NĐ-CP; Thông
tư 03/2025/TT-VPCP): carried over, received, solved early, on the day or late, open in time or late.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


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
    waits for one now; `by_itself`, that it was answered and no person had to see it.
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
        return timing_of(self.outcome, self.ended_at, self.due_at)


def timing_of(outcome: Outcome, ended_at: datetime | None, due_at: datetime) -> Timing | None:
    """Return how an answer lies to the due time; None where there is no answer."""
    if ended_at is None or outcome in {Outcome.OPEN, Outcome.CLOSED}:
        return None
    if ended_at > due_at:
        return Timing.LATE
    return Timing.ON_DAY if _day(ended_at) == _day(due_at) else Timing.EARLY


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a period's cases is looked at: values of an `Entry`; None is everything."""

    procedure: str | None = None
    channel: str | None = None
    agency_code: str | None = None
    outcome: str | None = None


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

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both."""
        names = [one.name for one in fields(self)]
        return Tally(*(getattr(self, name) + getattr(other, name) for name in names))

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


def _day(instant: datetime) -> object:
    return instant.astimezone(_VIETNAM).date()
