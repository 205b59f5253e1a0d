"""What a seal or a red pen leaves on a page: a grey rim in its ink, and letters that are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageFilter

from parsers.ocr.engine import Picture
from parsers.reading import Cell

RED_INK = 165
RIM_INCHES = 0.02
PALEST_INK = 205
ROW_NUMBER = re.compile(r"\W*\d{1,3}\W*")
MOST_OF_A_SEAL = 6
"""How many letters a seal's own lines are taken for in a row: a name has more."""


def without_rim(paper: Picture, red: Picture | None, dpi: int) -> Picture:
    """Return the picture with what is grey beside red ink made paler, and the black ink kept.

    JPEG keeps colour more coarsely than light, so the edge of a red line is grey: tesseract takes
    it for signs, and a cell for several lines. All white, it would take fine strokes with it.
    """
    if red is None:
        return paper
    drawn = Image.fromarray((red < RED_INK).astype(np.uint8) * 255)
    around = ImageFilter.BoxBlur(max(1, round(RIM_INCHES * dpi)))
    share = np.asarray(drawn.filter(around))
    near = (share > 0) & (share < 255)
    clean = paper.copy()
    clean[near] = np.minimum(paper[near].astype(np.uint16) * 255 // PALEST_INK, 255)
    return clean


def blank_below_seals(cells: Sequence[Cell], is_red: Callable[[Cell], bool]) -> list[Cell]:
    """Return the cells, those blank in rows that nobody filled in and a seal lies over: beside the
    row's number no more was read than a few letters, all of them in red ink.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.lines and not ROW_NUMBER.fullmatch(cell.text):
            rows.setdefault(cell.row, []).append(cell)
    noise = {
        id(cell)
        for row in rows.values()
        if _is_scrap("".join(cell.text for cell in row)) and all(map(is_red, row))
        for cell in row
    }
    return [replace(cell, lines=()) if id(cell) in noise else cell for cell in cells]


def _is_scrap(said: str) -> bool:
    return len(said) <= MOST_OF_A_SEAL and not any(map(str.isdigit, said))
