"""The time of the database: hosts that share it agree on leases, whatever their own clocks say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from mailbot.errors import TryLaterError
from mailbot.storage.database import Database

ASK_EVERY_SECONDS = 60.0


def seconds_since_start() -> float:
    """Return the seconds since this machine started, those it slept included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class _Line:
    """What time the database had when we had counted so far, give or take some seconds, and how far
    we had counted when it was asked last.
    """

    told: datetime
    at: float
    within: float
    asked: float

    def time(self, counted: float) -> datetime:
        """Return the database's time when we have counted so far."""
        return self.told + timedelta(seconds=counted - self.at)

    def agrees(self, told: datetime, before: float, after: float) -> bool:
        """Return whether the database may have told this between these two."""
        return self.time(before - self.within) <= told <= self.time(after + self.within)


@dataclass(eq=False)
class DatabaseClock:
    """Asks PostgreSQL now and then and counts on from its answer; setting the host's own clock
    changes nothing. While the database is away the counting goes on.
    """

    database: Callable[[], Database]
    counted: Callable[[], float] = seconds_since_start
    _line: _Line | None = None

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC; TryLaterError if none was ever known."""
        line = self._line
        if line is None or self.counted() - line.asked > ASK_EVERY_SECONDS:
            line = self._line = self._asked(line)
        return line.time(self.counted())

    def _asked(self, known: _Line | None) -> _Line:
        try:
            with self.database().transaction() as connection:
                before = self.counted()  # the connection stands: to make one may take long
                told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
                after = self.counted()
        except TryLaterError:
            if known is None:
                raise
            return known
        # What was long on its way is no news: to follow it would turn the clock back.
        if known is not None and known.agrees(told, before, after):
            return replace(known, asked=after)
        half = (after - before) / 2
        return _Line(told.astimezone(UTC), before + half, half, after)
