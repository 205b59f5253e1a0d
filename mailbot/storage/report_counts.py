"""What a report counts, counted by the database in indexes alone: no case is opened for it.

What has ended is counted month by month, a short transaction each: nobody who writes waits long.
The last of them counts what is open too, so that a case that ends meanwhile is there once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from mailbot.cases.period import Period, month_of
from mailbot.cases.report import Filters, Outcome, Tally, Timing
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterState
from mailbot.storage.standings import NOT_ENDED
from mailbot.storage.tables import SUPPLEMENTS, cases, letter

Key = tuple[str, ...]
Condition = ColumnElement[bool] | TextClause
Where = list[ColumnElement[bool]]
_KINDS = (cases.c.procedure, cases.c.channel, cases.c.outcome)
# As an expression, so that SQLite does not walk the index over agencies, and every case.
_AGENCIES = (func.coalesce(cases.c.agency_code, literal_column("''")),)
_WAITS = cases.c.state == State.AWAITING_SUPPLEMENT


@dataclass(frozen=True, slots=True)
class Counts:
    """The tallies of a period: by (procedure, channel, outcome), and by (agency code,)."""

    kinds: Mapping[Key, Tally]
    agencies: Mapping[Key, Tally]


@dataclass(frozen=True, slots=True)
class Span:
    """When cases ended: from one instant up to another, left out; None is no end."""

    since: datetime
    until: datetime | None

    @property
    def where(self) -> Where:
        """The cases that ended then."""
        begun = [cases.c.ended_at >= self.since]
        return begun if self.until is None else [*begun, cases.c.ended_at < self.until]


def fits(filters: Filters) -> Where:
    """Return what the filters ask of a case."""
    given = {
        cases.c.procedure: filters.procedure,
        cases.c.channel: filters.channel,
        cases.c.agency_code: filters.agency_code,
        cases.c.outcome: filters.outcome,
    }
    return [column == value for column, value in given.items() if value is not None]


def counts_of(database: Database, period: Period, now: datetime, filters: Filters) -> Counts:
    """Return the tallies of the cases on the desk in the period, as things stood at its end, or
    stand now.
    """
    counting = _Counting(period, now, filters)
    found: tuple[dict[Key, Tally], dict[Key, Tally]] = ({}, {})
    for span in spans(period, now):
        with database.reading() as connection:
            for tallies, keys in zip(found, (_KINDS, _AGENCIES), strict=True):
                _add(tallies, counting.ended(connection, span, keys))
                if span.until is None:
                    _add(tallies, counting.still_open(connection, keys))
                    _add(tallies, counting.supplements(connection, keys))
    return Counts(*found)


def spans(period: Period, now: datetime) -> Iterator[Span]:
    """Yield the months from the period's begin to now, parted where it ends; the last has no end.

    Cases of the period may have ended long after it: then they were open at its end.
    """
    since = period.begins_at
    while True:
        month_ends = month_of(local_date(since)).ends_at
        until = min(month_ends, period.ends_at) if since < period.ends_at else month_ends
        if until > now:
            yield Span(since, None)
            return
        yield Span(since, until)
        since = until


Bar = tuple[int, int, int]


def bars_of(database: Database, parts: Sequence[Period], filters: Filters) -> list[Bar]:
    """Return how many cases were received, answered, and answered late, in each of the periods."""
    wanted, count = fits(filters), func.count()
    came, went = cases.c.received_at, cases.c.ended_at
    late = count.filter(cases.c.timing == Timing.LATE)
    received = [
        select(literal(n), count, literal(0)).where(came >= one.begins_at, came < one.ends_at)
        for n, one in enumerate(parts)
    ]
    answered = [
        select(literal(n), count.filter(cases.c.timing != ""), late).where(
            went >= one.begins_at, went < one.ends_at
        )
        for n, one in enumerate(parts)
    ]
    with database.reading() as connection:
        came_in, went_out = (
            sorted(connection.execute(union_all(*(one.where(*wanted) for one in each))).all())
            for each in (received, answered)
        )
    return [(one[1], *other[1:]) for one, other in zip(came_in, went_out, strict=True)]


@dataclass(frozen=True, slots=True)
class _Counting:
    """The counting of one report. Tallies are told as pairs of their key and themselves."""

    period: Period
    now: datetime
    filters: Filters

    def ended(
        self, connection: Connection, span: Span, keys: Sequence[ColumnElement[str]]
    ) -> Iterator[tuple[Key, Tally]]:
        """Count those that ended then; after the period: that were open at its end."""
        ends = self.period.ends_at
        if span.since < ends:
            columns = self._came() | _went()
        else:
            columns = self._came() | _due(cases.c.due_at < ends)
        return self._counted(connection, keys, columns, span.where)

    def still_open(
        self, connection: Connection, keys: Sequence[ColumnElement[str]]
    ) -> Iterator[tuple[Key, Tally]]:
        """Count those that have not ended."""
        is_late = cases.c.due_at < min(self.period.ends_at, self.now)
        waiting = {"open_waiting": func.count().filter(_WAITS)}
        due = {name: column.filter(~_WAITS) for name, column in _due(is_late).items()}
        return self._counted(connection, keys, self._came() | due | waiting, [NOT_ENDED])

    def supplements(
        self, connection: Connection, keys: Sequence[ColumnElement[str]]
    ) -> Iterator[tuple[Key, Tally]]:
        """Count the letters that asked for a supplement within the period."""
        begins, ends = self.period.begins_at, self.period.ends_at
        asked: list[Condition] = [
            text(f"letter.{SUPPLEMENTS}"),
            letter.c.state != LetterState.WITHDRAWN,
            letter.c.composed_at >= begins,
            letter.c.composed_at < ends,
            letter.c.case_id == cases.c.id,
            or_(cases.c.ended_at.is_(None), cases.c.ended_at >= begins),
        ]
        return self._counted(connection, keys, {"supplements": func.count()}, asked)

    def _came(self) -> dict[str, Any]:
        before = cases.c.received_at < self.period.begins_at
        return {"carried": func.count().filter(before), "received": func.count().filter(~before)}

    def _counted(
        self,
        connection: Connection,
        keys: Sequence[ColumnElement[str]],
        columns: Mapping[str, Any],
        where: Sequence[Condition],
    ) -> Iterator[tuple[Key, Tally]]:
        # As an expression too: nearly all cases were received before a period's end.
        begun = func.coalesce(cases.c.received_at, None) < self.period.ends_at
        found = select(*keys, *columns.values()).where(*where, begun, *fits(self.filters))
        for row in connection.execute(found.group_by(*keys)):
            key, counted = tuple(row[: len(keys)]), row[len(keys) :]
            yield key, Tally(**dict(zip(columns, map(int, counted), strict=True)))


def _went() -> dict[str, Any]:
    count = func.count()
    timings = {one.value: count.filter(cases.c.timing == one) for one in Timing}
    ways = (Outcome.GRANTED, Outcome.REFUSED, Outcome.CLOSED)
    outcomes = {one.value: count.filter(cases.c.outcome == one) for one in ways}
    return timings | outcomes | {"by_itself": count.filter(cases.c.by_itself)}


def _due(is_late: ColumnElement[bool]) -> dict[str, Any]:
    count = func.count()
    return {"open_late": count.filter(is_late), "open_in_time": count.filter(~is_late)}


def _add(tallies: dict[Key, Tally], more: Iterator[tuple[Key, Tally]]) -> None:
    for key, tally in more:
        tallies[key] = tallies[key] + tally if key in tallies else tally
