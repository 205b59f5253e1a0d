"""Text with a line drawn through it: somebody may have crossed it out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from parsers.pdf.layout import Mark

Area = tuple[float, float, float, float]
LOWEST, HIGHEST = 0.12, 0.42
LEAST = 2


def struck(marks: Iterable[Mark], rules: Iterable[Area]) -> Iterator[list[Mark]]:
    """Yield the drawn letters of each line that a flat rule runs through at half their height.

    Lines below words and the rules of tables run clear of that.
    """
    flat = sorted(((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in rules if x1 - x0 > 2 * (y1 - y0))
    heights = [height for height, _, _ in flat]
    lines: dict[tuple[float, float], list[Mark]] = defaultdict(list)
    for mark in marks:
        lines[mark.y, mark.size].append(mark)
    for (base, size), line in lines.items():
        start = bisect_left(heights, base - HIGHEST * size)
        end = bisect_right(heights, base - LOWEST * size)
        through = [(x0, x1) for _, x0, x1 in flat[start:end]]
        found = [m for m in line if not m.blank and _is_under(m, through)] if through else []
        if len(found) >= LEAST:
            yield found


def _is_under(mark: Mark, through: list[tuple[float, float]]) -> bool:
    middle = (mark.x0 + mark.x1) / 2
    return any(x0 <= middle <= x1 for x0, x1 in through)


def crossed(marks: Iterable[Mark], slants: Iterable[Area]) -> Iterator[list[Mark]]:
    """Yield the drawn letters that each slanting line `(x0, y0, x1, y1)` runs through."""
    drawn = [mark for mark in marks if not mark.blank] if (lines := list(slants)) else []
    for x0, y0, x1, y1 in lines:
        slope = (y1 - y0) / (x1 - x0)
        found = []
        for mark in drawn:
            x, y = mark.middle
            on = min(x0, x1) <= x <= max(x0, x1) and abs(y0 + slope * (x - x0) - y) < mark.size / 2
            found += [mark] if on else []
        if len(found) >= LEAST:
            yield found
