"""Image files and pages of a PDF become evenly lit grey pictures of a size that can be read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image, ImageFilter, ImageOps, ImageSequence

from parsers.ocr.engine import Picture
from parsers.ocr.paper import Flat, flattened
from parsers.source import ReadError

FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 3600
DPI = 200
A4_LONG_INCHES = 11.69
RED = 45
SOME_RED = 0.00002
DARKEST_SHARE = 0.5
PALEST_INK = 0.8
PATCH = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as displayed: `ink` is black on white, without what is drawn in red.

    A seal or a correcting pen is `red`, dark where it drew; None where there is hardly any. A sheet
    that was cut out of a photograph is `flat`.
    """

    ink: Picture
    red: Picture | None = None
    flat: Flat | None = None


def pictures_of(data: bytes, most: int) -> Iterator[Shown]:
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
                    yield shown(_upright(frame))
    except ReadError:
        raise
    except Image.DecompressionBombError as error:
        raise ReadError("file_too_large", f"pillow: {error!r}") from error
    except Exception as error:
        raise ReadError("file_unreadable", f"pillow: {error!r}") from error


def page_picture(page: Any) -> Shown:
    """Return a pdfium page, as displayed."""
    longest = max(page.get_size())
    scale = min(DPI / 72, LONGEST_SIDE / max(longest, 1.0))
    return shown(page.render(scale=scale).to_pil())


def dpi_of(picture: Picture) -> int:
    """Return the resolution, taking the page for a sheet of A4."""
    height, width = picture.shape
    return max(70, int(max(height, width) / A4_LONG_INCHES))


def shown(image: Any) -> Shown:
    """Return the picture evenly lit, its red ink apart; of a photograph only the sheet in it."""
    flat = flattened(image)
    return replace(_shown(image if flat is None else flat.image), flat=flat)


def _shown(image: Any) -> Shown:
    if image.mode == "L":
        return Shown(evenly_lit(np.asarray(image)))
    red, green, blue = (np.asarray(part, dtype=np.int16) for part in image.convert("RGB").split())
    tint = np.maximum(red - np.maximum(green, blue), 0)
    if (tint > RED).mean() < SOME_RED:
        return Shown(evenly_lit(np.asarray(image.convert("L"))))
    # Red ink is as bright as paper in red light, nearly; black under it is not.
    ink = np.minimum(red + tint // 3, 255).astype(np.uint8)
    return Shown(evenly_lit(ink), (255 - np.minimum(tint * 2, 255)).astype(np.uint8))


def evenly_lit(grey: Picture) -> Picture:
    """Return the picture with white paper and black ink, shadows and pale print mended."""
    image = Image.fromarray(grey)
    inch = max(3, dpi_of(grey) // PATCH)
    bright = image.reduce(PATCH).filter(ImageFilter.MaxFilter(inch // 2 * 2 + 1))
    paper = bright.filter(ImageFilter.BoxBlur(inch)).resize(image.size, Image.Resampling.BILINEAR)
    light = grey / np.maximum(np.asarray(paper, dtype=np.float32), 32.0)
    darkest = min(float(np.percentile(light[::4, ::4], DARKEST_SHARE)), PALEST_INK)
    return ((light - darkest) / (1.0 - darkest) * 255).clip(0, 255).astype(np.uint8)


def _upright(frame: Any) -> Any:
    """Return the frame on white paper, the way up a viewer shows it, no larger than can be read."""
    if frame.width * frame.height > MAX_PIXELS:
        raise ReadError("file_too_large", "too many pixels")
    flat = frame.convert("RGBA") if frame.mode in ("P", "LA", "PA", "RGBA") else frame
    if flat.mode == "RGBA":
        paper = Image.new("RGBA", flat.size, "white")
        flat = Image.alpha_composite(paper, flat).convert("RGB")
    upright = ImageOps.exif_transpose(flat)
    upright = upright if upright.mode in ("L", "RGB") else upright.convert("L")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return upright
