"""Dates of birth: the year one states, and numbers that a workbook made of a date."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parsers.text.words import clean
from parsers.values.doubt import is_placeholder

YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
SHORT_YEAR = re.compile(r"^\W*\d{1,2}[/.\-\s]+\d{1,2}[/.\-\s]+(\d{2})\W*$")
# The forms in which a list gives a day, a month with its year, or the year alone.
FORMS = tuple(
    re.compile(rf"(?:sinh\W*)?(?:(?:ngày|năm|ns|sn)\W*)?{form}")
    for form in (
        r"(?P<day>\d{1,2})[/.\-\s]+(?P<month>\d{1,2})[/.\-\s]+(?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})[\s,]*(?:năm)?\s*(?P<year>\d{4})",
        r"(?P<year>\d{4})[/.\-\s]+(?P<month>\d{1,2})[/.\-\s]+(?P<day>\d{1,2})(?: 00:00(?::00)?)?",
        r"(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})",
        r"(?P<year>\d{4})",
    )
)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# ECMA-376, part 1, 18.17.4.1: days are counted so from March 1900 on.
DAY_ZERO = date(1899, 12, 30)


def stated_years(birth: str) -> list[str]:
    """Return the years of a date in four digits or in two, none where it states none."""
    return YEAR.findall(birth) or SHORT_YEAR.findall(birth)


def day_of_serial(birth: str) -> str:
    """Return the day that a workbook stores as this number, "" for what is no such number."""
    if not birth.isascii() or not SERIAL.fullmatch(birth.strip()):
        return ""
    day = DAY_ZERO + timedelta(days=int(float(birth)))
    return f"{day:%d/%m/%Y}" if day < date(2100, 1, 1) else ""


def is_odd(birth: str) -> bool:
    """Return whether something stands here that is no day, month or year of birth: a guess
    ("1990?"), words ("Mậu Thìn"), a day that never was.
    """
    if is_placeholder(birth):
        return False
    text = clean(birth).lower().strip(" .,;:'()")
    found = (form.fullmatch(text) for form in FORMS)
    return not any(match is not None and _was(**match.groupdict()) for match in found)


def _was(year: str, month: str = "1", day: str = "1") -> bool:
    """Return whether there was such a day; of two digits either century's year will do."""
    years = (year,) if len(year) == 4 else (f"19{year}", f"20{year}")
    return any(YEAR.fullmatch(one) and _is_day(int(day), int(month), int(one)) for one in years)


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
