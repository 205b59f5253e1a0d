"""What was handed in, as pictures to compare with: PDFs page by page, scans as they are.

Both functions open hostile bytes; they run in the sandbox only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from mailbot.console.paper import letter_page
from mailbot.intake.attachment import Attachment
from mailbot.intake.message import read_message

MOST_PAGES = 60
_MOST_PIXELS = 80_000_000
_ACROSS = 1100
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def page_count(raw: bytes) -> int:
    """Return how many pages can be shown."""
    return min(MOST_PAGES, sum(1 for _ in _pages(raw)))


def page_picture(raw: bytes, n: int) -> bytes:
    """Return the n-th page over all files as PNG, counted from 0; empty where there is none."""
    for at, (file, page) in enumerate(_pages(raw)):
        if at == n and at < MOST_PAGES:
            return _scan(file.data) if page < 0 else letter_page(file.data, page)
    return b""


def _pages(raw: bytes) -> Iterator[tuple[Attachment, int]]:
    """Yield every page with its number in its file, from 1; -1 is a picture that is one page."""
    for file in read_message(raw).attachments:
        if b"%PDF-" in file.data[:1024]:
            yield from ((file, page) for page in range(1, _length(file.data) + 1))
        elif file.data.startswith(_PICTURES):
            yield file, -1


def _length(pdf: bytes) -> int:
    import pypdfium2  # noqa: PLC0415 (only the sandbox draws)

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return min(MOST_PAGES, len(document))
    finally:
        document.close()


def _scan(data: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((_ACROSS, _ACROSS * 3))
        drawn = io.BytesIO()
        upright.convert("L").save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
