"""The ruled edges of a page, and the cells they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from pdfplumber import table as plumbing
from pdfplumber.utils.geometry import curve_to_edges, line_to_edge, rect_to_edges

from parsers.pdf.plumber.letters import Area
from parsers.pdf.plumber.turn import Object

TOLERANCE = 3.0
Pair = tuple[Object, Object]


def edges_of(drawn: Mapping[str, list[Object]]) -> Iterator[Object]:
    """Yield what of a page's objects is a line and is seen: lines, thin and outlined boxes, curves'
    sides.
    """
    for line in drawn.get("line", ()):
        if _inked(line.get("stroking_color")):
            yield line_to_edge(line)
    for rect in drawn.get("rect", ()):
        if min(rect["width"], rect["height"]) <= TOLERANCE:
            colour = "non_stroking_color" if rect.get("fill") else "stroking_color"
            if _inked(rect.get(colour)):
                yield line_to_edge(rect)
        elif rect.get("stroke") and _inked(rect.get("stroking_color")):
            yield from rect_to_edges(rect)
    for curve in drawn.get("curve", ()):
        if curve.get("stroke") and _inked(curve.get("stroking_color")):
            yield from (e for e in curve_to_edges(curve) if e["orientation"] in ("h", "v"))


def tables_of(edges: Iterable[Object]) -> list[list[Area]]:
    """Return the cells of each table that these edges rule."""
    merged = plumbing.merge_edges(
        list(edges),
        snap_x_tolerance=TOLERANCE,
        snap_y_tolerance=TOLERANCE,
        join_x_tolerance=TOLERANCE,
        join_y_tolerance=TOLERANCE,
    )
    crossings = plumbing.edges_to_intersections([*merged, *_closing(merged)], TOLERANCE, TOLERANCE)
    cells = plumbing.intersections_to_cells(crossings)
    return [cells for cells in plumbing.cells_to_tables(cells) if len(cells) > 1]


def cut_cells(cells: Iterable[Area], edges: Iterable[Object]) -> frozenset[Area]:
    """Return the cells that no edge ends where their table begins or ends, as one does others.

    There the cell goes on, or began, on another page.
    """
    held, found = list(cells), set[Area]()
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    for side, outermost in ((1, min), (3, max)):
        at = outermost(cell[side] for cell in held)
        ends = [cell for cell in held if abs(cell[side] - at) <= TOLERANCE]
        there = [edge for edge in flat if abs(edge["top"] - at) <= TOLERANCE]
        bare = {cell for cell in ends if not _is_ruled(cell, there)}
        found |= bare if len(bare) < len(ends) else set()
    return frozenset(found)


def _is_ruled(cell: Area, flat: list[Object]) -> bool:
    """Return whether flat edges cover more than half of a cell's width."""
    shared = (min(e["x1"], cell[2]) - max(e["x0"], cell[0]) for e in flat)
    return bool(sum(max(0.0, part) for part in shared) > (cell[2] - cell[0]) / 2)


def _closing(edges: list[Object]) -> Iterator[Object]:
    """Yield an edge between upright ones that end together with nothing flat across.

    There a page break cut a row, or a cell of several: below it they go on, or above it began.
    """
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    for end in ("bottom", "top"):
        for group in _together(upright, end):
            across = [e for e in flat if abs(e["top"] - group[0][end]) <= TOLERANCE]
            at = across[0]["top"] if across else group[0][end]
            for pair in pairwise(sorted(group, key=lambda edge: float(edge["x0"]))):
                if not _crosses_any(across, pair) and _is_held(pair, flat):
                    yield _flat_edge(pair[0]["x0"], pair[1]["x0"], at)


def _together(edges: list[Object], end: str) -> Iterator[list[Object]]:
    group: list[Object] = []
    for edge in sorted(edges, key=lambda edge: float(edge[end])):
        if group and edge[end] - group[0][end] > TOLERANCE:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _is_held(pair: Pair, flat: list[Object]) -> bool:
    """Return whether one flat edge crosses both upright ones."""
    top, bottom = max(e["top"] for e in pair), min(e["bottom"] for e in pair)
    beside = [e for e in flat if top - TOLERANCE <= e["top"] <= bottom + TOLERANCE]
    return _crosses_any(beside, pair)


def _crosses_any(flat: list[Object], pair: Pair) -> bool:
    """Return whether one of the flat edges reaches from one upright to the other."""
    left, right = (edge["x0"] for edge in pair)
    return any(e["x0"] - TOLERANCE <= left and right <= e["x1"] + TOLERANCE for e in flat)


def _flat_edge(left: float, right: float, at: float) -> Object:
    return {
        "object_type": "line",
        "orientation": "h",
        "x0": left,
        "x1": right,
        "top": at,
        "bottom": at,
        "width": right - left,
        "height": 0.0,
    }


def _inked(colour: Any) -> bool:
    """Return whether a colour is seen on white paper (pdfminer gives one number for grey, or the
    parts of grey, RGB or CMYK); one that is not told is black.
    """
    told = colour if isinstance(colour, (tuple, list)) else (colour,)
    parts = [part for part in told if isinstance(part, (int, float))]
    if len(parts) == 4:
        return max(parts) > 0.04
    return not parts or min(parts) < 0.96
