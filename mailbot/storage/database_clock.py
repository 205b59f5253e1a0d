"""The time of the database: hosts that share it agree on leases, whatever their own clocks say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from mailbot.errors import TryLaterError
from mailbot.storage.database import Database

ASK_EVERY_SECONDS = 60.0


def seconds_since_start() -> float:
    """Return the seconds since this machine started, those it slept included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(eq=False)
class DatabaseClock:
    """Asks PostgreSQL now and then and counts on from its answer; setting the host's own clock
    changes nothing. While the database is away the counting goes on.
    """

    database: Callable[[], Database]
    counted: Callable[[], float] = seconds_since_start
    _answer: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC; TryLaterError if none was ever known."""
        answer = self._answer
        if answer is None or self.counted() - answer[1] > ASK_EVERY_SECONDS:
            answer = self._ask(answer)
        return answer[0] + timedelta(seconds=self.counted() - answer[1])

    def _ask(self, known: tuple[datetime, float] | None) -> tuple[datetime, float]:
        try:
            with self.database().transaction() as connection:
                told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        except TryLaterError:
            if known is None:
                raise
            return known
        self._answer = told.astimezone(UTC), self.counted()
        return self._answer
