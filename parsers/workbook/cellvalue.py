"""How the first reader shows a stored value as text: as its number format has it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context

EXPONENT = re.compile(r"^\d(?:\.\d+)?[eE]\+\d+$")
KEPT = Context(prec=15)
"""A workbook keeps fifteen figures of a number."""

SPOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
"""What in a format of a day stands for itself, or for a language."""


def shown(value: object, shown_by: str = "") -> str:
    """Return the value as a person would write it; whole numbers have no decimals.

    Of a day, only what the format shows: 07/1985 where that leaves the day out.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{KEPT.create_decimal(value).normalize(KEPT):f}"
    if isinstance(value, dt.date):
        return _day(value, SPOKEN.sub("", shown_by).lower())
    return str(value)


def _day(value: dt.date, shown_by: str) -> str:
    parts = (("d", f"{value.day:02}"), ("m", f"{value.month:02}"), ("y", f"{value.year:04}"))
    told = [text for letter, text in parts if letter in shown_by]
    return "/".join(told or (text for _, text in parts))


def lost_digits(text: str) -> bool:
    """Return whether only the short form of a long number is left (9.2085E+10)."""
    return bool(EXPONENT.match(text.strip()))
