"""Text boxes, shapes and pictures of a docx: they lie on its text, and no reader reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.ooxml import DRAWING, is_line, text_of
from parsers.word.styles import W

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
VML = "{urn:schemas-microsoft-com:vml}"
EMBEDDED = (f"{W}object", f"{W}altChunk", f"{W}subDoc", f"{VML}imagedata")
WIDE, HIGH = 2_500_000, 300_000
"""English Metric Units, 360,000 a centimetre: a seal or an emblem is smaller."""

FLAT = 60_000
"""Nothing lower can cover a line of text."""

DRAWN_LINES = re.compile(r"#_x0000_t(?:20|32)$")
"""The shape types of lines and straight connectors in VML."""

COLUMNS = 4
"""A table with as many is a list; a letter's head and foot have two."""


def boxed_texts(root: Any) -> list[str]:
    """Return the texts of boxes and of letters drawn as a picture, each once."""
    boxes = (text_of(box, W) for box in root.iter(f"{W}txbxContent"))
    drawn = (str(path.get("string", "")).strip() for path in root.iter(f"{VML}textpath"))
    return list(dict.fromkeys(text for part in (boxes, drawn) for text in part if text))


def has_picture(body: Any) -> bool:
    """Return whether a picture is large enough for a list, a shape may cover text, anything but a
    text is drawn in a list (a line there strikes a row), or something else is embedded.
    """
    if any(body.find(f".//{tag}") is not None for tag in EMBEDDED):
        return True
    drawn = (item for row in _list_rows(body) for tag in DRAWN for item in row.iter(tag))
    if any(not text_of(item, W) for item in drawn):
        return True
    drawings = (item for item in body.iter(f"{W}drawing") if not text_of(item, W))
    if any(map(_covers, drawings)):
        return True
    return any(_is_filled_shape(shape) for shape in body.iter() if shape.tag in VML_SHAPES)


DRAWN = (f"{W}drawing", f"{W}pict")
VML_SHAPES = frozenset(f"{VML}{name}" for name in ("rect", "roundrect", "oval", "shape"))


def _list_rows(body: Any) -> Iterator[Any]:
    for row in body.iter(f"{W}tr"):
        if len(row.findall(f"{W}tc")) >= COLUMNS:
            yield row


def _covers(drawing: Any) -> bool:
    """Return whether a drawing may show a part of the list, or lie on one.

    A shape hides what it lies on, a picture of a seal does not.
    """
    wide, high = _extent(drawing)
    if min(wide, high) < FLAT:
        return False
    behind = any(one.get("behindDoc") in ("1", "true") for one in drawing.iter(f"{WP}anchor"))
    data = drawing.find(f".//{DRAWING}graphicData")
    if data is None:
        return False
    if "wordprocessingShape" in str(data.get("uri")):
        return not behind and any(_is_filled(shape) for shape in drawing.iter(f"{WPS}wsp"))
    return wide > WIDE and high > HIGH


def _extent(drawing: Any) -> tuple[int, int]:
    extent = drawing.find(f".//{WP}extent")
    if extent is None:
        return 0, 0
    return int(extent.get("cx", 0)), int(extent.get("cy", 0))


def _is_filled(shape: Any) -> bool:
    properties = shape.find(f"{WPS}spPr")
    if properties is None:
        return False
    form = properties.find(f"{DRAWING}prstGeom")
    return not is_line(form) and properties.find(f"{DRAWING}noFill") is None


def _is_filled_shape(shape: Any) -> bool:
    """Return whether a shape of VML without text is filled: it is unless it says otherwise."""
    if text_of(shape, W) or shape.find(f".//{VML}textpath") is not None:
        return False
    is_drawn_line = DRAWN_LINES.search(str(shape.get("type", ""))) is not None
    return not is_drawn_line and shape.get("filled", "t") not in ("f", "false")
