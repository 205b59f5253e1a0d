"""Where visible signatures stand on a document.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I: the hand's picture between title and name, centred; the
seal in its real size over about a third of the hand, on its left; on an annex in a file of its
own the organisation's mark at the top right of the first page, without a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from signing.appearance import Appearance, Box
from signing.drawing import Drawing
from signing.errors import SigningError

POINTS_PER_MM = 72 / 25.4
SEAL_DIAMETER_MM = 36
CORNER_MARGIN = 28


@dataclass(frozen=True, slots=True)
class Gap:
    """The space kept free between a signer's title and name, in points from the lower left."""

    page: int
    centre: float
    bottom: float
    top: float


def find_gap(pdf: bytes, title: str, name: str) -> Gap:
    """Return the space between the last `title` and the `name` below it. SigningError `no_gap`."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error
    try:
        for number in range(len(document) - 1, -1, -1):
            found = _gap_on(document[number], number, title, name)
            if found is not None:
                return found
    finally:
        document.close()
    raise SigningError("no_gap", title=title, name=name)


def hand(gap: Gap, picture: bytes) -> Appearance:
    """Return the hand's picture centred in the gap, as high as the gap allows."""
    width, height = _pixels(picture)
    tall = gap.top - gap.bottom
    wide = tall * width / height
    return Appearance(
        gap.page,
        _whole((gap.centre - wide / 2, gap.bottom, gap.centre + wide / 2, gap.top)),
        picture,
    )


def seal(
    signed_by: Appearance, picture: bytes, diameter_mm: float = SEAL_DIAMETER_MM
) -> Appearance:
    """Return the seal in its real size, over a third of the hand on its left."""
    left, bottom, right, top = signed_by.box
    size = diameter_mm * POINTS_PER_MM
    edge = left + (right - left) / 3
    middle = (bottom + top) / 2
    return Appearance(
        signed_by.page, _whole((edge - size, middle - size / 2, edge, middle + size / 2)), picture
    )


def corner_mark(pdf: bytes, drawing: Drawing) -> Appearance:
    """Return the drawing at the top right of the first page, in its natural size."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[0].get_size()
    finally:
        document.close()
    right, top = width - CORNER_MARGIN, height - CORNER_MARGIN
    return Appearance(
        0, _whole((right - drawing.width, top - drawing.height, right, top)), drawing.pdf
    )


def _gap_on(page: pypdfium2.PdfPage, number: int, title: str, name: str) -> Gap | None:
    text = page.get_textpage()
    above, below = _last(text, title), _last(text, name)
    if above is None or below is None or below[3] >= above[1]:
        return None
    return Gap(number, (below[0] + below[2]) / 2, below[3], above[1])


def _last(text: pypdfium2.PdfTextPage, wanted: str) -> tuple[float, float, float, float] | None:
    """Return the box of the last occurrence: left, bottom, right, top."""
    found, search = None, text.search(wanted, match_case=True)
    while (hit := search.get_next()) is not None:
        found = hit
    if found is None:
        return None
    boxes = [text.get_rect(index) for index in range(text.count_rects(*found))]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _pixels(picture: bytes) -> tuple[int, int]:
    try:
        return Image.open(BytesIO(picture)).size
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise SigningError("image_unreadable") from error


def _whole(box: tuple[float, float, float, float]) -> Box:
    left, bottom, right, top = (round(side) for side in box)
    return left, bottom, right, top
