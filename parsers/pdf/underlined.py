"""Lines under words, as links have them: close to its borders one would part a cell of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from parsers.pdf.layout import Mark
from parsers.pdf.matrix import Rect

LOWEST = 0.35
"""In ems: how far under the letters a line may run."""

SAME, APART = 1.0, 8.0
"""In points: how far its ends are from the letters' at most; and how wide a gap a line may have
that leaves out the tails of letters.
"""


def without_underlines(
    rules: Sequence[Rect], marks: Sequence[Mark]
) -> tuple[list[Rect], frozenset[int]]:
    """Return the rules, in upright points, but those that begin and end with letters over them, and
    the text objects of these letters.
    """
    lines: dict[tuple[float, float], list[Mark]] = defaultdict(list)
    for mark in marks:
        lines[mark.y, mark.size].append(mark)
    bases = sorted(lines)
    largest = max((size for _, size in bases), default=0.0)
    kept = [rule for rule in rules if not _is_flat(rule)]
    over: set[int] = set()
    for line in _lines_of([rule for rule in rules if _is_flat(rule)]):
        at = line[0][1]
        low, high = bisect_left(bases, (at - LOWEST * largest,)), bisect_right(bases, (at,))
        near = (lines[base] for base in bases[low:high] if at - base[0] <= LOWEST * base[1])
        owners = next(filter(None, (_over(line, letters) for letters in near)), None)
        if owners is None:
            kept += line
        else:
            over |= owners
    return kept, frozenset(over)


def _is_flat(rule: Rect) -> bool:
    return rule[2] - rule[0] > rule[3] - rule[1]


def _lines_of(rules: list[Rect]) -> Iterator[list[Rect]]:
    """Yield the pieces of each line from left to right."""
    levels: dict[int, list[Rect]] = defaultdict(list)
    for rule in rules:
        levels[round(rule[1] + rule[3])].append(rule)
    for level in levels.values():
        line: list[Rect] = []
        for rule in sorted(level):
            if line and rule[0] - max(piece[2] for piece in line) > APART:
                yield line
                line = []
            line.append(rule)
        yield line


def _over(line: Sequence[Rect], letters: Sequence[Mark]) -> set[int]:
    """Return the text objects of the letters over a line, none where it does not begin and end with
    such.
    """
    begin, end = line[0][0], max(piece[2] for piece in line)
    starts = any(abs(letter.x0 - begin) <= SAME for letter in letters if not letter.blank)
    if not (starts and any(abs(letter.x1 - end) <= SAME for letter in letters)):
        return set()
    return {one.owner for one in letters if one.x0 >= begin - SAME and one.x1 <= end + SAME}
