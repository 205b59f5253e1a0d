"""The letters of a page, and the lines they stand in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple
from unicodedata import combining

from pdfminer.layout import LTChar

from parsers.pdf.plumber.turn import Turner
from parsers.reading import DrawnLine

Area = tuple[float, float, float, float]
UNKNOWN, SOFT_HYPHEN = "\ufffd", "\u00ad"
_NAMELESS = re.compile(r"\(cid:\d+\)")


class Letter(NamedTuple):
    """A letter on upright text: its sides, its baseline from the top, its size in points.

    `order` is its place among all letters as they were drawn.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    order: int

    @property
    def centre(self) -> tuple[float, float]:
        """A point in the middle of the letter."""
        return (self.x0 + self.x1) / 2, self.base - self.size * 0.3


def angle_of(char: LTChar) -> int:
    """Return the angle a letter is drawn at, in whole degrees."""
    return _angle(char.matrix[0], char.matrix[1])


@lru_cache(maxsize=256)
def _angle(across: float, up: float) -> int:
    return round(math.degrees(math.atan2(up, across))) % 360


def letters_of(chars: Iterable[LTChar], turner: Turner) -> tuple[Letter, ...]:
    """Return the letters of a page's upright text, in the order they were drawn."""
    return tuple(_with_marks(_letter(char, turner, order) for order, char in enumerate(chars)))


def _letter(char: LTChar, turner: Turner, order: int) -> Letter:
    text, size, base = _known(char.get_text()), char.size, turner.height - char.matrix[5]
    if turner.angle == 0:  # nearly always, so without a detour
        return Letter(text, char.x0, char.x1, base, max(size, 0.1), order)
    ax, _ = turner.drawn(char.x0, char.y1)
    bx, _ = turner.drawn(char.x1, char.y0)
    _, base = turner.drawn(char.matrix[4], char.matrix[5])
    # The size pdfminer tells is the height of the box, which for a turned letter is its width.
    size = max(char.width if turner.angle in (90, 270) else size, 0.1)
    return Letter(text, min(ax, bx), max(ax, bx), base, size, order)


def _known(text: str) -> str:
    """Return the letter; a drawn sign that none is known for must not vanish, nor look like text
    ("(cid:7)" to pdfminer). A soft hyphen on a page is the hyphen it looks like.
    """
    if text == SOFT_HYPHEN:
        return "-"
    return UNKNOWN if text < " " or _NAMELESS.fullmatch(text) else text


def _with_marks(letters: Iterator[Letter]) -> Iterator[Letter]:
    """Yield the letters, each combining mark at the place of the letter it belongs to."""
    last: Letter | None = None
    for letter in letters:
        if last is not None and combining(letter.text[0]) and abs(letter.base - last.base) < 0.5:
            yield letter._replace(x0=last.x0, x1=max(letter.x1, last.x1))
            continue
        last = letter
        yield letter


def stretches_of(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Yield what was drawn in one go: each letter begins where the one before it ended."""
    stretch: list[Letter] = []
    for letter in letters:
        if stretch:
            last = stretch[-1]
            gap = (letter.x0 - last.x1) / last.size
            if abs(letter.base - last.base) >= 0.5 or not -0.45 < gap < 0.12:
                yield stretch
                stretch = []
        stretch.append(letter)
    if stretch:
        yield stretch


def rows_of(letters: list[Letter]) -> list[list[Letter]]:
    """Return the letters grouped by baseline, each row from left to right."""
    rows: list[list[Letter]] = []
    for base, group in groupby(sorted(letters, key=lambda letter: letter.base), _baseline):
        members = list(group)
        if rows and base - rows[-1][0].base < 0.35 * min(members[0].size, rows[-1][0].size):
            rows[-1].extend(members)
        else:
            rows.append(members)
    return [sorted(row, key=lambda letter: (letter.x0, letter.order)) for row in rows]


def _baseline(letter: Letter) -> float:
    return letter.base


def text_of(row: list[Letter]) -> str:
    """Return the text of a row, with a blank wherever a gap shows one."""
    text = row[0].text if row else ""
    for before, after in pairwise(row):
        apart = after.x0 - before.x1 > 0.17 * max(before.size, after.size)
        if apart and before.text.strip() and after.text.strip():
            text += " "
        text += after.text
    return text


def drawn_line(row: list[Letter], right: float) -> DrawnLine:
    """Return a row as a line of its cell, with the room left up to the cell's right side."""
    drawn = [letter for letter in row if letter.text.strip()]
    room = (right - drawn[-1].x1) / drawn[-1].size if drawn else 0.0
    return DrawnLine(text_of(row), round(room, 2))


def parts_of(row: list[Letter]) -> Iterator[list[Letter]]:
    """Yield what a row falls into at its wide gaps; numbers and addresses tolerate less of one."""
    closely = re.search(r"\d{9}|@", "".join(letter.text for letter in row))
    most = 0.6 if closely else 0.9
    part: list[Letter] = []
    end = None
    for letter in row:
        if letter.text.strip():
            if end is not None and letter.x0 - end > most * letter.size:
                yield part
                part = []
            end = letter.x1
        if part or letter.text.strip():
            part.append(letter)
    if part:
        yield part


def area_of(part: list[Letter]) -> Area:
    """Return the area that the seen letters of a part take up."""
    drawn = [letter for letter in part if letter.text.strip()]
    size, base = max(letter.size for letter in drawn), drawn[0].base
    return drawn[0].x0, base - 0.9 * size, drawn[-1].x1, base + 0.25 * size
