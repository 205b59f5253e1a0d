"""What a file holds that its reader does not see, or sees otherwise: each must be flagged."""

from __future__ import annotations

import ctypes
import io
import random
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet


def in_pdf(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the PDF with something hidden on its last page, by name."""
    for name, change in PDF_CHANGES.items():
        document = pypdfium2.PdfDocument(data)
        page = document[len(document) - 1]
        change(rng, document, page)
        page.gen_content()
        out = io.BytesIO()
        document.save(out)
        document.close()
        yield name, out.getvalue()


def _text(document: Any, page: Any, text: str, at: tuple[float, float], size: float = 10.0) -> Any:
    item = _text_object(document, text, size)
    pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, *at)
    pdfium.FPDFPage_InsertObject(page.raw, item)
    return item


def _text_object(document: Any, text: str, size: float) -> Any:
    item = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", size)
    encoded = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(item, ctypes.cast(encoded, pdfium.FPDF_WIDESTRING))
    return item


def _invisible(_: random.Random, document: Any, page: Any) -> None:
    item = _text(document, page, "Nguyen Van An 092190123456", (90, 200))
    pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _white(_: random.Random, document: Any, page: Any) -> None:
    item = _text(document, page, "Nguyen Van An 092190123456", (90, 200))
    pdfium.FPDFPageObj_SetFillColor(item, 255, 255, 255, 255)


def _tiny(_: random.Random, document: Any, page: Any) -> None:
    _text(document, page, "Nguyen Van An 092190123456", (90, 200), size=0.6)


def _beside_the_page(_: random.Random, document: Any, page: Any) -> None:
    _text(document, page, "Nguyen Van An 092190123456", (-400, 200))


def _covered(_: random.Random, __: Any, page: Any) -> None:
    """A white area painted over a part of the list, and nothing on it."""
    width, height = page.get_size()
    area = pdfium.FPDFPageObj_CreateNewRect(width * 0.1, height * 0.6, width * 0.8, height * 0.37)
    pdfium.FPDFPageObj_SetFillColor(area, 255, 255, 255, 255)
    pdfium.FPDFPath_SetDrawMode(area, pdfium.FPDF_FILLMODE_ALTERNATE, 0)
    pdfium.FPDFPage_InsertObject(page.raw, area)


def _struck_over(_: random.Random, document: Any, page: Any) -> None:
    """A second text drawn on top of the list's first rows."""
    width, height = page.get_size()
    _text(document, page, "0901234567 0907654321 092190123456", (width * 0.3, height * 0.78))
    _text(document, page, "0907777777 0908888888 092190654321", (width * 0.3, height * 0.78))


def _watermark(_: random.Random, document: Any, page: Any) -> None:
    item = _text_object(document, "BAN SAO", 60.0)
    pdfium.FPDFPageObj_Transform(item, 0.7, 0.7, -0.7, 0.7, 200, 200)
    pdfium.FPDFPage_InsertObject(page.raw, item)


PDF_CHANGES: dict[str, Callable[[random.Random, Any, Any], None]] = {
    "invisible text": _invisible,
    "white text": _white,
    "tiny text": _tiny,
    "text beside the page": _beside_the_page,
    "text covered": _covered,
    "text over text": _struck_over,
    "watermark": _watermark,
}


def in_workbook(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook with something hidden or lost, by name."""
    for name, change in BOOK_CHANGES.items():
        book = load_workbook(io.BytesIO(data))
        sheet = book.worksheets[0]
        header = next(
            row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == "STT"
        )
        change(rng, sheet, header)
        out = io.BytesIO()
        book.save(out)
        yield name, out.getvalue()


def _hidden_row(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.row_dimensions[header + 1].hidden = True


def _hidden_column(_: random.Random, sheet: Worksheet, __: int) -> None:
    sheet.column_dimensions["E"].hidden = True


def _filtered_sheet(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.auto_filter.ref = f"A{header}:H{sheet.max_row}"
    sheet.row_dimensions[header + 2].hidden = True


def _white_cell(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).font = Font(color="FFFFFF")


def _lost_formula(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).value = '="Nguyễn Văn "&"An"'


def _short_number(_: random.Random, sheet: Worksheet, header: int) -> None:
    column = next(c for c in range(1, 10) if "điện thoại" in str(sheet.cell(header, c).value))
    sheet.cell(header + 1, column).value = "9.01235E+08"


def _error_value(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).value = "#REF!"


BOOK_CHANGES: dict[str, Callable[[random.Random, Worksheet, int], None]] = {
    "hidden row": _hidden_row,
    "hidden column": _hidden_column,
    "filtered rows": _filtered_sheet,
    "white cell": _white_cell,
    "formula without a value": _lost_formula,
    "number in short form": _short_number,
    "error value": _error_value,
}


def in_docx(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the docx with something hidden or not yet accepted, by name."""
    for name, change in WORD_CHANGES.items():
        document = docx.Document(io.BytesIO(data))
        change(rng, document)
        out = io.BytesIO()
        document.save(out)
        yield name, out.getvalue()


def _a_run(document: Any) -> Any:
    return document.tables[-1].cell(0, 1).paragraphs[0].add_run(" 0901234567")


def _vanished(_: random.Random, document: Any) -> None:
    _a_run(document).font.hidden = True


def _white_run(_: random.Random, document: Any) -> None:
    _a_run(document).font.color.rgb = RGBColor(255, 255, 255)


def _tracked(_: random.Random, document: Any) -> None:
    run = _a_run(document)
    wrapper = OxmlElement("w:ins")
    wrapper.set(qn("w:author"), "A")
    run._r.addprevious(wrapper)
    wrapper.append(run._r)


def _deleted(_: random.Random, document: Any) -> None:
    run = _a_run(document)
    wrapper = OxmlElement("w:del")
    wrapper.set(qn("w:author"), "A")
    run._r.addprevious(wrapper)
    wrapper.append(run._r)


WORD_CHANGES: dict[str, Callable[[random.Random, Any], None]] = {
    "hidden run": _vanished,
    "white run": _white_run,
    "insertion not accepted": _tracked,
    "deletion not accepted": _deleted,
}
