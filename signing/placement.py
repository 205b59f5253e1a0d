"""Where the pictures of visible signatures stand on a letter.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I: the hand's picture between title and name, centred; the
seal in its real size over about a third of the hand, on its left.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from signing.appearance import Appearance, Box
from signing.errors import SigningError

POINTS_PER_MM = 72 / 25.4
SEAL_DIAMETER_MM = 36


def hand(page: int, frame: Box, picture: bytes) -> Appearance:
    """Return the hand's picture centred in the frame, as large as the frame allows.

    Args:
        page: counted from 0.
    """
    width, height = _pixels(picture)
    left, bottom, right, top = frame
    scale = min((right - left) / width, (top - bottom) / height)
    return Appearance(
        page,
        _around(((left + right) / 2, (bottom + top) / 2), width * scale, height * scale),
        picture,
    )


def seal(signed_by: Appearance, picture: bytes) -> Appearance:
    """Return the seal in its real size, over a third of the hand on its left."""
    _pixels(picture)
    left, bottom, right, top = signed_by.box
    size = SEAL_DIAMETER_MM * POINTS_PER_MM
    middle = (left + (right - left) / 3 - size / 2, (bottom + top) / 2)
    return Appearance(signed_by.page, _around(middle, size, size), picture)


def _around(middle: tuple[float, float], width: float, height: float) -> Box:
    x, y = middle
    left, bottom = round(x - width / 2), round(y - height / 2)
    return left, bottom, left + round(width), bottom + round(height)


def _pixels(picture: bytes) -> tuple[int, int]:
    try:
        return Image.open(BytesIO(picture)).size
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise SigningError("image_unreadable") from error
