"""How the letters of a cell are drawn: in which face, how large, bold, slanting, underlined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from parsers.pdf.layout import Mark
from parsers.pdf.matrix import Matrix
from parsers.pdf.objects import face_of_text, flags_of, matrix_of, name_of
from parsers.reading import Lettering
from parsers.source import Place

SUBSET = re.compile(r"^[A-Z]{6}\+")
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
STYLE = re.compile(r"[-,\s]|bold|black|heavy|demi|semi|italic|oblique|regular|PS|MT", re.IGNORECASE)

SLANTING, FORCED_BOLD = 1 << 6, 1 << 18
"""What a face's flags say (ISO 32000-1, table 123)."""

LEANING = 0.05
"""How far upright letters lean at most for each point they rise."""


_Way = tuple[int, float, bool, bool, bool]
"""How a text object is drawn: its face, how large, outlined, leaning, over a line."""


@dataclass(frozen=True, slots=True)
class Letterer:
    """Gathers how the cells of a page are lettered; `underlined` are the text objects over lines,
    `outlined` those that are filled and outlined: a bold made of another face.

    A letter that its face lacks is drawn in another one: what most of a cell is drawn in counts.
    """

    underlined: frozenset[int]
    outlined: Set[int]
    letters: dict[Place, Lettering] = field(default_factory=dict)
    known: dict[_Way, Lettering] = field(default_factory=dict)

    def take(self, place: Place, marks: Sequence[Mark]) -> None:
        """Take the letters of a cell, as the text object that drew most of them is drawn."""
        one = marks[len(marks) // 2]
        if not marks[0].owner == one.owner == marks[-1].owner:
            drawn = Counter([mark.owner for mark in marks if not mark.blank])
            owner = max(drawn, key=drawn.__getitem__)
            one = next(mark for mark in marks if mark.owner == owner)
        self.letters[place] = self._drawn_by(one.owner, one.size)

    def _drawn_by(self, owner: int, size: float) -> Lettering:
        way = (
            face_of_text(owner) or 0,
            size,
            owner in self.outlined,
            _leans(matrix_of(owner)),
            owner in self.underlined,
        )
        if way not in self.known:
            self.known[way] = _lettering(way)
        return self.known[way]


def _lettering(way: _Way) -> Lettering:
    address, size, outlined, leans, underlined = way
    name, flags = SUBSET.sub("", name_of(address)), flags_of(address)
    bold = outlined or bool(BOLD.search(name) or flags & FORCED_BOLD)
    italic = leans or bool(ITALIC.search(name) or flags & SLANTING)
    return Lettering(bold, italic, underlined, size, STYLE.sub("", name).casefold())


def _leans(matrix: Matrix) -> bool:
    """Return whether what stands upright in its own space leans where it is drawn."""
    a, b, c, d, _, _ = matrix
    return abs(a * c + b * d) > LEANING * abs(a * d - b * c)
