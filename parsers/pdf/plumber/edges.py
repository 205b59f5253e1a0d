"""The ruled edges of a page, and the cells they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pdfplumber import table as plumbing
from pdfplumber.utils.geometry import curve_to_edges, line_to_edge, rect_to_edges

from parsers.pdf.plumber.letters import Area
from parsers.pdf.plumber.turn import Object

TOLERANCE = 3.0


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


def _closing(edges: list[Object]) -> Iterator[Object]:
    """Yield an edge across upright ones that end together and in the open.

    There a page break cut a row: below it the row goes on, or above it began.
    """
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("bottom", "top"):
        loose = [
            edge
            for edge in edges
            if edge["orientation"] == "v"
            and not any(abs(other["top"] - edge[end]) <= TOLERANCE for other in _at(edge, flat))
        ]
        for group in _together(loose, end):
            left, right = min(e["x0"] for e in group), max(e["x0"] for e in group)
            if len(group) > 1 and _is_held(group, flat, left, right):
                yield _flat_edge(left, right, group[0][end])


def _at(edge: Object, flat: list[Object]) -> Iterator[Object]:
    """Yield the flat edges that reach over the place of an upright one."""
    return (e for e in flat if e["x0"] - TOLERANCE <= edge["x0"] <= e["x1"] + TOLERANCE)


def _together(edges: list[Object], end: str) -> Iterator[list[Object]]:
    group: list[Object] = []
    for edge in sorted(edges, key=lambda edge: float(edge[end])):
        if group and edge[end] - group[0][end] > TOLERANCE:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _is_held(group: list[Object], flat: list[Object], left: float, right: float) -> bool:
    """Return whether one flat edge crosses all upright ones of a group."""
    top, bottom = max(e["top"] for e in group), min(e["bottom"] for e in group)
    return any(
        edge["x0"] - TOLERANCE <= left
        and right <= edge["x1"] + TOLERANCE
        and top - TOLERANCE <= edge["top"] <= bottom + TOLERANCE
        for edge in flat
    )


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
