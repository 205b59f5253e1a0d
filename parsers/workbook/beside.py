"""What a workbook shows beside its cells, which nobody reads: remarks, text boxes, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from parsers.flag import Flag
from parsers.ooxml import DRAWING, part, text_of
from parsers.remark import picture_flag, remark_flag
from parsers.source import Place, SourceFile
from parsers.unread import tells_of_somebody

DRAWINGS = re.compile(r"xl/drawings/drawing\d+\.xml")
EMBEDDED = re.compile(r"xl/embeddings/.+")
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def beside_cells(file: SourceFile) -> Iterator[Flag]:
    """Yield a flag for text boxes, and for pictures and objects, of any sheet."""
    place = Place(file.name)
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        names = archive.namelist()
        drawings = [part(archive, name) for name in names if DRAWINGS.fullmatch(name)]
    texts = (text_of(drawing, DRAWING) for drawing in drawings)
    yield from (remark_flag(text, place) for text in texts if text)
    pictured = any(drawing.find(f".//{XDR}pic") is not None for drawing in drawings)
    if pictured or any(map(EMBEDDED.fullmatch, names)):
        yield picture_flag(place)


def in_margins(sheet: Any, place: Place) -> Iterator[Flag]:
    """Yield a flag for each header or footer of a sheet that may hold a row."""
    for name in MARGINS:
        margin = getattr(sheet, name)
        text = " ".join(str(side.text or "") for side in (margin.left, margin.center, margin.right))
        if tells_of_somebody(text):
            yield remark_flag(text, place)
