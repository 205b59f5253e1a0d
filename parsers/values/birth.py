"""Dates of birth: the year one states, and numbers that a workbook made of a date."""

from __future__ import annotations

import re
from datetime import date, timedelta

YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
SHORT_YEAR = re.compile(r"^\W*\d{1,2}[/.\-\s]+\d{1,2}[/.\-\s]+(\d{2})\W*$")
DAY = re.compile(r"(?<!\d)(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4})(?!\d)")
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
    """Return whether figures stand here that no one year can be read of, or no day that is."""
    if not any(char.isdigit() for char in birth):
        return False
    if len(set(stated_years(birth))) != 1:
        return True
    day = DAY.search(birth)
    return day is not None and not _is_day(*map(int, day.groups()))


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
