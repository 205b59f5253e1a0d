"""What is seen of a workbook's cells, however they are filled and whatever its columns claim."""

from __future__ import annotations

import io
from itertools import islice

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, GradientFill, PatternFill

from parsers import FlagCode, SourceFile
from parsers.workbook.first import read_first
from parsers.workbook.unseen import hidden_columns

BLACK, WHITE = Font(color="FF000000"), Font(color="FFFFFFFF")


def _codes(
    fill: PatternFill | GradientFill, font: Font, text: str | CellRichText = "Danh sách"
) -> list[FlagCode]:
    book, out = Workbook(), io.BytesIO()
    cell = book.worksheets[0].cell(1, 1, text)
    cell.fill, cell.font = fill, font
    book.save(out)
    return [flag.code for flag in read_first(SourceFile("a.xlsx", out.getvalue())).flags]


@pytest.mark.parametrize(
    ("fill", "font", "hidden"),
    [
        pytest.param(PatternFill(), WHITE, True, id="white on nothing"),
        pytest.param(PatternFill("solid", "FF0000FF"), WHITE, False, id="white on blue"),
        pytest.param(
            PatternFill("solid", "FF0000FF"), Font(color="FF0000FF"), True, id="on its own"
        ),
        pytest.param(PatternFill("gray125"), BLACK, False, id="black on a pattern"),
        pytest.param(
            PatternFill("gray125", "FFFFFFFF"), WHITE, True, id="white on a white pattern"
        ),
        pytest.param(GradientFill(stop=("FFFFFF", "99CCFF")), BLACK, False, id="on a gradient"),
        pytest.param(
            GradientFill(stop=("FFFFFF", "FFFFFF")), WHITE, True, id="on a white gradient"
        ),
    ],
)
def test_text_of_the_colour_of_all_it_stands_on_is_hidden(
    fill: PatternFill | GradientFill, font: Font, *, hidden: bool
) -> None:
    assert _codes(fill, font) == [FlagCode.HIDDEN_TEXT] * hidden


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        pytest.param(InlineFont(color=Color("FFFFFFFF")), [FlagCode.HIDDEN_TEXT], id="white"),
        pytest.param(InlineFont(strike=True), [FlagCode.STRUCK_TEXT], id="struck"),
        pytest.param(InlineFont(b=True), [], id="bold"),
    ],
)
def test_a_part_of_a_text_that_is_not_seen_or_struck_is_flagged(
    part: InlineFont, codes: list[FlagCode]
) -> None:
    text = CellRichText("Nguyễn Văn An", TextBlock(part, " Bình"))

    assert _codes(PatternFill(), BLACK, text) == codes


def test_columns_hidden_far_beyond_the_sheet_cost_nothing() -> None:
    book = Workbook()
    book.worksheets[0].column_dimensions.group("D", "D", hidden=True)
    column = book.worksheets[0].column_dimensions["D"]
    column.max = 2_000_000_000

    assert len(list(islice(hidden_columns(book.worksheets[0]), 1000))) < 100
