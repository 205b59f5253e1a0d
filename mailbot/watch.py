"""The watch over deadlines: warns before a due time, and loudly after it. Warns once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot import logbook
from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import warning_points
from mailbot.cases.state import CLOCK_STOPS_IN
from mailbot.clock import Clock
from mailbot.storage import history
from mailbot.storage.database import Database, lock
from mailbot.storage.standings import Standing, open_standings


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at every open case whose clock runs; `hours_before` are working hours."""

    database: Database
    calendar: Callable[[], WorkCalendar]
    hours_before: tuple[int, ...]
    clock: Clock

    def __call__(self) -> None:
        """Write and log every warning whose time has come."""
        now = self.clock()
        with self.database.transaction() as connection:
            lock(connection, "watch")
            for case in open_standings(connection):
                if case.state in CLOCK_STOPS_IN:
                    continue
                for what, hours in self._due(case, now):
                    detail = {"due_at": case.due_at.isoformat(), "hours": str(hours)}
                    if history.was_written(connection, case.id, what, **detail):
                        continue
                    history.write(connection, now, case.id, what, **detail)
                    _log(what, case, hours)

    def _due(self, case: Standing, now: datetime) -> Iterator[tuple[str, int]]:
        if now > case.due_at:
            yield "overdue", 0
            return
        for hours in sorted(self.hours_before):
            (point,) = warning_points(case.due_at, self.calendar(), (hours,))
            if now >= point:
                yield "deadline_near", hours
                return


def _log(what: str, case: Standing, hours: int) -> None:
    if what == "overdue":
        logbook.deadline_missed(case.number, case.due_at)
    else:
        logbook.deadline_near(case.number, case.due_at, hours)
