"""Days and instants as staff type them: the day first, whatever language the browser speaks.

A browser's own date field shows its own order (11/12 may be either day), so pages take text.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from mailbot.cases.fold import harmless_words
from mailbot.clock import VIETNAM
from mailbot.errors import BadInputError
from mailbot.words import say

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:hg](\d{2})(?!\d)")


def read_day(text: str) -> date:
    """Return the day of `25/11/2026` (also `25.11.2026`, `25-11-2026`, `2026-11-25`).

    ValueError for anything else, a year of two digits among it.
    """
    typed = _DAY_FIRST.fullmatch(text.strip())
    if typed is None:
        return date.fromisoformat(text.strip())
    day, month, year = map(int, typed.groups())
    return date(year, month, day)


def asked_day(text: str) -> date:
    """Return the day as `read_day` does; BadInputError says that it cannot be read, and repeats no
    national ID that was typed in its place.
    """
    try:
        return read_day(text)
    except ValueError as error:
        told = harmless_words(text)[:20] or "…"
        raise BadInputError(say("page.bad_day", text=told)) from error


def read_instant(text: str) -> datetime:
    """Return the instant of `14:05 25/11/2026`, in either order; ValueError for anything else."""
    typed = _TIME.search(text)
    if typed is None:
        raise ValueError(text)
    day = read_day((text[: typed.start()] + text[typed.end() :]).strip(" ,T"))
    at = time(int(typed[1]), int(typed[2]))
    return datetime.combine(day, at, VIETNAM).astimezone(UTC)


def told_day(day: date | None) -> str:
    """Return the day as it is typed, or nothing."""
    return f"{day:%d/%m/%Y}" if day else ""
