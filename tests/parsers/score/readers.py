"""The readers that are scored, each from files to a request."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

from parsers import ReadError, RequestList, SourceFile, read_request
from parsers.interpret import interpret
from parsers.kinds import FileKind, file_kind
from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place

Files = Sequence[SourceFile]
ReadOne = Callable[[SourceFile], Reading]


def read_both(files: Files) -> RequestList:
    """Return what the two readers agree on, as mailbot uses them."""
    return read_request(files)


def read_first_only(files: Files) -> RequestList:
    """Return what the fast PDF reader, python-docx and openpyxl read alone."""
    return interpret([_first(file) for file in files])


def read_second_only(files: Files) -> RequestList:
    """Return what the second reader of each kind reads alone, on all pages."""
    return interpret([_second(file) for file in files])


def read_pdfplumber(files: Files) -> RequestList:
    """Return what pdfplumber's own defaults find, with our meaning of headers and values."""
    return interpret([_pdfplumber(file) for file in files])


def _first(file: SourceFile) -> Reading:
    from parsers.pdf.fast import read_fast  # noqa: PLC0415 - only what is measured is loaded
    from parsers.word.first import read_first as word  # noqa: PLC0415
    from parsers.workbook.first import read_first as workbook  # noqa: PLC0415

    kinds: dict[FileKind, ReadOne] = {
        FileKind.PDF: read_fast,
        FileKind.DOCX: word,
        FileKind.XLSX: workbook,
    }
    return _read(kinds, file)


def _second(file: SourceFile) -> Reading:
    from parsers.pdf.plumber import read_plumber  # noqa: PLC0415
    from parsers.word.second import read_second as word  # noqa: PLC0415
    from parsers.workbook.second import read_second as workbook  # noqa: PLC0415

    kinds: dict[FileKind, ReadOne] = {
        FileKind.PDF: lambda file: read_plumber(file, frozenset(range(1, pages_of(file) + 1))),
        FileKind.DOCX: word,
        FileKind.XLSX: workbook,
    }
    return _read(kinds, file)


def _read(kinds: dict[FileKind, ReadOne], file: SourceFile) -> Reading:
    reader = kinds.get(file_kind(file.data))
    try:
        return reader(file) if reader else Reading()
    except ReadError:
        return Reading()


def pages_of(file: SourceFile) -> int:
    """Return the number of pages of a PDF, 0 for other files."""
    import pypdfium2  # noqa: PLC0415

    if file_kind(file.data) is not FileKind.PDF:
        return 0
    document = pypdfium2.PdfDocument(file.data)
    try:
        return len(document)
    finally:
        document.close()


def _pdfplumber(file: SourceFile) -> Reading:
    import pdfplumber  # noqa: PLC0415

    if file_kind(file.data) is not FileKind.PDF:
        return _first(file)
    blocks: list[Line | Grid] = []
    with pdfplumber.open(io.BytesIO(file.data)) as document:
        for page in document.pages:
            place = Place(file.name, page.page_number)
            blocks += lines_of(page.extract_text(), place)
            blocks += [grid_of(table, place) for table in page.extract_tables() if table]
            page.close()
    return Reading(tuple(blocks))


def lines_of(text: str, place: Place) -> Iterator[Line]:
    """Yield a page's text as lines without a box."""
    yield from (Line(line, place) for line in text.splitlines() if line.strip())


def grid_of(table: Sequence[Sequence[str | None]], place: Place) -> Grid:
    """Return a table of texts as a grid; None is a square that a merged cell covers."""
    cells = tuple(
        Cell(y, x, tuple(DrawnLine(line) for line in text.split("\n")), place)
        for y, row in enumerate(table)
        for x, text in enumerate(row)
        if text is not None
    )
    return Grid(cells, len(table), max(len(row) for row in table), place, hard_breaks=True)


READERS: dict[str, Callable[[Files], RequestList]] = {
    "both": read_both,
    "first": read_first_only,
    "second": read_second_only,
    "pdfplumber": read_pdfplumber,
}

NAMES: dict[tuple[str, str], str] = {
    ("pdf", "both"): "both, as mailbot reads",
    ("pdf", "first"): "the fast one, on pdfium",
    ("pdf", "second"): "the second, on pdfplumber",
    ("pdf", "pdfplumber"): "pdfplumber by its defaults",
    ("scan", "both"): "tesseract, looked at twice",
    ("docx", "both"): "both, as mailbot reads",
    ("docx", "first"): "the first, on python-docx",
    ("docx", "second"): "the second, on plain OOXML",
    ("xlsx", "both"): "both, as mailbot reads",
    ("xlsx", "first"): "the first, on openpyxl",
    ("xlsx", "second"): "the second, on calamine",
}
"""What each reader is on each kind of file; where there is none, nothing is measured."""
