"""How figures and letters look: each as one row of grey values, and what it looks like most."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.pdf.objects import bounds_of, objects_on
from parsers.pdf.sight import drawn

FACES = (
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique",
    "Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic",
    "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique",
)  # fmt: skip
"""The faces that pdfium draws by itself (ISO 32000-1, 9.6.2.2)."""

HIGH, WIDE = 14, 10
SIZE, APART, SCALE = 12.0, 30.0, 3.0
LEAST_INK = 40.0

Numbers = NDArray[np.float32]
Corners = NDArray[np.float64]
"""For each sign where its lower left, lower right and upper left corner are, in pixels."""


def shapes(picture: NDArray[np.uint8], corners: Corners) -> Numbers:
    """Return what stands in each parallelogram, without its brightness and contrast.

    Where nothing is drawn the row is all zero.
    """
    across, down = (np.arange(WIDE) + 0.5) / WIDE, (np.arange(HIGH) + 0.5) / HIGH
    base, right, up = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    at = (
        base[:, None, None, :]
        + across[None, None, :, None] * right[:, None, None, :]
        + (1 - down)[None, :, None, None] * up[:, None, None, :]
    )
    seen = _blurred(_between(picture, at[..., 0] - 0.5, at[..., 1] - 0.5))
    rows = seen.reshape(len(corners), HIGH * WIDE)
    ink = rows.max(axis=1) - rows.min(axis=1)
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    rows[ink < LEAST_INK] = 0.0
    return rows


def _between(picture: NDArray[np.uint8], x: Corners, y: Corners) -> Numbers:
    """Return the grey at points between pixels; beyond the picture that of its edge."""
    high, wide = picture.shape
    x, y = np.clip(x, 0, wide - 1.001), np.clip(y, 0, high - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    over, under = (x - left).astype(np.float32), (y - top).astype(np.float32)
    upper = picture[top, left] * (1 - over) + picture[top, left + 1] * over
    lower = picture[top + 1, left] * (1 - over) + picture[top + 1, left + 1] * over
    return np.asarray(upper * (1 - under) + lower * under, dtype=np.float32)


def _blurred(seen: Numbers) -> Numbers:
    wider = np.pad(seen, ((0, 0), (1, 1), (1, 1)), mode="edge")
    flat = (wider[:, :-2] + 2 * wider[:, 1:-1] + wider[:, 2:]) / 4
    return np.asarray((flat[:, :, :-2] + 2 * flat[:, :, 1:-1] + flat[:, :, 2:]) / 4)


def likeness(rows: Numbers, signs: str) -> Numbers:
    """Return how much each row looks like each of the signs, 1 at most, whatever the face.

    Light ones on dark ground look like dark ones on light.
    """
    alike = np.abs(rows @ known(signs).T)
    return np.asarray(alike.reshape(len(rows), len(FACES), len(signs)).max(axis=1))


@cache
def known(signs: str) -> Numbers:
    """Return the shapes of all signs in all faces, face by face."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(APART * (len(signs) + 1), APART * (len(FACES) + 1))
    places = [(x, y) for y in range(1, len(FACES) + 1) for x in range(1, len(signs) + 1)]
    for x, y in places:
        _draw(document, page, FACES[y - 1], signs[x - 1], (x * APART, y * APART))
    page.gen_content()
    high = page.get_height()
    boxes = [bounds_of(item) for item in objects_on(page.raw)]
    corners = [[(x0, high - y0), (x1, high - y0), (x0, high - y1)] for x0, y0, x1, y1 in boxes]
    rows = shapes(drawn(page, SCALE), np.array(corners) * SCALE)
    document.close()
    return rows


def _draw(document: Any, page: Any, face: str, sign: str, at: tuple[float, float]) -> None:
    item = pdfium.FPDFPageObj_NewTextObj(document, face.encode(), SIZE)
    encoded = ctypes.create_string_buffer(sign.encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(item, ctypes.cast(encoded, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, *at)
    pdfium.FPDFPage_InsertObject(page, item)
