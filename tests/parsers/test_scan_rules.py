"""Rules in a picture are told from what lies within a cell, and black ink from a seal's rim."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.ocr.engine import Picture
from parsers.ocr.red import blank_below_seals, without_rim
from parsers.ocr.rules import read_rules
from parsers.ocr.snippet import densest_rows, drawn_on
from parsers.ocr.upright import likely_turns
from parsers.reading import Cell, DrawnLine
from parsers.source import Place

DPI = 200
UPRIGHTS, LEVELS = (40, 300, 560), (40, 100, 160)


def _table(*inside: tuple[int, int, int, int]) -> tuple[Picture, ImageDraw.ImageDraw]:
    """Return two rows of two cells with lines drawn in them, and a pen for more."""
    page = Image.new("L", (600, 200), 255)
    pen = ImageDraw.Draw(page)
    for x in UPRIGHTS:
        pen.line((x, LEVELS[0], x, LEVELS[-1]), fill=0, width=2)
    for y in LEVELS:
        pen.line((UPRIGHTS[0], y, UPRIGHTS[-1], y), fill=0, width=2)
    for line in inside:
        pen.line(line, fill=0, width=2)
    return np.asarray(page), pen


def _edges(picture: Picture) -> tuple[set[int], set[int]]:
    """Return where upright and level rules were found, to the ten pixels."""
    found = read_rules(picture, DPI).found
    level = {round(y0, -1) for x0, y0, x1, y1 in found if x1 - x0 > y1 - y0}
    upright = {round(x0, -1) for x0, y0, x1, y1 in found if y1 - y0 > x1 - x0}
    return {round(x) for x in upright}, {round(y) for y in level}


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param((320, 70, 480, 70), id="the heads of figures run together"),
        pytest.param((400, 112, 400, 148), id="the point of a star"),
        pytest.param((302, 70, 460, 70), id="figures that begin at a border"),
    ],
)
def test_what_lies_within_a_cell_is_no_rule(inside: tuple[int, int, int, int]) -> None:
    picture, _ = _table(inside)

    assert _edges(picture) == (set(UPRIGHTS), set(LEVELS))


def test_a_rule_in_pieces_stays_a_rule() -> None:
    picture, _ = _table()
    worn = picture.copy()
    worn[:, 150:170] = worn[:, 420:440] = 255

    assert _edges(worn) == (set(UPRIGHTS), set(LEVELS))
    assert all(
        any(x0 <= x <= x1 and abs(y0 - 100) < 4 for x0, y0, x1, _ in read_rules(worn, DPI).found)
        for x in (60, 250, 350, 500)
    )


def test_a_rule_of_one_cell_alone_is_a_rule() -> None:
    picture, _ = _table((300, 70, 560, 70))

    assert _edges(picture) == (set(UPRIGHTS), {*LEVELS, 70})


def test_the_grey_rim_of_a_seal_is_made_white_and_black_ink_in_it_kept() -> None:
    paper, red = np.full((40, 60), 250, np.uint8), np.full((40, 60), 255, np.uint8)
    red[10:14] = 60
    paper[15], paper[12, 30:34], paper[35] = 222, 20, 222

    clean = without_rim(paper, red, DPI)

    assert (clean[15] == 255).all()
    assert (clean[12, 30:34] < 40).all()
    assert (clean[35] == 222).all(), "far from red, what is pale may be print"
    assert without_rim(paper, None, DPI) is paper


def test_grain_is_not_drawn_and_a_figure_is() -> None:
    grain = np.random.default_rng(3).normal(240, 14, (60, 100)).clip(0, 255).astype(np.uint8)
    grain[50, 90] = 0
    figure = grain.copy()
    figure[20:36, 10:13] = 40

    ys, xs = np.nonzero(drawn_on(figure))

    assert (ys.min(), ys.max(), xs.min(), xs.max()) == (20, 35, 10, 12)
    assert not drawn_on(grain).any()


def test_a_line_of_figures_is_found_beside_a_seal_that_touches_it() -> None:
    page = Image.new("L", (200, 90), 250)
    pen = ImageDraw.Draw(page)
    for x in range(10, 120, 10):
        pen.rectangle((x, 10, x + 5, 25), fill=0)
    pen.line((5, 12, 90, 85), fill=90, width=4)

    first, last = densest_rows(np.asarray(page))

    assert first == pytest.approx(10, abs=1)
    assert last == pytest.approx(25, abs=1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_first_tried_the_way_its_lines_run(turn: int) -> None:
    page = Image.new("L", (700, 500), 255)
    pen = ImageDraw.Draw(page)
    for y in range(40, 460, 30):
        for x in range(40, 640, 14):
            pen.rectangle((x, y, x + 8, y + 12), fill=0)
    ink = np.rot90(np.asarray(page), turn // 90)

    first = likely_turns(ink)[:2]

    assert turn in first
    assert set(likely_turns(ink)) == {0, 90, 180, 270}


def test_a_page_without_ink_is_tried_as_it_is_shown() -> None:
    assert likely_turns(np.full((300, 200), 255, np.uint8))[0] == 0


@pytest.mark.parametrize(
    ("texts", "red", "kept"),
    [
        (("5", "NG", "", ""), True, ("5", "", "", "")),
        (("", '"Nề', "", ""), True, ("", "", "", "")),
        (("5", "NG", "", ""), False, ("5", "NG", "", "")),
        (("5", "Lê An", "", "0912345678"), True, ("5", "Lê An", "", "0912345678")),
        (("5", "Lê Văn An", "", ""), True, ("5", "Lê Văn An", "", "")),
        (("5", "7", "A1", ""), True, ("5", "7", "A1", "")),
    ],
)
def test_a_blank_row_is_blank_whatever_a_seal_over_it_looks_like(
    texts: tuple[str, ...], kept: tuple[str, ...], *, red: bool
) -> None:
    cells = [
        Cell(0, column, (DrawnLine(text),) if text else (), Place("a.png", 1))
        for column, text in enumerate(texts)
    ]

    assert tuple(cell.text for cell in blank_below_seals(cells, lambda _: red)) == kept
