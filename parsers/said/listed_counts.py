"""How many the lines beside a list, or titles in it, say that it has: "(Danh sách có 04 người)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from parsers.counts.counted import Counts, counts_of_each, read_counts, unclear_count
from parsers.counts.parted import parts_that_differ
from parsers.flag import Flag, FlagCode
from parsers.reading import Line
from parsers.tables import ListTable
from parsers.text.words import clean

SAYS = re.compile(
    r"^\W*(?:danh sách|tổng|cộng|số lượng|số người|số cán bộ|số (?:công|viên) chức"
    r"|số cá nhân|số đơn vị|số hộp thư|số tài khoản|gồm(?: có)?|bao gồm|duyệt|chốt|đồng ý|còn"
    r"(?: lại)?|ấn định|tất cả|toàn bộ)\b",
    re.IGNORECASE,
)


def beside_counts(
    lines: Sequence[Line], titles: Sequence[Line], tables: Sequence[ListTable]
) -> Iterator[Flag]:
    """Flag each line beyond the letter, and each title inside a list, that counts what is no
    table, no group and not the whole.
    """
    listed = _Listed(tables)
    for line in (*(line for line in lines if _may_count(clean(line.text))), *titles):
        text = clean(line.text)
        if unclear := unclear_count(text):
            yield Flag(FlagCode.COUNT_UNCLEAR, (("text", unclear),), line.place)
        if parted := parts_that_differ(text):
            yield Flag(FlagCode.COUNT_PARTS_DIFFER, (("text", parted),), line.place)
        for stated in listed.differing(text):
            fields = (("listed", str(listed.whole)), ("stated", str(stated)))
            yield Flag(FlagCode.COUNT_DIFFERS, fields, line.place)


def _may_count(text: str) -> bool:
    """Return whether a line begins as one that counts a list, or is nothing but a count."""
    written = read_counts(text).written
    return bool(SAYS.match(text)) or (bool(written) and text.lower().strip(" .()/:") == written)


class _Listed:
    """How many rows there are: in each table and group, of each kind, and altogether."""

    def __init__(self, tables: Sequence[ListTable]) -> None:
        self.tables = tables
        self.kinds: Counter[str] = Counter()
        self.sums: list[tuple[str, set[int]]] = []
        for table in tables:
            self.kinds[table.columns.shape] += len(table.entries)
            self.sums += _sums(table)
        self.whole = self.kinds.total()
        self.wholes = {self.whole, *self.kinds.values(), *(len(one.entries) for one in tables)}

    def differing(self, text: str) -> Iterator[int]:
        """Yield the numbers of a text that count nothing of the lists.

        People and units counted beside each other are held against the lists of their own kind.
        """
        each = counts_of_each(text)
        if self.kinds["organisation"] and None not in (each.people, each.organisations):
            said = [
                (each.people, self._sizes_of("individual")),
                (each.organisations, self._sizes_of("organisation")),
            ]
        else:
            fitting = self.fitting(text)
            said = [(number, fitting) for number in self._said(read_counts(text))]
        for number, fitting in said:
            if number is not None and number not in fitting:
                yield number

    def _sizes_of(self, shape: str) -> set[int]:
        """Return how many rows of one kind there are: in each table and group, and altogether."""
        return _Listed([one for one in self.tables if one.columns.shape == shape]).fitting("")

    def fitting(self, text: str) -> set[int]:
        """Return the numbers that a text may give: a group's title its own rows, alone or with the
        groups after it, any other text those of any group.
        """
        own = [sums for group, sums in self.sums if group and text.endswith(group)]
        return self.wholes.union(*(own or [sums for _, sums in self.sums]))

    def _said(self, counts: Counts) -> tuple[int | None, ...]:
        """Return the numbers that count rows: units are none where only people are listed."""
        units = counts.organisations if self.kinds["organisation"] else None
        return counts.people, units, counts.rows


def _sums(table: ListTable) -> Iterator[tuple[str, set[int]]]:
    """Yield each group with its size, and with the sums of it and those that follow."""
    groups = [(name, sum(1 for _ in of)) for name, of in groupby(table.entries, lambda e: e.group)]
    for at, (name, _) in enumerate(groups):
        yield name, set(accumulate(size for _, size in groups[at:]))
