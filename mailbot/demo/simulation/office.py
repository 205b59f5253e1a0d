"""The office: officers who decide what waits for a person, one case at a time, in working hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.deadline import working_time_after
from mailbot.cases.finding import Severity
from mailbot.cases.state import State
from mailbot.demo.past_cast import APPROVED_BECAUSE
from mailbot.errors import BadInputError
from mailbot.house import House

_FAULTY = ("row.phone", "row.national_id", "signature.unsigned", "signature.changed")
_TWICE = "case.same_letter"


@dataclass(eq=False)
class Officers:
    """Each takes the next case when free, no sooner than `delay` of working time after it came."""

    count: int
    delay: timedelta
    takes: timedelta
    calendar: WorkCalendar
    _free_at: list[datetime] = field(default_factory=list)

    def decides_at(self, came_at: datetime) -> datetime:
        """Return when a case that came then is decided; one officer is busy with it till then."""
        ready = working_time_after(came_at, self.delay, self.calendar)
        if len(self._free_at) < self.count:
            begins = ready
        else:
            begins = max(ready, self._free_at.pop(self._free_at.index(min(self._free_at))))
        done = working_time_after(begins, self.takes, self.calendar)
        self._free_at.append(done)
        return done


def wishes(case: Case) -> tuple[DecisionKind, ...]:
    """Return what an officer would decide, the first that is possible."""
    codes = {one.code for one in case.findings}
    heavy = any(
        one.severity is Severity.BLOCKS or one.code.startswith(_FAULTY) for one in case.findings
    )
    if _TWICE in codes:
        return (DecisionKind.CLOSE,)
    first = () if heavy else (DecisionKind.APPROVE,)
    return (*first, DecisionKind.SUPPLEMENT, DecisionKind.CLOSE)


def decide(house: House, case_id: int, officer: str) -> DecisionKind | None:
    """Decide the case as an officer does; return what was decided, None where nothing had to be."""
    with house.database.transaction() as connection:
        case = house.cases.load(connection, case_id)
    if case.state is not State.IN_REVIEW:
        return None
    for kind in wishes(case):
        decision = Decision(kind, officer, house.clock(), _reasons(kind))
        try:
            with house.database.transaction() as connection:
                house.carry_out(connection, case, decision)
        except BadInputError:
            continue
        return kind
    return None


def _reasons(kind: DecisionKind) -> tuple[str, ...]:
    return () if kind is DecisionKind.SUPPLEMENT else (APPROVED_BECAUSE,)
