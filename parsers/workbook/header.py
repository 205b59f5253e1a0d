"""Which rows of a sheet head a list or sum it up, by their words: questions of meaning, one answer
for both readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.columns import names_only, read_columns
from parsers.legacy import conversion_of
from parsers.tables.sum_row import is_total
from parsers.text.words import bare, clean


def heads_of_lists(rows: Sequence[Mapping[int, str]]) -> list[bool]:
    """Return for each row, its texts by column, whether it heads a list of people or units."""
    return [_is_header(row) for row in _in_unicode(rows)]


def is_upper_header(row: Mapping[int, str]) -> bool:
    """Return whether a row that stands right above a header is its upper level."""
    return len(row) >= 3 and any(bare(text) in ("stt", "tt") for text in row.values())


def sums_up(row: Mapping[int, str]) -> bool:
    """Return whether a row counts the rows above it."""
    return is_total([clean(text) for _, text in sorted(row.items())])


def _in_unicode(rows: Sequence[Mapping[int, str]]) -> Sequence[Mapping[int, str]]:
    """Return the rows' texts so that a header in an old encoding is known as one."""
    convert = conversion_of([text for row in rows for text in row.values()])
    if convert is None:
        return rows
    return [{at: convert(text, " ".join(row.values())) for at, text in row.items()} for row in rows]


def _is_header(row: Mapping[int, str]) -> bool:
    headers = [(clean(text), clean(text)) for _, text in sorted(row.items())]
    names = len(headers) >= 3 and all(names_only(text) for text, _ in headers)
    return names and read_columns(headers) is not None
