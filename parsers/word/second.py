"""The second docx reader, on the plain OOXML (ECMA-376, part 1, chapter 17)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from parsers.ooxml import Package
from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place, ReadError, SourceFile
from parsers.word.beside import beside
from parsers.word.lettering import lettering
from parsers.word.room import is_covered
from parsers.word.styles import Styles, W
from parsers.word.unseen import unseen
from parsers.word.where import paragraph_name, unwrapped

SIGNS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
}
UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object")}


def read_second(file: SourceFile) -> Reading:
    """Return paragraphs and tables in order, with flags for what is hidden or not yet accepted.

    Raises ReadError if the file cannot be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            package = Package(archive)
            body = package.part(package.main).find(f"{W}body")
            styles, *others = (_part(package, kind) for kind in ("styles", "numbering", "theme"))
            flags = [*unseen(file.name, body, styles, *others), *beside(file.name, package, body)]
            letters = lettering(file.name, body, Styles(styles))
        return Reading(tuple(_Body(file.name).blocks(body)), tuple(flags), letters)
    except Exception as error:
        raise ReadError("file_unreadable", f"ooxml: {error!r}") from error


def _part(package: Package, kind: str) -> Any:
    """Return the part of a kind that a document has once; None for none."""
    (name,) = package.related(package.main, kind) or ("",)
    return package.part(name) if name else None


class _Body:
    """Walks the elements of a body; tables count from 1, paragraphs with text anew below each,
    automatic lists by their number.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.tables = self.below = 0
        self.counters: dict[str, int] = {}

    def blocks(self, body: Any) -> Iterator[Line | Grid]:
        for element in unwrapped(body):
            if element.tag == f"{W}p":
                texts = [text for text in _text(element).split("\n") if text.strip()]
                self.below += bool(texts)
                place = Place(self.file, paragraph=paragraph_name(self.tables, self.below))
                yield from (Line(text, place) for text in texts)
            elif element.tag == f"{W}tbl":
                self.tables, self.below = self.tables + 1, 0
                yield self._grid(element)

    def _grid(self, table: Any) -> Grid:
        open_above: dict[int, dict[str, Any]] = {}
        found: list[dict[str, Any]] = []
        rows = [row for row in unwrapped(table) if row.tag == f"{W}tr"]
        for number, row in enumerate(rows):
            column = _value(row, "trPr", "gridBefore", 0)
            for tc in (cell for cell in unwrapped(row) if cell.tag == f"{W}tc"):
                wide = _value(tc, "tcPr", "gridSpan", 1)
                above = open_above.get(column)
                if is_covered(tc) and above is not None:
                    above["tall"] += 1
                else:
                    cell = {"at": (number, column), "wide": wide, "tall": 1, "tc": tc}
                    found.append(cell)
                    open_above[column] = cell
                column += wide
        cells = tuple(self._cell(cell) for cell in found)
        width = max((cell.column + cell.column_span for cell in cells), default=0)
        name = f"bảng {self.tables}"
        place = Place(self.file, sheet=name)
        return Grid(cells, len(rows), width, place, _borders(table, width), hard_breaks=True)

    def _cell(self, cell: dict[str, Any]) -> Cell:
        row, column = cell["at"]
        texts: list[str] = []
        for paragraph in (one for one in unwrapped(cell["tc"]) if one.tag == f"{W}p"):
            texts += (_text(paragraph) or self._number(paragraph)).split("\n")
        lines = tuple(DrawnLine(text) for text in texts if text.strip())
        place = Place(self.file, sheet=f"bảng {self.tables}", cell=f"{row + 1}.{column + 1}")
        return Cell(row, column, lines, place, cell["tall"], cell["wide"])

    def _number(self, paragraph: Any) -> str:
        listed = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        key = "0" if listed is None else listed.get(f"{W}val", "0")
        if key == "0":
            return ""
        self.counters[key] = self.counters.get(key, 0) + 1
        return str(self.counters[key])


def _value(element: Any, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    if found is None:
        return default
    return min(int(found.get(f"{W}val", default)), 100)


def _borders(table: Any, columns: int) -> tuple[float, ...]:
    """Return where the columns end (17.4.48), as parts of the whole; () where it is not said."""
    sizes = [one.get(f"{W}w", "") for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if len(sizes) != columns or not all(size.isdecimal() and int(size) for size in sizes):
        return ()
    ends = list(accumulate(map(int, sizes), initial=0))
    return tuple(end / ends[-1] for end in ends)


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text under an element in order, without what was deleted or moved away."""
    for item in element:
        if item.tag == f"{W}t":
            yield item.text or ""
        elif item.tag in SIGNS:
            yield SIGNS[item.tag]
        elif item.tag not in UNSEEN:
            yield from _pieces(item)
