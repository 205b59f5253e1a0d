"""Which flat edges are lines under words, and none of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from parsers.pdf.plumber.letters import Letter
from parsers.pdf.plumber.turn import Object

DEEPEST, FARTHEST = 0.35, 12.0
"""How far under the letters such a line may run, in ems, and in points at most."""

NEAR, GAP = 1.0, 8.0
"""In points: how far its ends are from the letters'; what it may leave out under their tails."""


def of_tables(edges: Sequence[Object], letters: Iterable[Letter]) -> list[Object]:
    """Return the edges but those that begin and end with letters just over them."""
    flat = sorted(
        (edge for edge in edges if edge["orientation"] == "h"),
        key=lambda edge: (round(edge["top"], 1), edge["x0"]),
    )
    written = sorted(letters, key=attrgetter("base"))
    bases = [letter.base for letter in written]
    under: set[int] = set()
    for line in _whole(flat):
        at = float(line[0]["top"])
        over = written[bisect_left(bases, at - FARTHEST) : bisect_right(bases, at)]
        if _is_under(line, [one for one in over if at - one.base <= DEEPEST * one.size]):
            under |= {id(edge) for edge in line}
    return [edge for edge in edges if id(edge) not in under]


def _whole(flat: Iterable[Object]) -> Iterator[list[Object]]:
    """Yield the edges that make one line."""
    line: list[Object] = []
    for edge in flat:
        last = line[-1] if line else edge
        if abs(edge["top"] - last["top"]) > 0.1 or edge["x0"] - _end(line or [edge]) > GAP:
            yield line
            line = []
        line.append(edge)
    if line:
        yield line


def _is_under(line: list[Object], over: Sequence[Letter]) -> bool:
    begin, end = line[0]["x0"], _end(line)
    begins = any(abs(one.x0 - begin) <= NEAR for one in over if one.text.strip())
    return begins and any(abs(one.x1 - end) <= NEAR for one in over)


def _end(line: list[Object]) -> float:
    return max(float(edge["x1"]) for edge in line)
