"""Cells of a list that somebody drew a box about: a mark that no reader of texts sees.

A list has broad lines of its own: its frame, those under its header and between its groups. They
are the same side of all cells of a column, or a single level line of a row. Level lines within a
group may be dotted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from parsers.flag import Flag, FlagCode
from parsers.marks.border import Side, Sides
from parsers.marks.marked import LookedAt
from parsers.source import Place

ACROSS, UPRIGHT = ("top", "bottom"), ("left", "right")


def boxed_cells(rows: Sequence[LookedAt]) -> Iterator[Flag]:
    """Yield one flag for the cells with borders that are unlike those of their column."""
    columns: dict[str, list[tuple[Sides, Place]]] = defaultdict(list)
    for row in (row for row in rows if row.is_listed):
        for column, sides, place in zip(row.columns, row.sides, row.places, strict=True):
            columns[column].append((sides, place))
    boxed = [place for column in columns.values() for place in _boxed(column)]
    if boxed:
        yield Flag(FlagCode.CELLS_BOXED, (("count", str(len(boxed))),), boxed[0])


def _boxed(column: Sequence[tuple[Sides, Place]]) -> Iterator[Place]:
    usual = {name: _usual([sides[name] for sides, _ in column]) for name in (*ACROSS, *UPRIGHT)}
    for sides, place in column:
        apart = {name for name in usual if sides[name].stands_out(usual[name])}
        broken = any(sides[name].broken and not usual[name].broken for name in UPRIGHT)
        if apart.issuperset(ACROSS) or apart.intersection(UPRIGHT) or broken:
            yield place


def _usual(sides: Sequence[Side]) -> Side:
    """Return the most common one, and of as common ones the plainest."""
    counted = Counter(sides)
    return max(counted, key=lambda side: (counted[side], not side.hue, -side.broad))
