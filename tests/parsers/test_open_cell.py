"""A merged cell that the end of a page leaves open is seen by both readers, and alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

import pytest

from parsers.pdf.fast import read_fast
from parsers.pdf.plumber import read_plumber
from parsers.reading import Grid, Reading
from parsers.source import SourceFile
from tests.parsers.plain_pdf import plain_pdf

EDGES = (50, 100, 220, 340, 460)
RULES = (700, 660, 620, 580)
LAST = len(EDGES) - 2


def _page(
    merged: Collection[int], open_at: Collection[int], without: tuple[int, int] = (-1, -1)
) -> SourceFile:
    """Return a list of three rows: `merged` columns are one cell below the first of them, or above
    the last if they are open at the top; the rules `open_at` leave them out. `without` is a column
    and a rule that leaves it out.
    """
    inner = RULES[1] if 0 in open_at else RULES[2]
    lines = [f"{x} {RULES[0]} m {x} {RULES[-1]} l S" for x in EDGES]
    lines += [
        f"{left} {y} m {right} {y} l S"
        for at, y in enumerate(RULES)
        for column, (left, right) in enumerate(pairwise(EDGES))
        if not (column in merged and (y == inner or at in open_at)) and without != (column, at)
    ]
    lines += list(_texts(merged, 0 in open_at))
    return SourceFile("a.pdf", plain_pdf("\n".join(lines)))


def _texts(merged: Collection[int], above: bool) -> Iterator[str]:
    left_out = 0 if above else 2
    for row in range(3):
        for column, x in enumerate(EDGES[:-1]):
            if column not in merged or row != left_out:
                text = f"r{row}c{column}"
                yield f"BT /F1 9 Tf {x + 4} {RULES[row] - 20} Td ({text}) Tj ET"


def _cells(reading: Reading) -> list[tuple[int, int, int, int, str, bool]]:
    (grid,) = (block for block in reading.blocks if isinstance(block, Grid))
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text, c.cut) for c in grid.cells)


@pytest.mark.parametrize(
    ("merged", "open_at"),
    [
        pytest.param({LAST}, {3}, id="the last column, below"),
        pytest.param({LAST}, {0}, id="the last column, above"),
        pytest.param({0}, {3}, id="the first column"),
        pytest.param({1}, {3}, id="one between others"),
        pytest.param({1, LAST}, {3}, id="two"),
        pytest.param({0, 1}, {3}, id="two beside one another"),
        pytest.param({LAST}, set(), id="none"),
    ],
)
def test_a_merged_cell_left_open_by_the_page_is_seen_by_both_readers(
    merged: set[int], open_at: set[int]
) -> None:
    file = _page(merged, open_at)

    first, second = _cells(read_fast(file)), _cells(read_plumber(file, {1}))

    assert first == second
    shared = [cell for cell in first if cell[2] == 2]
    assert {column for _, column, *_ in shared} == merged
    cut = {column for _, column, *_, is_cut in first if is_cut}
    assert cut == (merged if open_at else set())


def test_a_cell_of_one_row_left_open_by_the_page_is_cut() -> None:
    file = _page(set(), set(), without=(LAST, 3))

    first, second = _cells(read_fast(file)), _cells(read_plumber(file, {1}))

    assert first == second
    assert [cell[:2] for cell in first if cell[-1]] == [(2, LAST)]


def test_a_row_left_open_by_the_page_as_a_whole_is_no_cut_cell() -> None:
    file = _page(set(range(LAST + 1)), {3})

    first, second = _cells(read_fast(file)), _cells(read_plumber(file, {1}))

    assert first == second
    assert len(first) == 2 * (LAST + 1)
    assert not any(is_cut for *_, is_cut in first)
