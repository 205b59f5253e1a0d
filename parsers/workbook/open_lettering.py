"""How the cells of an OpenDocument workbook are lettered: bold, slanting, underlined, how large."""

from __future__ import annotations

import re
from collections import Counter

from parsers.reading import Lettering
from parsers.workbook.open_document import FO, STYLE, TEXT, OpenCell, OpenStyles

POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)pt")
UPRIGHT = frozenset({"", "normal"})
UNLINED = frozenset({"", "none"})
LINE = f"{STYLE}text-underline-style"
BOLD = frozenset({"bold", "600", "700", "800", "900"})


def lettering(cell: OpenCell, styles: OpenStyles) -> Lettering:
    """Return how most letters of a cell are drawn; a part in no style of its own is as the cell."""
    parts: Counter[str] = Counter({"": len(cell.text)})
    for span in cell.element.iter(f"{TEXT}span"):
        length = len("".join(span.itertext()))
        parts[str(span.get(f"{TEXT}style-name"))] += length
        parts[""] -= length
    return _of(max(parts, key=parts.__getitem__), cell.style, styles)


def _of(part: str, style: str, styles: OpenStyles) -> Lettering:
    def said(attribute: str) -> str:
        own = styles.said("text", part, "text-properties", attribute)
        return own or styles.said("table-cell", style, "text-properties", attribute)

    size = POINTS.fullmatch(said(f"{FO}font-size"))
    return Lettering(
        said(f"{FO}font-weight") in BOLD,
        said(f"{FO}font-style") not in UPRIGHT,
        said(LINE) not in UNLINED,
        float(size[1]) if size else 0.0,
        said(f"{STYLE}font-name").casefold(),
    )
