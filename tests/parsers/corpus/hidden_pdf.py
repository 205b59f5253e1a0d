"""What a PDF holds that its reader does not see, or sees otherwise: each must be flagged."""

from __future__ import annotations

import ctypes
import io
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

CATALOG = re.compile(rb"/Type\s*/Catalog")
LAYER = rb"\g<0>/OCProperties<</D<</OFF[1 0 R]>>>>"


def in_pdf(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the PDF with something hidden on its last page, by name."""
    for name, change in PDF_CHANGES.items():
        yield name, _changed(data, partial(change, rng))
    whole = _changed(data, lambda *_: None)
    yield "a layer switched off", CATALOG.sub(LAYER, whole, count=1)
    yield "letters nobody can map", whole.replace(b"/ToUnicode", b"/NoUnicode")


def _changed(data: bytes, change: Callable[[Any, Any], None]) -> bytes:
    document = pypdfium2.PdfDocument(data)
    page = document[len(document) - 1]
    change(document, page)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


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


def _laid_over(_: random.Random, __: Any, page: Any) -> None:
    """A text annotation over the list's first rows, with another number."""
    _annotated(page, pdfium.FPDF_ANNOT_FREETEXT, "0999999999")


def _stamped(_: random.Random, __: Any, page: Any) -> None:
    _annotated(page, pdfium.FPDF_ANNOT_STAMP, "")


def _struck_by_annotation(_: random.Random, __: Any, page: Any) -> None:
    _annotated(page, pdfium.FPDF_ANNOT_STRIKEOUT, "")


def _annotated(page: Any, kind: int, text: str) -> None:
    # Down from where a list begins: the last page may hold but one row of it.
    width, height = page.get_size()
    annotation = pdfium.FPDFPage_CreateAnnot(page.raw, kind)
    area = pdfium.FS_RECTF(width * 0.3, height * 0.97, width * 0.7, height * 0.6)
    pdfium.FPDFAnnot_SetRect(annotation, ctypes.byref(area))
    encoded = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    wide = ctypes.cast(encoded, pdfium.FPDF_WIDESTRING)
    pdfium.FPDFAnnot_SetStringValue(annotation, b"Contents", wide)
    pdfium.FPDFPage_CloseAnnot(annotation)


def _cut_off(_: random.Random, __: Any, page: Any) -> None:
    """The right half of the page is cut off: its text is there, and is not seen."""
    width, height = page.get_size()
    clip = pdfium.FPDF_CreateClipPath(0, 0, width * 0.5, height)
    pdfium.FPDFPage_InsertClipPath(page.raw, clip)
    pdfium.FPDF_DestroyClipPath(clip)


def _crossed_out(_: random.Random, __: Any, page: Any) -> None:
    """One slanting line over the whole list."""
    width, height = page.get_size()
    line = pdfium.FPDFPageObj_CreateNewPath(width * 0.08, height * 0.55)
    pdfium.FPDFPath_LineTo(line, width * 0.92, height * 0.95)
    pdfium.FPDFPageObj_SetStrokeColor(line, 0, 0, 0, 255)
    pdfium.FPDFPageObj_SetStrokeWidth(line, 1.5)
    pdfium.FPDFPath_SetDrawMode(line, pdfium.FPDF_FILLMODE_NONE, 1)
    pdfium.FPDFPage_InsertObject(page.raw, line)


PDF_CHANGES: dict[str, Callable[[random.Random, Any, Any], None]] = {
    "invisible text": _invisible,
    "white text": _white,
    "tiny text": _tiny,
    "text beside the page": _beside_the_page,
    "text covered": _covered,
    "text over text": _struck_over,
    "watermark": _watermark,
    "text annotation over the list": _laid_over,
    "stamp over the list": _stamped,
    "struck by an annotation": _struck_by_annotation,
    "half of the page cut off": _cut_off,
    "crossed out": _crossed_out,
}
