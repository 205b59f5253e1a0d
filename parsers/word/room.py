"""Text of a docx that has no room to be seen: below a row's fixed height, under a merged cell, off
the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from math import ceil
from typing import Any

from parsers.word.styles import Styles, W, number

LETTER, NORMAL = 0.42, 20
"""How wide a letter is at least, in ems; half-points where no size is said."""

WIDE = 20_000
"""Twentieths of a point: no cell is wider."""

SHORTEST = 0.7
"""Of the size of letters: a line held lower than that cuts them."""

LEFT, RIGHT = -1_900, 16_000
"""Twentieths of a point from the margin: the page's left side, and beyond its right one."""


def clipped(body: Any, styles: Styles) -> Iterator[Any]:
    """Yield the elements of whose letters nothing, or only a part, is shown."""
    rows = (row for row in body.iter(f"{W}tr") if _overflows(row, styles))
    lines = (p for p in body.iter(f"{W}p") if _is_cut(p, styles) or _is_aside(p, styles))
    tables = (table for table in body.iter(f"{W}tbl") if _is_off_page(table))
    cells = (cell for cell in body.iter(f"{W}tc") if is_covered(cell))
    yield from chain(rows, lines, tables, cells)


def is_covered(cell: Any) -> bool:
    """Return whether a cell is one with that above it, whose text alone is shown."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _overflows(row: Any, styles: Styles) -> bool:
    """Return whether a row of a fixed height has a cell that needs more."""
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(f"{W}hRule") != "exact":
        return False
    return any(_needed(cell, styles) > number(height, "val", WIDE) for cell in row.iter(f"{W}tc"))


def _needed(cell: Any, styles: Styles) -> float:
    """Return how high the text of a cell is at least, in twentieths of a point."""
    width = max(number(cell.find(f"{W}tcPr/{W}tcW"), "w", WIDE), 1)
    return sum(
        _size(paragraph, styles) * ceil(_length(line) * LETTER * _size(paragraph, styles) / width)
        for paragraph in cell.iter(f"{W}p")
        for line in _lines(paragraph)
    )


def _lines(paragraph: Any) -> Iterator[Any]:
    """Yield the paragraph, and once more what a break puts below."""
    yield paragraph
    yield from (run for run in paragraph.iter(f"{W}r") if run.find(f"{W}br") is not None)


def _size(paragraph: Any, styles: Styles) -> int:
    """Return the size of the smallest letters, in twentieths of a point."""
    runs = [run for run in paragraph.iter(f"{W}r") if _length(run)]
    sizes = (next(styles.of_run(run, paragraph, "sz"), None) for run in runs)
    return min((number(size, "val", NORMAL) for size in sizes), default=NORMAL) * 10


def _is_cut(paragraph: Any, styles: Styles) -> bool:
    """Return whether the lines of a paragraph are held too low for its letters."""
    spacing = next(styles.of_paragraph(paragraph, "spacing"), None)
    if spacing is None or spacing.get(f"{W}lineRule") != "exact":
        return False
    return number(spacing, "line", WIDE) < SHORTEST * _size(paragraph, styles)


def _is_aside(paragraph: Any, styles: Styles) -> bool:
    """Return whether a paragraph begins off the page."""
    indents = (
        number(indent, name, 0)
        for indent in styles.of_paragraph(paragraph, "ind")
        for name in ("left", "start", "right", "end")
    )
    return any(indent < LEFT or indent > RIGHT for indent in indents)


def _is_off_page(table: Any) -> bool:
    floating = table.find(f"{W}tblPr/{W}tblpPr")
    return any(abs(number(floating, name, 0)) > RIGHT for name in ("tblpX", "tblpY"))


def _length(element: Any) -> int:
    return len("".join(text.text or "" for text in element.iter(f"{W}t")).strip())
