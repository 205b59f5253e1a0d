"""The styles of a docx: what they say of a run, a paragraph or a table (ECMA-376, part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BASED_DEPTH = 10


class Styles:
    """The named styles of a document, and what it says where no style is named."""

    def __init__(self, root: Any) -> None:
        found = [] if root is None else list(root.iter(f"{W}style"))
        self.named = {str(style.get(f"{W}styleId")): style for style in found}
        self.usual = {
            str(style.get(f"{W}type")): str(style.get(f"{W}styleId"))
            for style in found
            if style.get(f"{W}default", "0") not in ("0", "false")
        }
        self.defaults = None if root is None else root.find(f"{W}docDefaults")

    def chain(self, named: str) -> Iterator[Any]:
        """Yield a style and those it is based on, the nearest first."""
        for _ in range(BASED_DEPTH):
            style = self.named.get(named)
            if style is None:
                return
            yield style
            based = style.find(f"{W}basedOn")
            named = "" if based is None else str(based.get(f"{W}val"))

    def of_run(self, run: Any, paragraph: Any, name: str) -> Iterator[Any]:
        """Yield a property of a run wherever it is said: what is said nearest goes first."""
        yield from run.findall(f"{W}rPr/{W}{name}")
        own = run.find(f"{W}rPr/{W}rStyle")
        named = [] if own is None else [str(own.get(f"{W}val"))]
        named += [] if paragraph is None else [self._of_paragraph(paragraph)]
        for style in (style for one in named for style in self.chain(one)):
            yield from style.findall(f"{W}rPr/{W}{name}")
        if self.defaults is not None:
            yield from self.defaults.findall(f"{W}rPrDefault/{W}rPr/{W}{name}")

    def of_paragraph(self, paragraph: Any, name: str) -> Iterator[Any]:
        """Yield a property of a paragraph wherever it is said."""
        yield from paragraph.findall(f"{W}pPr/{W}{name}")
        for style in self.chain(self._of_paragraph(paragraph)):
            yield from style.findall(f"{W}pPr/{W}{name}")
        if self.defaults is not None:
            yield from self.defaults.findall(f"{W}pPrDefault/{W}pPr/{W}{name}")

    def of_table(self, table: Any) -> Iterator[Any]:
        """Yield the style of a table, those it is based on, and what they say of single parts."""
        own = table.find(f"{W}tblPr/{W}tblStyle")
        named = self.usual.get("table", "") if own is None else str(own.get(f"{W}val"))
        for style in self.chain(named):
            yield style
            yield from style.iter(f"{W}tblStylePr")

    def _of_paragraph(self, paragraph: Any) -> str:
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.usual.get("paragraph", "") if own is None else str(own.get(f"{W}val"))


def is_on(switch: Any) -> bool:
    """Return whether a switch that stands here is turned on."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def number(element: Any, name: str, default: int) -> int:
    """Return a whole number that an element says; the default where it says none."""
    text = "" if element is None else str(element.get(f"{W}{name}", ""))
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default
