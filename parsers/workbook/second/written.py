"""How the second reader writes a value: by its type alone, for calamine tells no format."""

from __future__ import annotations

import datetime as dt

FIGURES = 15
"""A workbook keeps as many of a number."""


def written(value: object) -> str:
    """Return the text of a value: whole numbers without decimals, days as 31/12/2026."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return f"{value:.{FIGURES}g}"
        case dt.date():
            year, month, day = value.isoformat()[:10].split("-")
            return f"{day}/{month}/{year}"
        case _:
            return str(value)
