"""Image files and pages of a PDF become grey pictures of a size that can be read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from parsers.ocr.engine import Picture
from parsers.source import ReadError

FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 3600
DPI = 200
A4_LONG_INCHES = 11.69


def pictures_of(data: bytes, most: int) -> Iterator[Picture]:
    """Yield the pages of an image file as a viewer shows them (after its EXIF orientation).

    Raises ReadError for what is no sound image or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                for number, frame in enumerate(ImageSequence.Iterator(image)):
                    if number == most:
                        return
                    yield _grey(frame)
    except ReadError:
        raise
    except Exception as error:
        raise ReadError("file_unreadable", f"pillow: {error!r}") from error


def page_picture(page: Any) -> Picture:
    """Return a pdfium page drawn grey, as displayed."""
    longest = max(page.get_size())
    scale = min(DPI / 72, LONGEST_SIDE / max(longest, 1.0))
    return np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"))


def dpi_of(picture: Picture) -> int:
    """Return the resolution, taking the page for a sheet of A4."""
    height, width = picture.shape
    return max(70, int(max(height, width) / A4_LONG_INCHES))


def _grey(frame: Any) -> Picture:
    if frame.width * frame.height > MAX_PIXELS:
        raise ReadError("file_too_large", "too many pixels")
    flat = frame.convert("RGBA") if frame.mode in ("P", "LA", "PA", "RGBA") else frame
    if flat.mode == "RGBA":
        paper = Image.new("RGBA", flat.size, "white")
        flat = Image.alpha_composite(paper, flat)
    shown = ImageOps.exif_transpose(flat).convert("L")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(shown)
