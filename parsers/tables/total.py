"""Rows and lines that count the rows above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.columns import LISTLIKE
from parsers.letter_count import counts_of_each
from parsers.tables.table import ListTable
from parsers.values.somebody import person_in_line

# A scan loses or changes the tone of "tổng"; "Tống Công" is a name, so that "cộng" must keep its.
SUM = "t[oôòóỏõọồốổỗộ]ng (?:c[ọộ]ng|s[ồốổỗ])"
TOTAL = re.compile(
    rf"^(?:{SUM}|tổng|cộng)(?:\s*$|\s*[:.(–-]|\s+\d|\s+(?:số|có|danh sách)\b)"
    rf"|^(?:{SUM}|cộng)\b(?! đồng| hòa| hoà)\D{{,60}}\d{{1,3}}\D*$",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\(?\s*danh sách (?:này |trên )?(?:có|gồm)\b", re.IGNORECASE)
COUNT = re.compile(r"\b\d{1,4}\b")
MOST_CELLS = 3


def is_total(texts: Sequence[str]) -> bool:
    """Return whether a row's texts only count the rows above: nobody's name or number is there."""
    listed = LISTLIKE.search(" ".join(texts)) or any(map(person_in_line, texts))
    counts = bool(TOTAL.match(texts[0])) or (len(texts) == 1 and bool(LISTED.match(texts[0])))
    return len(texts) <= MOST_CELLS and counts and not listed


def counted_below(table: ListTable, text: str) -> ListTable:
    """Return the same for a line below the table; one that counts people and units is none of a
    single table's, and is held against all of them once they are read.
    """
    each = counts_of_each(text)
    several = each.people is not None and each.organisations is not None
    return table if several else counted(table, text)


def counted(table: ListTable, text: str) -> ListTable:
    """Return the table with the number of rows that a text claims, where it is another.

    A number fits that counts the whole table so far or its last group.
    """
    found = COUNT.search(text) if TOTAL.match(text) or LISTED.match(text) else None
    if found is None:
        return table
    last = table.entries[-1].group if table.entries else ""
    group = sum(1 for _ in takewhile(lambda entry: entry.group == last, reversed(table.entries)))
    stated = int(found.group())
    return table if stated in (group, len(table.entries)) else replace(table, stated_total=stated)
