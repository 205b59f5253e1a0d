"""PDFs whose pages are turned after they were drawn, as scanners and print dialogs do it."""

from __future__ import annotations

import io
import math

import pypdfium2
import pypdfium2.raw as pdfium


def turned(data: bytes, angle: int, *, sideways: bool) -> bytes:
    """Return the PDF with every page turned by `angle` degrees.

    With `sideways` the content is turned the other way, so that the page looks as before.
    """
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        if sideways:
            _turn_content(page, angle, width, height)
        page.set_rotation(angle)
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _turn_content(page: pypdfium2.PdfPage, angle: int, width: float, height: float) -> None:
    """Turn what is drawn counter-clockwise by the angle and fit the page around it."""
    radians = math.radians(angle)
    cos, sin = round(math.cos(radians)), round(math.sin(radians))
    corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)]
    moved = [(cos * x - sin * y, sin * x + cos * y) for x, y in corners]
    left, bottom = min(x for x, _ in moved), min(y for _, y in moved)
    matrix = pdfium.FS_MATRIX(cos, sin, -sin, cos, -left, -bottom)
    across = (height, width) if angle % 180 else (width, height)
    page.set_mediabox(0, 0, *across)
    page.set_cropbox(0, 0, *across)
    pdfium.FPDFPage_TransFormWithClip(page.raw, matrix, None)
    page.gen_content()
