"""Annotations and form fields: drawn over a page, and no part of its text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf.clip import TooMuchDrawnError

MAX_ANNOTATIONS = 2000
MAX_BYTES = 100_000
SAID = frozenset({pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE})
"""Kinds whose text is shown beside the page, or when somebody points at it."""

SOLID = 1.0
"""The width in points up to which the border of a link is a frame around its words."""

HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN
NO_VIEW, PRINT = pdfium.FPDF_ANNOT_FLAG_NOVIEW, pdfium.FPDF_ANNOT_FLAG_PRINT
TOGGLES = pdfium.FPDF_ANNOT_FLAG_TOGGLENOVIEW


class Role(Enum):
    """What an annotation is to somebody who reads the page."""

    DRAWN = auto()
    SAID = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is laid over the page: where, in user space, and the text it says beside the page.

    What a drawn one shows is known to nobody: its appearance need not be what its entries tell.
    """

    area: tuple[float, float, float, float]
    role: Role = Role.DRAWN
    text: str = ""


def read_annotations(page: Any, forms: Any) -> Iterator[Annotation]:
    """Yield what is seen over the page, on the screen or on paper, or says something.

    Links that draw nothing are left out: they change nothing of the list. `forms` is pdfium's
    handle of the document's form fields, None where it has none.
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
            found = _read(annotation, forms)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if found is not None:
            yield found


def _read(annotation: Any, forms: Any) -> Annotation | None:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    area = (rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top))
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    text = _string(annotation, b"Contents") if kind in SAID else ""
    if _is_hidden(pdfium.FPDFAnnot_GetFlags(annotation)):
        return None
    if text.strip():
        return Annotation(area, Role.SAID, text)
    if area[0] == area[2] or area[1] == area[3]:
        return None
    if kind == pdfium.FPDF_ANNOT_LINK and not _draws(annotation, area):
        return None
    is_field = kind == pdfium.FPDF_ANNOT_WIDGET and forms
    signs = is_field and _field(annotation, forms) == pdfium.FPDF_FORMFIELD_SIGNATURE
    return Annotation(area, Role.SIGNATURE if signs else Role.DRAWN)


def _is_hidden(flags: int) -> bool:
    """Return whether it is neither shown nor printed (ISO 32000-1, table 165)."""
    return bool(flags & HIDDEN or (flags & NO_VIEW and not flags & (PRINT | TOGGLES)))


def _draws(link: Any, area: tuple[float, float, float, float]) -> bool:
    """Return whether a link is more than a frame around its words: it has an appearance, a broad
    border, or is so thin that its border is a stroke.
    """
    if pdfium.FPDFAnnot_HasKey(link, b"AP"):
        return True
    across, down, width = (ctypes.c_float() for _ in range(3))
    sides = map(ctypes.byref, (across, down, width))
    border = width.value if pdfium.FPDFAnnot_GetBorder(link, *sides) else SOLID
    thin = min(area[2] - area[0], area[3] - area[1]) <= 2 * SOLID
    return border > SOLID or (thin and border > 0)


def _field(widget: Any, forms: Any) -> int:
    return int(pdfium.FPDFAnnot_GetFormFieldType(forms, widget))


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
