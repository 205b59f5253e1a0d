"""Annotations and form fields: drawn over a page, and no part of its text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf.clip import TooMuchDrawnError

MAX_ANNOTATIONS = 2000
MAX_BYTES = 100_000
DRAWN = frozenset(
    {
        pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_REDACT,
    }
)  # fmt: skip
REMARKS = frozenset(
    {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE}
)
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is drawn over the page: where, in user space, and the text it holds.

    A `remark` is shown beside the page, or when somebody points at it.
    """

    area: tuple[float, float, float, float]
    text: str
    remark: bool = False


def read_annotations(page: Any) -> Iterator[Annotation]:
    """Yield the annotations that are seen or say something, and the form fields that are filled in.

    Signatures and links are left out: they change nothing of the list.
    Raises TooMuchDrawnError where some would have to be left unseen.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > MAX_ANNOTATIONS:
        raise TooMuchDrawnError
    for index in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            found = _read(annotation)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if found is not None:
            yield found


def _read(annotation: Any) -> Annotation | None:
    if pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
        return None
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    filled = _string(annotation, b"V") if kind == pdfium.FPDF_ANNOT_WIDGET else ""
    remark = _string(annotation, b"Contents") if kind in REMARKS else ""
    if kind not in DRAWN and not filled and not remark.strip():
        return None
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    area = (rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top))
    text = remark or filled or _string(annotation, b"Contents")
    return Annotation(area, text, remark=bool(remark))


def _string(annotation: Any, key: bytes) -> str:
    """Return a text of the annotation's dictionary; "" where it has none, or no text."""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    if size > MAX_BYTES:
        raise TooMuchDrawnError
    buffer = ctypes.create_string_buffer(size)
    target = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, target, size)
    return buffer.raw[:-2].decode("utf-16-le", "replace")
