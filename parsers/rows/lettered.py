"""Rows in letters unlike those of the others: a mark that no reader of texts sees.

A cell is held against its column, as far as that is alike: names may be bold in all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.flag import Flag, FlagCode
from parsers.reading import Lettering, Letters
from parsers.request import Row

APART = 0.06
"""How much larger or smaller letters are, of the usual ones' size, that are of another size."""

READ = "note"
"""A remark says itself what it is about, and most rows have none."""

Numbered = tuple[int, Row]
Cells = Mapping[str, Lettering]
"""How the cells of a row are lettered, by column."""


@dataclass(frozen=True, slots=True)
class _Trait:
    """What of letters is compared, and how it is told of one cell beside the `usual` of its column.

    A trait that programs change by themselves, in a cell whose text is long or was put in from
    elsewhere, marks a `whole` row only.
    """

    of: Callable[[Lettering], object]
    plain: object
    told: Callable[[Lettering, object], str]
    whole: bool = False


def _is_on(name: str, absent: str) -> _Trait:
    def told(cell: Lettering, usual: object) -> str:
        on = bool(getattr(cell, name))
        return "" if on == usual else name if on else absent

    return _Trait(lambda cell: getattr(cell, name), plain=False, told=told)


def _sized(cell: Lettering, usual: object) -> str:
    assert isinstance(usual, float)
    if abs(cell.size - usual) <= APART * usual:
        return ""
    return "larger" if cell.size > usual else "smaller"


def _faced(cell: Lettering, usual: object) -> str:
    return "face" if cell.face and usual and cell.face != usual else ""


TRAITS = (
    _is_on("bold", "not_bold"),
    _is_on("italic", "not_italic"),
    _is_on("underlined", "not_underlined"),
    _Trait(lambda cell: round(cell.size, 1), plain=None, told=_sized, whole=True),
    _Trait(lambda cell: cell.face, plain=None, told=_faced, whole=True),
)


def lettered_flags(tables: Sequence[Sequence[Numbered]], letters: Letters) -> Iterator[Flag]:
    """Yield a flag for each row with letters unlike those of its table's other rows.

    A row that is alone in its table is held against those of all tables of its kind, but for what a
    whole table may have of its own.
    """
    for rows in tables:
        if len(rows) > 1:
            yield from _unlike(rows, rows, letters, TRAITS)
            continue
        kinds = {type(row) for _, row in rows}
        alike = [other for table in tables for other in table if type(other[1]) in kinds]
        yield from _unlike(rows, alike, letters, [one for one in TRAITS if not one.whole])


def _unlike(
    rows: Sequence[Numbered],
    others: Sequence[Numbered],
    letters: Letters,
    traits: Sequence[_Trait],
) -> Iterator[Flag]:
    all_cells = [_cells(row, letters) for _, row in others]
    usual = [(trait, _usual_of(trait, all_cells)) for trait in traits]
    for index, row in rows:
        told = _told(row, _cells(row, letters), usual)
        if told:
            yield _flag(index, row, told)


def _cells(row: Row, letters: Letters) -> Cells:
    placed = ((column, letters.get(place)) for column, place in row.cells.items())
    return {column: one for column, one in placed if one is not None and column != READ}


def _usual_of(trait: _Trait, rows: Sequence[Cells]) -> Mapping[str, object]:
    """Return what is usual in each column of which at least half is alike."""
    columns = {column for row in rows for column in row}
    found = {}
    for column in columns:
        counted = Counter(trait.of(row[column]) for row in rows if column in row)
        most = max(counted, key=lambda value: (counted[value], value == trait.plain))
        if 2 * counted[most] >= counted.total():
            found[column] = most
    return found


def _told(
    row: Row, cells: Cells, usual: Sequence[tuple[_Trait, Mapping[str, object]]]
) -> dict[str, set[str]]:
    """Return what is unlike in a row, by what differs: the columns."""
    found: dict[str, set[str]] = {}
    for trait, of_column in usual:
        held = {column: one for column, one in cells.items() if column in of_column}
        unlike = {
            column: how
            for column, one in held.items()
            if (how := trait.told(one, of_column[column])) and not _is_link(row, column, how)
        }
        if not trait.whole or 2 * len(unlike) > len(held) > 1:
            for column, how in unlike.items():
                found.setdefault(how, set()).add(column)
    return found


def _is_link(row: Row, column: str, how: str) -> bool:
    """Return whether a program underlined an address because it is a link."""
    return how.endswith("underlined") and "@" in row.raw.get(column, "")


def _flag(index: int, row: Row, told: Mapping[str, set[str]]) -> Flag:
    fields = (("lettering", ",".join(told)), ("stt", row.stt or str(index + 1)))
    columns = set().union(*told.values())
    column = next(iter(columns)) if len(columns) == 1 else ""
    place = row.cells[column] if column else row.place
    return Flag(FlagCode.ROW_LETTERED, fields, place, index, column)
