"""Which lines belong to the pages and not to the text: running heads, feet, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.reading import Line
from parsers.text.words import bare

MARGIN, SAME_HEIGHT = 0.05, 0.01
PAGE_NUMBER = re.compile(r"^\W*(?:trang )?\d{0,4}(?: ?/ ?\d{1,4})?\W*$")
GOES_ON = re.compile(r"^\W*(?:(?:phu luc|danh sach)[ \w]{0,6})?\W*tiep theo\W*$")


class Furniture:
    """The lines that stand on several pages at the same height, whatever number they carry."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._heights: dict[str, list[tuple[int | None, float]]] = {}
        for line in lines:
            if line.box is not None:
                self._heights.setdefault(_key(line), []).append((line.place.page, line.box[1]))

    def text_among(self, lines: Sequence[Line]) -> bool:
        """Return whether any of the lines says something that its page does not say anyway."""
        return not all(self._holds(line) for line in lines)

    def _holds(self, line: Line) -> bool:
        words = bare(line.text)
        if PAGE_NUMBER.match(words) or GOES_ON.match(words):
            return True
        if line.box is None:
            return False
        top, bottom = line.box[1], line.box[1] + line.box[3]
        if bottom < MARGIN or top > 1 - MARGIN:
            return True
        return any(
            page != line.place.page and abs(height - top) < SAME_HEIGHT
            for page, height in self._heights[_key(line)]
        )


def _key(line: Line) -> str:
    return re.sub(r"\d+", "", bare(line.text))
