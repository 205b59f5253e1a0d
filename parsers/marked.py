"""Rows of a list in another colour than the rest: a mark that no reader of texts sees."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.columns import VALUE
from parsers.flag import Flag, FlagCode
from parsers.source import Place

PLAIN = ""
DARK = 40.0
"""So bright is what nobody tells from black."""

WHITE = "FFFFFF"
ON_PAPER = " on paper"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One row: its texts, how each is coloured ("" for black on white), and where it stands.

    Where single cells are told too, `columns` and `places` are theirs.
    """

    texts: tuple[str, ...]
    looks: tuple[str, ...]
    place: Place
    columns: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def look_of(ink: str, bright: float | None, ground: str) -> str:
    """Return how text is coloured: its ink by name and brightness, and its ground."""
    dark = bright is not None and bright < DARK
    return PLAIN if dark and ground == WHITE else f"{'dark' if dark else ink} on {ground}"


def marked_flags(rows: Sequence[LookedAt]) -> Iterator[Flag]:
    """Yield one flag for the rows of a list that are coloured otherwise than most of it.

    Rows that hold no value are titles and headers; every second row is coloured to guide the eye.
    """
    listed = [row for row in rows if any(map(VALUE.search, row.texts))]
    looks = [_look(row) for row in listed]
    usual = _usual(looks)
    marked = [at for at, look in enumerate(looks) if look != usual]
    if marked and not _guides_the_eye(marked, len(looks)):
        fields = (("count", str(len(marked))),)
        yield Flag(FlagCode.ROWS_MARKED, fields, listed[marked[0]].place)


def marked_cells(rows: Sequence[LookedAt]) -> Iterator[Flag]:
    """Yield one flag for the cells that are coloured neither as their row nor as their column.

    Programs colour an address because it is a link.
    """
    usual = {column: _usual(looks) for column, looks in _by_column(rows).items()}
    marked = [
        place
        for row in rows
        for column, place, text, look in zip(
            row.columns, row.places, row.texts, row.looks, strict=False
        )
        if look not in {_look(row), usual[column]} and not _is_link(text, look)
    ]
    if marked:
        yield Flag(FlagCode.CELLS_MARKED, (("count", str(len(marked))),), marked[0])


def _by_column(rows: Sequence[LookedAt]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for column, look in zip(row.columns, row.looks, strict=False):
            columns[column].append(look)
    return columns


def _is_link(text: str, look: str) -> bool:
    return "@" in text and look.endswith(ON_PAPER)


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
