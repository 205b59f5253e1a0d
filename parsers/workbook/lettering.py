"""How the cells of a workbook are lettered: bold, in italics, underlined, how large, which face."""

from __future__ import annotations

from collections import Counter
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

from parsers.reading import Lettering
from parsers.workbook.unseen import NORMAL, font_name


def lettering(cell: Any) -> Lettering:
    """Return how most letters of a cell are drawn; a part that says nothing is as the cell is."""
    if not isinstance(cell.value, CellRichText):
        return _of(cell.font)
    counted: Counter[Lettering] = Counter()
    for part in cell.value:
        font = part.font if isinstance(part, TextBlock) else cell.font
        counted[_of(font)] += len(str(part).strip())
    return max(counted, key=counted.__getitem__)


def _of(font: Any) -> Lettering:
    return Lettering(
        bool(font.b),
        bool(font.i),
        font.u not in (None, "none"),
        float(font.sz or NORMAL),
        font_name(font).casefold(),
    )
