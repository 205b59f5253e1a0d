"""Rules become a lattice of cells, merged ones with their span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

NEAR = 3.0
SHORTEST = 4.0

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Span:
    """One cell of a lattice: where it begins, how far it reaches, and whether no rule ends it where
    the lattice begins or ends.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Lattice:
    """Column and row borders in points, and the cells between them.

    `irregular` tells that some cells are no rectangles; those are given piece by piece.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    irregular: bool = False

    def area(self, span: Span) -> Rect:
        """Return the rectangle of a cell."""
        return (
            self.xs[span.column],
            self.ys[span.row],
            self.xs[span.column + span.column_span],
            self.ys[span.row + span.row_span],
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    at: float
    start: float
    end: float
    upright: bool

    def box(self) -> Rect:
        if self.upright:
            return (self.at, self.start, self.at, self.end)
        return (self.start, self.at, self.end, self.at)


def find_lattices(rules: Iterable[Rect]) -> list[Lattice]:
    """Return the lattices that connected rules make, from top to bottom."""
    merged = _merged(rules)
    found = [lattice for group in _connected(merged) if (lattice := _lattice(group))]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merged(rules: Iterable[Rect]) -> list[_Rule]:
    """Return the rules with collinear pieces that touch made one."""
    pieces: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for x0, y0, x1, y1 in rules:
        if max(x1 - x0, y1 - y0) < SHORTEST:
            continue
        upright = y1 - y0 > x1 - x0
        pieces[upright].append(((x0 + x1) / 2, y0, y1) if upright else ((y0 + y1) / 2, x0, x1))
    return [
        _Rule(at, start, end, upright)
        for upright, lines in pieces.items()
        for at, start, end in _merged_lines(lines)
    ]


def _merged_lines(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    found: list[tuple[float, float, float]] = []
    for band in _bands(sorted(lines)):
        at = sum(line[0] for line in band) / len(band)
        start, end = None, 0.0
        for _, low, high in sorted(band, key=lambda line: line[1]):
            if start is None:
                start, end = low, high
            elif low <= end + NEAR:
                end = max(end, high)
            else:
                found.append((at, start, end))
                start, end = low, high
        if start is not None:
            found.append((at, start, end))
    return found


def _bands(lines: list[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    bands: list[list[tuple[float, float, float]]] = []
    for line in lines:
        if bands and line[0] - bands[-1][0][0] <= NEAR / 2:
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _connected(rules: Sequence[_Rule]) -> list[list[_Rule]]:
    """Return the groups of rules that touch one another."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    flat = [i for i, rule in enumerate(rules) if not rule.upright]
    for index in (i for i, rule in enumerate(rules) if rule.upright):
        tall = rules[index]
        for other in flat:
            wide = rules[other]
            if (
                tall.start - NEAR <= wide.at <= tall.end + NEAR
                and wide.start - NEAR <= tall.at <= wide.end + NEAR
            ):
                parent[root(index)] = root(other)
    groups: dict[int, list[_Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _lattice(rules: list[_Rule]) -> Lattice | None:
    """Return the lattice of connected rules; a single box or a lone line is none."""
    rules = [*rules, *_closing(rules)]
    xs = _positions(rule.at for rule in rules if rule.upright)
    ys = _positions(rule.at for rule in rules if not rule.upright)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    walls = _Walls(rules, xs, ys)
    regions = _regions(walls)
    spans, irregular = [], False
    for region in regions:
        whole = _rectangle(region)
        irregular = irregular or whole is None
        spans += [whole] if whole else [Span(row, column, 1, 1) for row, column in region]
    marked = (replace(span, cut=walls.leave_open(span)) for span in spans)
    return Lattice(tuple(xs), tuple(ys), tuple(marked), irregular)


def _closing(rules: Sequence[_Rule]) -> Iterator[_Rule]:
    """Yield the rules that are missing where uprights go on beyond the first or last flat one.

    A page break leaves the row it cuts open below, and the rest of it open above.
    """
    tall = sorted((rule for rule in rules if rule.upright), key=lambda rule: rule.at)
    flat = [rule.at for rule in rules if not rule.upright]
    if len(tall) < 2 or not flat:
        return
    sides = [rule for rule in tall if min(rule.at - tall[0].at, tall[-1].at - rule.at) <= NEAR]
    left, right = tall[0].at, tall[-1].at
    below = {rule.at: rule.end for rule in sides if rule.end > max(flat) + 2 * NEAR}
    above = {rule.at: rule.start for rule in sides if rule.start < min(flat) - 2 * NEAR}
    for ends, at in ((below, max), (above, min)):
        if ends and min(ends) <= left + NEAR and max(ends) >= right - NEAR:
            yield _Rule(at(ends.values()), left, right, upright=False)


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


class _Walls:
    """Answers whether a rule stands between two neighbouring squares of the lattice."""

    def __init__(self, rules: list[_Rule], xs: list[float], ys: list[float]) -> None:
        self.xs, self.ys = xs, ys
        tall = self._by_position((rule for rule in rules if rule.upright), xs)
        flat = self._by_position((rule for rule in rules if not rule.upright), ys)
        self._right = [_walled(line, ys) for line in tall[1:]]
        self._under = [_walled(line, xs) for line in flat[1:]]
        self._top = _walled(flat[0], xs)

    @staticmethod
    def _by_position(rules: Iterable[_Rule], at: list[float]) -> list[list[_Rule]]:
        found: list[list[_Rule]] = [[] for _ in at]
        for rule in rules:
            nearest = min(range(len(at)), key=lambda index: abs(at[index] - rule.at))
            found[nearest].append(rule)
        return found

    def right_of(self, row: int, column: int) -> bool:
        """Return whether a rule stands right of the square."""
        return self._right[column][row]

    def below(self, row: int, column: int) -> bool:
        """Return whether a rule lies under the square."""
        return self._under[row][column]

    def leave_open(self, span: Span) -> bool:
        """Return whether a cell that begins or ends its lattice has no rule there."""
        across = slice(span.column, span.column + span.column_span)
        open_above = span.row == 0 and not any(self._top[across])
        last = span.row + span.row_span == len(self._under)
        return open_above or (last and not any(self._under[-1][across]))


def _walled(rules: Sequence[_Rule], at: Sequence[float]) -> list[bool]:
    """Return for each stretch between two positions whether the rules of one line cover it."""
    return [_covers(rules, start, end) for start, end in pairwise(at)]


def _covers(rules: Sequence[_Rule], start: float, end: float) -> bool:
    covered = 0.0
    for rule in rules:
        if rule.start <= start and rule.end >= end:
            return True
        if rule.start < end and rule.end > start:
            covered += min(rule.end, end) - max(rule.start, start)
    return covered >= 0.6 * (end - start)


def _regions(walls: _Walls) -> list[list[tuple[int, int]]]:
    """Return the groups of squares that no rule divides."""
    rows, columns = len(walls.ys) - 1, len(walls.xs) - 1
    seen: set[tuple[int, int]] = set()
    regions = []
    for start in ((row, column) for row in range(rows) for column in range(columns)):
        if start in seen:
            continue
        region, queue = [], [start]
        seen.add(start)
        while queue:
            row, column = queue.pop()
            region.append((row, column))
            for near, wall in (
                ((row, column + 1), column + 1 < columns and not walls.right_of(row, column)),
                ((row, column - 1), column > 0 and not walls.right_of(row, column - 1)),
                ((row + 1, column), row + 1 < rows and not walls.below(row, column)),
                ((row - 1, column), row > 0 and not walls.below(row - 1, column)),
            ):
                if wall and near not in seen:
                    seen.add(near)
                    queue.append(near)
        regions.append(sorted(region))
    return regions


def _rectangle(region: list[tuple[int, int]]) -> Span | None:
    top, left = min(row for row, _ in region), min(column for _, column in region)
    bottom, right = max(row for row, _ in region), max(column for _, column in region)
    if len(region) != (bottom - top + 1) * (right - left + 1):
        return None
    return Span(top, left, bottom - top + 1, right - left + 1)
