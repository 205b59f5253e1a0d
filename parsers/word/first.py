"""The first docx reader, on python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place, ReadError, SourceFile

WRAPPERS = (qn("w:sdt"), qn("w:smartTag"), qn("w:customXml"))
CONTENT = qn("w:sdtContent")


def read_first(file: SourceFile) -> Reading:
    """Return paragraphs and tables in order. Raises ReadError if the file cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(file.data))
        _open_wrappers(document.element.body)
        blocks = tuple(_Document(file.name).blocks(document))
    except Exception as error:
        raise ReadError("file_unreadable", f"python-docx: {error!r}") from error
    return Reading(blocks)


def _open_wrappers(body: Any) -> None:
    """Put what stands in content controls and smart tags in their place: python-docx passes over
    these.
    """
    for wrapper in list(body.iter(*WRAPPERS)):
        content = wrapper.find(CONTENT) if wrapper.tag == WRAPPERS[0] else wrapper
        for child in [] if content is None else list(content):
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)


class _Document:
    """Walks a document; tables count from 1 for their places, paragraphs with text anew below each,
    lists for their numbers.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.tables = self.below = 0
        self.counters: dict[str, int] = {}

    def blocks(self, document: Any) -> Iterator[Line | Grid]:
        for item in document.iter_inner_content():
            if isinstance(item, Table):
                self.tables, self.below = self.tables + 1, 0
                yield self._grid(item)
            elif item.text.strip():
                self.below += 1
                lines = (text for text in item.text.split("\n") if text.strip())
                yield from (Line(text, self._place()) for text in lines)

    def _place(self) -> Place:
        """Return where the paragraph stands that was begun last."""
        above = f" sau bảng {self.tables}" if self.tables else ""
        return Place(self.file, paragraph=f"đoạn {self.below}{above}")

    def _grid(self, table: Table) -> Grid:
        found: dict[Any, list[tuple[int, int]]] = {}
        rows = list(table.rows)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row.cells, start=row.grid_cols_before):
                found.setdefault(cell._tc, []).append((number, column))  # noqa: SLF001
        texts = {tc: self._lines(tc, table) for tc in found}
        cells = tuple(self._cell(texts[tc], places) for tc, places in found.items())
        width = max((cell.column + cell.column_span for cell in cells), default=0)
        name = f"bảng {self.tables}"
        place = Place(self.file, sheet=name)
        return Grid(cells, len(rows), width, place, _edges(table, width), hard_breaks=True)

    def _lines(self, tc: Any, table: Table) -> tuple[DrawnLine, ...]:
        texts = []
        for element in tc.p_lst:
            paragraph = Paragraph(element, table)
            texts += (paragraph.text or self._number(element)).split("\n")
        return tuple(DrawnLine(text) for text in texts if text.strip())

    def _number(self, paragraph: Any) -> str:
        """Return the number an empty paragraph of an automatic list shows."""
        properties = paragraph.pPr
        if properties is None or properties.numPr is None or properties.numPr.numId is None:
            return ""
        key = str(properties.numPr.numId.val)
        if key == "0":
            return ""
        self.counters[key] = self.counters.get(key, 0) + 1
        return str(self.counters[key])

    def _cell(self, lines: tuple[DrawnLine, ...], places: list[tuple[int, int]]) -> Cell:
        rows, columns = [row for row, _ in places], [column for _, column in places]
        top, left = min(rows), min(columns)
        return Cell(
            top,
            left,
            lines,
            Place(self.file, sheet=f"bảng {self.tables}", cell=f"{top + 1}.{left + 1}"),
            max(rows) - top + 1,
            max(columns) - left + 1,
        )


def _edges(table: Table, columns: int) -> tuple[float, ...]:
    """Return the column borders in fractions of the table's width, () where it does not say."""
    widths = [column.width or 0 for column in table.columns]
    if len(widths) != columns or not all(width > 0 for width in widths):
        return ()
    whole = sum(widths)
    return tuple(end / whole for end in accumulate(widths, initial=0))
