"""The papers of a mail: opened and drawn in the sandbox only; what comes back are values."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image

from mailbot.cases.finding import Box
from mailbot.intake.message import read_message
from mailbot.replies.told_size import megabytes

_MARGIN = (0.05, 0.008)
_PIXELS_ACROSS = 1500
_LETTER_PIXELS = 1100


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF of a mail, byte for byte."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a paper is called, and how large it is."""

    name: str
    size: int

    @property
    def size_said(self) -> str:
        """The size as people read it: `76 KB`, `2,4 MB`."""
        kilobytes = max(1, round(self.size / 1000))
        return f"{kilobytes} KB" if kilobytes < 1000 else megabytes(self.size)


@dataclass(eq=False)
class KnownPapers:
    """Remembers the papers of some mails: reading a mail anew takes a while."""

    most: int = 1000
    _lists: dict[tuple[str, ...], tuple[Listed, ...]] = field(default_factory=dict)

    def get(self, mails: tuple[str, ...]) -> tuple[Listed, ...] | None:
        """Return the papers, or None where they are not known."""
        return self._lists.get(mails)

    def keep(self, mails: tuple[str, ...], papers: tuple[Listed, ...]) -> None:
        """Remember them."""
        if len(self._lists) >= self.most:
            self._lists.clear()
        self._lists[mails] = papers


def papers_of(raw: bytes) -> tuple[Paper, ...]:
    """Return the PDFs a mail carries, in its order."""
    found = read_message(raw).attachments
    return tuple(Paper(one.name, one.data) for one in found if b"%PDF-" in one.data[:1024])


def papers_listed(raw: bytes) -> tuple[Listed, ...]:
    """Return what the papers of a mail are called, and how large they are."""
    return tuple(Listed(paper.name, len(paper.data)) for paper in papers_of(raw))


def crop_from(raw: bytes, name: str, page: int, box: Box) -> bytes:
    """Return a PNG of a place on this paper of a mail; nothing where the mail has no such paper."""
    paper = next((one for one in reversed(papers_of(raw)) if one.name == name), None)
    return crop(paper.data, page, box) if paper else b""


def crop(pdf: bytes, page: int, box: Box) -> bytes:
    """Return a PNG of this place with a margin around it.

    The page counts from 1, the box is in fractions of the page as displayed, origin top left. A
    page that is not there is a ValueError.
    """
    image = _drawn(pdf, page, _PIXELS_ACROSS)
    width, height = image.size
    left, top, wide, high = box
    area = (
        int(max(0.0, left - _MARGIN[0]) * width),
        int(max(0.0, top - _MARGIN[1]) * height),
        int(min(1.0, left + wide + _MARGIN[0]) * width) + 1,
        int(min(1.0, top + high + _MARGIN[1]) * height) + 1,
    )
    return _png(image.crop(area))


def letter_pages(pdf: bytes, count: int) -> tuple[bytes, ...]:
    """Return the first pages of a letter of ours as PNG."""
    return tuple(letter_page(pdf, page) for page in range(1, count + 1))


def letter_page(pdf: bytes, page: int) -> bytes:
    """Return one page, counted from 1, as PNG."""
    return _png(_drawn(pdf, page, _LETTER_PIXELS))


def _drawn(pdf: bytes, page: int, across: int) -> Image.Image:
    import pypdfium2  # noqa: PLC0415 (only the sandbox draws)

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page <= len(document):
            raise ValueError("no such page")
        sheet = document[page - 1]
        drawn: Image.Image = sheet.render(scale=across / sheet.get_width()).to_pil()
        return drawn
    finally:
        document.close()


def _png(image: Image.Image) -> bytes:
    drawn = io.BytesIO()
    image.convert("L").quantize(16).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
