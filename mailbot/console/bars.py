"""Charts of bars: heights, a round scale, and where each number stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

NARROW, WIDE = 520, 1100
_BASE, _TOP, _LEFT, _RIGHT = 152, 22, 30, 4
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
_LINES = 4
_NAME_ROOM = 42  # what the name of one place needs


@dataclass(frozen=True, slots=True)
class Pair:
    """What one place of the axis tells: received, answered, and late ones among these."""

    name: str
    received: int
    answered: int
    late: int


@dataclass(frozen=True, slots=True)
class Column:
    """One place drawn: two bars from the base line up, the late part on top of the second."""

    pair: Pair
    x: float
    width: float
    received: float
    answered: float
    late: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart; `lines` are heights with their values, every so many columns have a name."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    width: int
    every: int
    base: int = _BASE


def columns(pairs: Sequence[Pair], chart_width: int = NARROW) -> Chart:
    """Return the chart of these places, in their order."""
    top = max([1, *(max(pair.received, pair.answered) for pair in pairs)])
    step = next((one for one in _STEPS if one * _LINES >= top), -(-top // _LINES))
    scale = (_BASE - _TOP) / (step * -(-top // step))
    room = (chart_width - _LEFT - _RIGHT) / max(1, len(pairs))
    width = round(min(26, room * 0.36), 1)
    drawn = tuple(
        Column(
            pair,
            round(_LEFT + room * (n + 0.5), 1),
            width,
            *(round(value * scale, 1) for value in (pair.received, pair.answered, pair.late)),
        )
        for n, pair in enumerate(pairs)
    )
    heights = range(0, step * -(-top // step) + 1, step)
    lines = tuple((round(_BASE - value * scale, 1), value) for value in heights)
    return Chart(drawn, lines, chart_width, every=max(1, ceil(_NAME_ROOM / room)))
