"""Rows of a list in another colour than the rest: a mark that no reader of texts sees."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.columns import VALUE
from parsers.flag import Flag, FlagCode
from parsers.marks.border import Sides
from parsers.source import Place

PLAIN = ""
DARK = 40.0
"""So bright is what nobody tells from black."""

WHITE = "FFFFFF"
OURS = "FFE699"
"""What our own forms shade the cells with that they ask to correct: it speaks against none."""

AS_DRAWN = 6
"""So far, of 255, a drawn channel may lie from the colour asked for."""

ON = " on "


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One row: its texts, how each is coloured ("" for black on white), and where it stands.

    `columns`, `places` and `sides` are those of its cells; a page has no borders of cells.
    """

    texts: tuple[str, ...]
    looks: tuple[str, ...]
    place: Place
    columns: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    sides: tuple[Sides, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Return whether the row holds somebody's value: titles and headers hold none."""
        return any(map(VALUE.search, self.texts))


def look_of(ink: str, bright: float | None, ground: str) -> str:
    """Return how text is coloured: its ink by name and brightness, and its ground."""
    dark = bright is not None and bright < DARK
    return PLAIN if dark and ground in (WHITE, OURS) else f"{'dark' if dark else ink}{ON}{ground}"


def is_ours(ground: Sequence[int]) -> bool:
    """Return whether red, green and blue, as drawn, are the shade of our own forms."""
    shade = bytes.fromhex(OURS)
    return all(abs(one - other) <= AS_DRAWN for one, other in zip(ground, shade, strict=True))


def marked_flags(rows: Sequence[LookedAt]) -> Iterator[Flag]:
    """Yield one flag for the rows of a list that are coloured otherwise than most of it.

    Every second row is coloured to guide the eye.
    """
    listed = [row for row in rows if row.is_listed]
    looks = [_look(row) for row in listed]
    usual = _usual(looks)
    marked = [at for at, look in enumerate(looks) if look != usual]
    if marked and not _guides_the_eye(marked, len(looks)):
        fields = (("count", str(len(marked))),)
        yield Flag(FlagCode.ROWS_MARKED, fields, listed[marked[0]].place)


def marked_cells(rows: Sequence[LookedAt]) -> Iterator[Flag]:
    """Yield one flag for the cells whose ink or ground is neither their row's nor their column's.

    Programs colour an address because it is a link.
    """
    listed = [row for row in rows if row.is_listed]
    usual = {column: _usual(looks) for column, looks in _by_column(listed).items()}
    marked = [
        place
        for row in listed
        for column, place, text, look in zip(
            row.columns, row.places, row.texts, row.looks, strict=True
        )
        if _differs(text, look, (_look(row), usual[column]))
    ]
    if marked:
        yield Flag(FlagCode.CELLS_MARKED, (("count", str(len(marked))),), marked[0])


def _by_column(rows: Sequence[LookedAt]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for column, look in zip(row.columns, row.looks, strict=True):
            columns[column].append(look)
    return columns


def _differs(text: str, look: str, around: Sequence[str]) -> bool:
    ink, ground = _parts(look)
    inks, grounds = zip(*map(_parts, around), strict=True)
    return ground not in grounds or (ink not in inks and "@" not in text)


def _parts(look: str) -> tuple[str, str]:
    """Return the ink and the ground of a look."""
    ink, _, ground = (look or f"dark{ON}{WHITE}").rpartition(ON)
    return ink, ground


def _usual(looks: Sequence[str]) -> str:
    counted = Counter(looks)
    return max(counted, key=lambda look: (counted[look], look == PLAIN), default=PLAIN)


def _look(row: LookedAt) -> str:
    """Return the colour of most of a row's cells; a link or one cell alone makes no row's."""
    look, times = Counter(row.looks).most_common(1)[0]
    return look if 2 * times > len(row.looks) else PLAIN


def _guides_the_eye(marked: Sequence[int], count: int) -> bool:
    alternate = range(marked[0], count, 2)
    return marked[0] < 2 and len(marked) > 1 and list(alternate) == list(marked)
