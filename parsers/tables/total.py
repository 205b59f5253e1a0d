"""What a sum below or inside a table claims of its rows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from parsers.counts.counted import counts_of_each
from parsers.meaning.limiting_words import LIMITING
from parsers.tables.sum_row import COUNT, LISTED, TOTAL
from parsers.tables.table import ListTable
from parsers.text.words import clean

_ASIDE = re.compile(r"(?<=.)\(([^)]*)")


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


def limits_aside(text: str) -> bool:
    """Return whether a sum says in brackets more than its figure in words, against some row."""
    asides = _ASIDE.findall(clean(text).lower())
    return any(LIMITING.intersection(re.findall(r"\w+", aside)) for aside in asides)
