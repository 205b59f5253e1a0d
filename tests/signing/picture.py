"""A picture for a visible signature."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def red_square(size: int = 40) -> bytes:
    """Return a red, half transparent PNG, as a seal is."""
    output = BytesIO()
    Image.new("RGBA", (size, size), (200, 0, 0, 128)).save(output, "PNG")
    return output.getvalue()
