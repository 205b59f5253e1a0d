"""How many the lines beside a list say that it has: "(Danh sách có 04 người)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.flag import Flag, FlagCode
from parsers.letter_count import Counts, read_counts, unclear_count
from parsers.reading import Line
from parsers.tables import ListTable
from parsers.words import clean

SAYS = re.compile(
    r"^\W*(?:danh sách|tổng số|tổng cộng|số lượng|số người|số cán bộ|số (?:công|viên) chức"
    r"|số cá nhân|số đơn vị|số hộp thư|số tài khoản|gồm(?: có)?|bao gồm|duyệt|chốt|đồng ý|còn"
    r"(?: lại)?)\b",
    re.IGNORECASE,
)


def beside_counts(lines: Sequence[Line], tables: Sequence[ListTable]) -> Iterator[Flag]:
    """Flag each line beyond the letter that counts what is no table, no group and not the whole."""
    fitting = _sizes(tables)
    for line in lines:
        text = clean(line.text)
        if not SAYS.match(text):
            continue
        if unclear := unclear_count(text):
            yield Flag(FlagCode.COUNT_UNCLEAR, (("text", unclear),), line.place)
        for stated in _said(read_counts(text)):
            if stated not in fitting:
                fields = (("listed", str(sum(map(_size, tables)))), ("stated", str(stated)))
                yield Flag(FlagCode.COUNT_DIFFERS, fields, line.place)


def _sizes(tables: Sequence[ListTable]) -> set[int]:
    """Return how many rows there are: in each table and group, of each kind, and altogether."""
    kinds: Counter[str] = Counter()
    groups: Counter[tuple[int, str]] = Counter()
    for number, table in enumerate(tables):
        kinds[table.columns.shape] += _size(table)
        groups.update((number, entry.group) for entry in table.entries)
    return {*map(_size, tables), *kinds.values(), *groups.values(), kinds.total()}


def _size(table: ListTable) -> int:
    return len(table.entries)


def _said(counts: Counts) -> list[int]:
    said = (counts.people, counts.organisations, counts.rows)
    return [number for number in said if number is not None]
