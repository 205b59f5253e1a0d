"""What a docx shows beside its text, which nobody reads: remarks, notes, pictures, objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.flag import Flag
from parsers.ooxml import DRAWING, Package, text_of
from parsers.remark import picture_flag, remark_flag
from parsers.source import Place
from parsers.unread import tells_of_somebody
from parsers.word.unseen import W

REMARKS = ("comments", "footnotes", "endnotes")
MARGINS = ("header", "footer")
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMBEDDED = (f"{W}object", f"{W}altChunk", f"{W}subDoc", "{urn:schemas-microsoft-com:vml}imagedata")
WIDE, HIGH = 2_500_000, 300_000
"""English Metric Units, 360,000 a centimetre: a seal or an emblem is smaller."""


def beside(file: str, package: Package, body: Any) -> Iterator[Flag]:
    """Yield a flag for each remark and note, for a row in a page's margin, and for a picture."""
    place = Place(file)
    for name in package.related(package.main, *REMARKS):
        yield from (remark_flag(text, place) for text in _remarks(package.part(name)))
    for name in package.related(package.main, *MARGINS):
        text = text_of(package.part(name), W)
        if tells_of_somebody(text):
            yield remark_flag(text, place)
    if _has_picture(body):
        yield picture_flag(place)


def _remarks(root: Any) -> Iterator[str]:
    yield from (text for one in root if (text := text_of(one, W)))


def _has_picture(body: Any) -> bool:
    """Return whether a picture is large enough for a list, or something else is embedded."""
    if any(body.find(f".//{tag}") is not None for tag in EMBEDDED):
        return True
    drawings = (item for item in body.iter(f"{W}drawing") if not text_of(item, W))
    extents = (item.find(f".//{WP}extent") for item in drawings if _is_filled(item))
    sizes = [(int(e.get("cx", 0)), int(e.get("cy", 0))) for e in extents if e is not None]
    return any(wide > WIDE and high > HIGH for wide, high in sizes)


def _is_filled(drawing: Any) -> bool:
    """Return whether a drawing holds a picture, a chart or a diagram: a bare line is none."""
    data = drawing.find(f".//{DRAWING}graphicData")
    return data is not None and "wordprocessingShape" not in str(data.get("uri"))
