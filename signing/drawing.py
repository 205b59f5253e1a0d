"""Text as a picture for a visible signature, in its natural size: never shrunk to fit a box."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import typst
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.errors import SigningError

# The lines come as data, so that nothing in them is ever read as markup.
_TEMPLATE = b"""
#let asked = json(bytes(sys.inputs.asked))
#set page(width: auto, height: auto, margin: 2pt, fill: none)
#set text(font: asked.font, size: asked.points * 1pt, lang: "vi", fallback: false,
  top-edge: "ascender", bottom-edge: "descender")
#stack(spacing: 0.2em, ..asked.lines.map(line => text(line)))
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A one-page PDF and its size in points."""

    pdf: bytes
    width: float
    height: float


def draw_text(
    lines: tuple[str, ...], font_folder: Path, font: str = "Tinos", points: float = 10
) -> Drawing:
    """Return the lines drawn in this font. SigningError `text_not_drawn`: a missing font or letter.

    Law: Nghị định 30/2020/NĐ-CP, Phụ lục I: the organisation's mark on an annex is upright, 10 pt.
    """
    asked = json.dumps({"font": font, "points": points, "lines": lines})
    try:
        # PDF/A, for that alone makes a letter the font does not have an error.
        pdf, warnings = typst.compile_with_warnings(  # type: ignore[misc]
            _TEMPLATE,
            pdf_standards=["a-2u"],
            timestamp=0,
            font_paths=[str(font_folder)],
            ignore_system_fonts=True,
            sys_inputs={"asked": asked},
        )
    except RuntimeError as error:
        raise SigningError("text_not_drawn", detail=str(error)[:200]) from error
    if warnings:
        raise SigningError("text_not_drawn", detail=str(warnings[0])[:200])
    width, height = _size(pdf)
    return Drawing(pdf, width, height)


def _size(pdf: bytes) -> tuple[float, float]:
    page = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"][0]
    left, bottom, right, top = (float(side) for side in page["/MediaBox"])
    return right - left, top - bottom
