"""How a stored value is shown as text, the same for both workbook readers."""

from __future__ import annotations

import datetime as dt
import re

EXPONENT = re.compile(r"^\d(?:\.\d+)?[eE]\+\d+$")


def shown(value: object) -> str:
    """Return the value as a person would write it; whole numbers have no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def lost_digits(text: str) -> bool:
    """Return whether only the short form of a long number is left (9.2085E+10)."""
    return bool(EXPONENT.match(text.strip()))
