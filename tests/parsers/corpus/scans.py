"""Papers as a scanner gives them back: drawn, turned a little, grey with noise, pressed as JPEG."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image


@dataclass(frozen=True)
class Scanner:
    """How badly a page is scanned. `skew` is in degrees, `turn` a quarter turn clockwise."""

    dpi: int = 200
    skew: float = 0.5
    turn: int = 0
    noise: float = 8.0
    quality: int = 55
    seed: int = 1


def scanned(pdf: bytes, scanner: Scanner) -> list[bytes]:
    """Return every page of the PDF as the JPEG this scanner makes of it."""
    document = pypdfium2.PdfDocument(pdf)
    rng = np.random.default_rng(scanner.seed)
    pages = [page.render(scale=scanner.dpi / 72, grayscale=True).to_pil() for page in document]
    return [_jpeg(_worn(page, scanner, rng), scanner) for page in pages]


def scanned_pdf(pdf: bytes, scanner: Scanner, *, text_layer: bool = False) -> bytes:
    """Return a PDF of nothing but scanned pages; with a layer, the words lie under each picture."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - heavy, and only for PDFs

    out = io.BytesIO()
    canvas = Canvas(out)
    document = pypdfium2.PdfDocument(pdf)
    for index, jpeg in enumerate(scanned(pdf, scanner)):
        picture = Image.open(io.BytesIO(jpeg))
        wide, high = (side * 72 / scanner.dpi for side in picture.size)
        canvas.setPageSize((wide, high))
        canvas.drawInlineImage(picture, 0, 0, wide, high)
        if text_layer:
            _write_invisibly(canvas, document[index].get_textpage().get_text_range(), high)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _write_invisibly(canvas: Any, text: str, height: float) -> None:
    layer = canvas.beginText(20, height - 20)
    layer.setTextRenderMode(3)
    layer.textLines(text.encode("ascii", "replace").decode())
    canvas.drawText(layer)


def _worn(page: Any, scanner: Scanner, rng: np.random.Generator) -> Any:
    grey = page.convert("L").rotate(
        scanner.skew, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=255
    )
    if scanner.turn:
        grey = grey.rotate(-scanner.turn, expand=True)
    values = np.asarray(grey, dtype=np.float64)
    values = 20 + values * (235 / 255) + rng.normal(0, scanner.noise, values.shape)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _jpeg(page: Any, scanner: Scanner) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return out.getvalue()
