"""A report counted case by case, by the words of its form: the database must count the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from mailbot.cases.period import Period
from mailbot.cases.report import Entry, Tally

Key = TypeVar("Key", bound=Hashable)


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
