"""Formulas of a workbook: whether the value kept beside one is surely what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

JOINED = re.compile(r'(?:"(?P<text>(?:[^"]|"")*)"|\+?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,5}))')
ORDINAL = 4

ValueAt = Callable[[str], str]
"""The shown text of a cell of the same sheet, as "B7"."""


def may_show_otherwise(formula: str, kept: str, value_at: ValueAt) -> bool:
    """Return whether a formula may give another value than the one kept when the file was saved.

    Other cells and texts put together are worked out; running numbers hold nobody's data.
    """
    if kept.isascii() and kept.isdigit() and len(kept) <= ORDINAL:
        return False
    worked_out = _worked_out(formula.removeprefix("="), value_at)
    return worked_out != kept


def _worked_out(formula: str, value_at: ValueAt) -> str | None:
    """Return what a formula of cells and texts joined by "&" gives; None for any other."""
    found, at = "", 0
    while part := JOINED.match(formula, at):
        text = part["text"]
        found += value_at(part["column"] + part["row"]) if text is None else text.replace('""', '"')
        at = part.end()
        if at == len(formula):
            return found
        if formula[at] != "&":
            return None
        at += 1
    return None
