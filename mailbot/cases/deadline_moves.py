"""Which open cases' due times a change of the working calendar moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.cases.case import Case

DueAt = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Move:
    """A case whose due time changes; `after` is the new one."""

    case: Case
    after: datetime


def moves(cases: Iterable[Case], before: DueAt, after: DueAt) -> tuple[Move, ...]:
    """Return the cases that the calendar gave their due time and whose due time changes.

    Args:
        before: the due time of an arrival by the calendar as it was.
        after: the same by the new one.

    A due time that does not follow from the arrival by `before` was set by other means (an
    apology with a new date, a case before an earlier rule) and stays.
    """
    found = (
        Move(case, new)
        for case in cases
        if case.due_at == before(case.arrived_at) and (new := after(case.arrived_at)) != case.due_at
    )
    return tuple(sorted(found, key=lambda move: (move.after, move.case.id)))
