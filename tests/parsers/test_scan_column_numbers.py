"""The row of a scan that only numbers the columns is told, even where one number is not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from parsers.ocr.engine import Engine, Picture, Spread, TextLine, Treatment, Word
from parsers.ocr.page import Sheet, first_look
from parsers.ocr.patience import Patience
from parsers.ocr.upright import Upright
from parsers.pdf.lattice import Lattice, Span
from parsers.reading import Grid

COLUMNS, WIDE, HIGH, DPI = 6, 200, 60, 72


class ReadingInTurn(Engine):
    """An engine that reads one cell after another as a script says, by treatment."""

    def __init__(self, script: Mapping[Treatment, Iterator[str]]) -> None:
        self.patience, self._gave_up, self.script = Patience(), False, script

    def read(
        self, picture: Picture, treatment: Treatment, spread: Spread, dpi: int
    ) -> tuple[TextLine, ...]:
        del picture, spread, dpi
        text = next(self.script[treatment])
        return (TextLine((Word(text, (5.0, 5.0, 40.0, 25.0), 90.0),)),) if text else ()


def _texts(words: tuple[str, ...], numbers: tuple[str, ...]) -> list[str]:
    """Return what a row is taken for whose cells read so: as words, and as numbers of columns."""
    paper = np.full((2 * HIGH, COLUMNS * WIDE), 255, np.uint8)
    for x in range(COLUMNS):
        paper[20:40, x * WIDE + 30 : x * WIDE + 36] = 0
    xs = tuple(float(x * WIDE) for x in range(COLUMNS + 1))
    lattice = Lattice(xs, (0.0, float(HIGH)), tuple(Span(0, x, 1, 1) for x in range(COLUMNS)))
    upright = Upright(paper, (2 * HIGH, COLUMNS * WIDE))
    sheet = Sheet("a.pdf", 1, upright, paper, paper, DPI, (lattice,), ())
    script = {Treatment.TEXT: iter(words), Treatment.COLUMN_NUMBER: iter(numbers)}

    (grid,) = first_look(sheet, ReadingInTurn(script)).blocks

    assert isinstance(grid, Grid)
    return [cell.text for cell in grid.cells]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param(
            ("(1)", "(2)", "8)", "“”", "(5)", "(6)"),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
            id="all",
        ),
        pytest.param(
            ("", "(2)", "(3)", "(4)", "(5)", "(6)"),
            ("", "(2)", "(3)", "(4)", "(5)", "(6)"),
            id="the first not read",
        ),
        pytest.param(
            ("(1)", "(2)", "Q)›\\ --", "(4)", "(5)", "(6)"),
            ("(1)", "(2)", "8", "(4)", "(5)", "(6)"),
            id="one read as a word",
        ),
    ],
)
def test_column_numbers_are_told_by_most_of_them(
    words: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    assert _texts(words, numbers) == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param(
            ("1", "Lê An", "Nam", "092085001232", "0901234567", ""), (), id="values of a person"
        ),
        pytest.param(
            ("1", "An", "Nữ", "4", "", ""), ("1", "", "", "4", "", ""), id="few of them count"
        ),
    ],
)
def test_what_does_not_count_the_columns_stays_as_it_is_read(
    words: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    assert _texts(words, numbers) == list(words)
