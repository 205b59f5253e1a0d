"""Days that a text names among other words, as people write and office suites print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

Day: TypeAlias = tuple[int, int, int]
"""Year, month and day; 0 where only the month is named."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(rf"-({'|'.join(_MONTHS)})-", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?<=\d)\s+(?:tháng|năm)\s+(?=\d)", re.IGNORECASE)
_FORMS = re.compile(
    r"(?<![\d/.-])(?<!số )(?:"
    r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>20\d\d)"
    r"|(?P<of>20\d\d)-(?P<in>\d\d)-(?P<at>\d\d)"
    r"|(?P<one>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<short>\d\d)(?!\.\d)"
    r")(?![\d/-])"
)
_YEARS_AHEAD = 10
"""How far a year of two digits may lie ahead: one later than that is of the last century."""


def days_in(text: str, on: date) -> Iterator[tuple[Day, ...]]:
    """Yield each day or month that a text of that date names. One with a year of two digits may be
    either of two: office suites print the month before the day.
    """
    plain = _NAMED.sub(lambda found: f"/{_MONTHS.index(found[1].lower()) + 1}/", text)
    for found in _FORMS.finditer(in_figures(plain)):
        named = {name: int(part) for name, part in found.groupdict(default="0").items()}
        days = tuple(day for day in _either(named, on) if 1 <= day[1] <= 12 and day[2] <= 31)
        if days:
            yield days


def in_figures(text: str) -> str:
    """Return the text with "01 tháng 12 năm 2027" as "01/12/2027"."""
    return _IN_WORDS.sub("/", text)


def _either(named: dict[str, int], on: date) -> tuple[Day, ...]:
    if named["year"]:
        return ((named["year"], named["month"], named["day"]),)
    if named["of"]:
        return ((named["of"], named["in"], named["at"]),)
    year = on.year - on.year % 100 + named["short"]
    year -= 100 if year > on.year + _YEARS_AHEAD else 0
    return (year, named["other"], named["one"]), (year, named["one"], named["other"])


def is_after(day: Day, on: date) -> bool:
    """Return whether a day, or a month, is later than that date."""
    return day > (on.year, on.month, on.day if day[2] else 0)
