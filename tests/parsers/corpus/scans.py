"""Papers as a scanner gives them back: drawn, sealed, turned, grey with noise, pressed as JPEG."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Values = NDArray[np.float64]
SEAL_RED = (205, 45, 50)


@dataclass(frozen=True)
class Scanner:
    """How badly a page is scanned. `skew` is in degrees, `turn` a quarter turn clockwise.

    `ink` and `paper` are the greys of black and white; `shadow` is how much darker one side gets;
    `fax` leaves nothing but black and white; `seals` are red stamps at random places.
    """

    dpi: int = 200
    skew: float = 0.5
    turn: int = 0
    noise: float = 8.0
    quality: int = 55
    seed: int = 1
    blur: float = 0.0
    ink: int = 20
    paper: int = 255
    shadow: float = 0.0
    fax: bool = False
    seals: int = 0


def a_scanner(rng: random.Random) -> Scanner:
    """Return a scanner as offices have them."""
    return Scanner(
        dpi=rng.choice((150, 200, 200, 240, 300)),
        skew=rng.choice((0.0, rng.uniform(-0.7, 0.7), rng.uniform(-2.5, 2.5))),
        turn=rng.choice((0, 0, 0, 0, 0, 90, 180, 270)),
        noise=rng.uniform(2, 10),
        quality=rng.choice((40, 55, 75, 90)),
        seed=rng.randrange(10_000),
        blur=rng.choice((0.0, 0.0, 0.5, 0.8)),
        ink=rng.choice((10, 20, 60, 90)),
        paper=rng.choice((255, 245, 225)),
        shadow=rng.choice((0.0, 0.0, 0.15, 0.3)),
        seals=rng.choice((0, 0, 0, 1, 2)),
    )


def scanned(pdf: bytes, scanner: Scanner) -> list[bytes]:
    """Return every page of the PDF as the JPEG this scanner makes of it."""
    document = pypdfium2.PdfDocument(pdf)
    rng = np.random.default_rng(scanner.seed)
    pages = [page.render(scale=scanner.dpi / 72).to_pil().convert("RGB") for page in document]
    return [_jpeg(_worn(page, scanner, rng), scanner) for page in pages]


def scanned_pdf(pdf: bytes, scanner: Scanner, *, layered: bool = False) -> bytes:
    """Return a PDF of nothing but scanned pages.

    Layered, the words lie invisibly over each picture as a scanner's own recogniser puts them,
    some misread.
    """
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - heavy, and only for PDFs
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    canvas = Canvas(out)
    document = pypdfium2.PdfDocument(pdf)
    rng = random.Random(scanner.seed)
    for page, jpeg in zip(document, scanned(pdf, scanner), strict=True):
        picture = ImageReader(io.BytesIO(jpeg))
        wide, high = (side * 72 / scanner.dpi for side in picture.getSize())
        canvas.setPageSize((wide, high))
        canvas.drawImage(picture, 0, 0, wide, high)
        if layered:
            _write_invisibly(canvas, page, rng)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _write_invisibly(canvas: Any, page: Any, rng: random.Random) -> None:
    from tests.parsers.corpus.drawn import faces  # noqa: PLC0415

    faces()
    words = page.get_textpage()
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        layer = canvas.beginText(left, bottom)
        layer.setTextRenderMode(3)
        layer.setFont("Face", max(top - bottom, 4.0))
        layer.textOut(_misread(words.get_text_bounded(left, bottom, right, top), rng))
        canvas.drawText(layer)


def _misread(text: str, rng: random.Random) -> str:
    """Return the text with what a poor recogniser makes of one letter in thirty."""
    return "".join(
        rng.choice("013578labdeo") if char.isalnum() and rng.random() < 1 / 30 else char
        for char in text.strip()
    )


def _worn(page: Any, scanner: Scanner, rng: np.random.Generator) -> Any:
    for _ in range(scanner.seals):
        page = _sealed(page, scanner.dpi, rng)
    sheet = page if scanner.seals else page.convert("L")
    white = "white" if scanner.seals else 255
    sheet = sheet.rotate(scanner.skew, resample=Image.Resampling.BICUBIC, fillcolor=white)
    if scanner.blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(scanner.blur))
    sheet = sheet.rotate(-scanner.turn, expand=True)
    values = np.asarray(sheet, dtype=np.float64)
    values = scanner.ink + values * ((scanner.paper - scanner.ink) / 255)
    values = values * _light(values, scanner.shadow) + rng.normal(0, scanner.noise, values.shape)
    worn = Image.fromarray(values.clip(0, 255).astype(np.uint8))
    return (
        worn.convert("L").convert("1", dither=Image.Dither.NONE).convert("L")
        if scanner.fax
        else worn
    )


def _sealed(page: Any, dpi: int, rng: np.random.Generator) -> Any:
    """Return the page with a round red stamp, an inch and a half across, anywhere on it."""
    radius, line = 0.7 * dpi, max(2, round(0.025 * dpi))
    x, y = (float(rng.uniform(radius, side - radius)) for side in page.size)
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    for part in (1.0, 0.92, 0.55):
        reach = part * radius
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=SEAL_RED, width=line)
    star = [
        (x + r * math.sin(k * math.pi / 5), y - r * math.cos(k * math.pi / 5))
        for k, r in enumerate((0.4 * radius, 0.16 * radius) * 5)
    ]
    draw.polygon(star, fill=SEAL_RED)
    dark = np.minimum(np.asarray(page), np.asarray(ink))
    return Image.fromarray(dark)


def _light(values: Values, shadow: float) -> Values:
    """Return how light falls on the picture: full at the right, less towards the left."""
    across = np.linspace(1 - shadow, 1.0, values.shape[1])
    return across[None, :, None] if values.ndim == 3 else across[None, :]


def _jpeg(page: Any, scanner: Scanner) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return out.getvalue()
