"""What is seen of a workbook's cells, however they are filled and whatever its columns claim."""

from __future__ import annotations

import io
from datetime import date
from itertools import islice

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.styles.differential import DifferentialStyle

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
        pytest.param(PatternFill(), Font(color="FFF6F6F6"), True, id="all but white"),
        pytest.param(PatternFill(), Font(color="FFFFFF00"), True, id="bright yellow"),
        pytest.param(
            PatternFill(), Font(color=Color(theme=0, tint=-0.05)), True, id="white's tint"
        ),
        pytest.param(PatternFill(), Font(color=Color(theme=1)), False, id="the theme's black"),
        pytest.param(PatternFill(), Font(color="FF808080"), False, id="grey"),
        pytest.param(PatternFill(), Font(sz=1), True, id="a speck"),
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
        pytest.param(InlineFont(rFont="Wingdings"), [FlagCode.UNMAPPED_TEXT], id="as signs"),
        pytest.param(InlineFont(b=True), [], id="bold"),
    ],
)
def test_a_part_of_a_text_that_is_not_seen_or_struck_is_flagged(
    part: InlineFont, codes: list[FlagCode]
) -> None:
    text = CellRichText("Nguyễn Văn An", TextBlock(part, " Bình"))

    assert _codes(PatternFill(), BLACK, text) == codes


@pytest.mark.parametrize(
    ("value", "shown_by", "told"),
    [
        pytest.param(901234567, '"0912345678"', True, id="another number"),
        pytest.param(901234567, r"\0\9", True, id="another number, sign by sign"),
        pytest.param("An", 'General;General;General;"Bình"', True, id="another name"),
        pytest.param(901234567000, "0,", True, id="without its last figures"),
        pytest.param(901234567, "0000 000 000", False, id="with zeros and spaces"),
        pytest.param(92090000001, "#,##0", False, id="with points"),
        pytest.param("092090000001", "@", False, id="text"),
        pytest.param(date(2026, 1, 2), '"ngày" dd "tháng" mm', False, id="a date"),
    ],
)
def test_a_format_that_shows_something_else_is_told(
    value: str | int | date, shown_by: str, *, told: bool
) -> None:
    book, out = Workbook(), io.BytesIO()
    cell = book.worksheets[0].cell(1, 1, value)
    cell.number_format = shown_by
    book.save(out)

    flags = read_first(SourceFile("a.xlsx", out.getvalue())).flags

    assert [flag.code for flag in flags] == [FlagCode.SHOWN_OTHERWISE] * told


@pytest.mark.parametrize(
    ("font", "told"),
    [
        pytest.param(Font(color="FFFFFFFF"), True, id="white"),
        pytest.param(Font(strike=True), True, id="struck"),
        pytest.param(Font(color="FFFF0000"), False, id="red"),
    ],
)
def test_a_conditional_format_that_may_hide_is_told(font: Font, *, told: bool) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet["A1"] = "Danh sách"
    rule = Rule(type="expression", dxf=DifferentialStyle(font=font), formula=["TRUE"])
    sheet.conditional_formatting.add("A1:H9", rule)
    book.save(out)

    flags = read_first(SourceFile("a.xlsx", out.getvalue())).flags

    assert [flag.code for flag in flags] == [FlagCode.SHOWN_OTHERWISE] * told


def test_a_cell_beyond_the_last_column_that_is_read_is_told() -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].cell(3, 70, "Trần Văn Bình")
    book.save(out)

    (flag,) = read_first(SourceFile("a.xlsx", out.getvalue())).flags

    assert flag.code is FlagCode.FILE_TOO_LARGE
    assert flag.place
    assert flag.place.cell == "BR3"


@pytest.mark.parametrize(
    ("text", "code"),
    [("0901234567", FlagCode.HIDDEN_LIST), ("Chuyên viên", FlagCode.HIDDEN_SHEET)],
)
def test_a_hidden_sheet_with_numbers_of_people_is_for_a_person(text: str, code: FlagCode) -> None:
    book, out = Workbook(), io.BytesIO()
    hidden = book.create_sheet("Cũ")
    hidden["C4"] = text
    hidden.sheet_state = "hidden"
    book.save(out)

    (flag,) = read_first(SourceFile("a.xlsx", out.getvalue())).flags

    assert (flag.code, flag.is_note) == (code, code is FlagCode.HIDDEN_SHEET)
    assert flag.place
    assert flag.place.sheet == "Cũ"


def test_columns_hidden_far_beyond_the_sheet_cost_nothing() -> None:
    book = Workbook()
    book.worksheets[0].column_dimensions.group("D", "D", hidden=True)
    column = book.worksheets[0].column_dimensions["D"]
    column.max = 2_000_000_000

    assert len(list(islice(hidden_columns(book.worksheets[0]), 1000))) < 100
