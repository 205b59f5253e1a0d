"""How an OpenDocument workbook looks, for the reader that is given no more than its values."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.flag import Flag
from parsers.reading import Letters

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OpenLook:
    """What is unseen of each sheet and how it is merged, first cell to last; what to tell; and how
    the cells are lettered.
    """

    unseen: dict[str, frozenset[Position]] = field(default_factory=dict)
    merged: dict[str, dict[Position, Position]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    letters: Letters = field(default_factory=dict)
