"""Rows that somebody coloured are told; colours that mark nobody are not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Never

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from parsers import Flag, FlagCode, RequestList, SourceFile, read_request
from parsers.pdf import coloured
from tests.parsers.corpus.drawn import faces

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung")
ROWS = tuple(
    (str(at), name, "Văn phòng", "Chuyên viên", f"09208800432{at}", f"091234567{at}")
    for at, name in enumerate(NAMES, start=1)
)
Mark = Callable[[int], bool]
ONE: Mark = lambda row: row == 2  # noqa: E731
NONE: Mark = lambda _: False  # noqa: E731
ALL: Mark = lambda row: row > 0  # noqa: E731
BANDS: Mark = lambda row: row % 2 == 1  # noqa: E731
HEAD: Mark = lambda row: row == 0  # noqa: E731
MARKS = pytest.mark.parametrize(
    ("marked", "told"),
    [
        pytest.param(ONE, True, id="one row"),
        pytest.param(lambda row: row > 2, True, id="the last two"),
        pytest.param(NONE, False, id="none"),
        pytest.param(ALL, False, id="all rows"),
        pytest.param(BANDS, False, id="every second row"),
        pytest.param(HEAD, False, id="the header"),
    ],
)


def _told(read: RequestList) -> bool:
    assert len(read.individuals) == len(ROWS)
    return FlagCode.ROWS_MARKED in {flag.code for flag in read.flags}


def _workbook(
    marked: Mark, look: Mapping[str, object], columns: Sequence[int] = range(6)
) -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append([TITLE])
    for row, texts in enumerate((HEADER, *ROWS)):
        sheet.append(texts)
        for column in columns if marked(row) else ():
            for name, value in look.items():
                setattr(sheet.cell(row + 2, column + 1), name, value)
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


YELLOW = PatternFill("solid", fgColor="FFFFFF00")


@MARKS
@pytest.mark.parametrize(
    "look", [{"fill": YELLOW}, {"font": Font(color="FFFF0000")}, {"font": Font(color="FFA6A6A6")}]
)
def test_coloured_rows_of_a_sheet(marked: Mark, told: bool, look: dict[str, object]) -> None:
    assert _told(_workbook(marked, look)) is told


def test_a_link_or_a_dark_face_in_a_row_marks_nobody() -> None:
    link = {"font": Font(color="FF0563C1", underline="single")}

    assert not _told(_workbook(ONE, link, columns=[5]))
    assert not _told(_workbook(ONE, {"font": Font(color="FF1F1F1F")}))


SHADES = {
    "shade": 'w:val="clear" w:fill="FFFF00"',
    "solid shade": 'w:val="solid" w:color="FFFF00" w:fill="auto"',
    "hatch": 'w:val="pct25" w:color="auto" w:fill="auto"',
}


def _word(marked: Mark, mark: str, columns: Sequence[int] = range(6)) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=len(ROWS) + 1, cols=len(HEADER))
    for number, (row, texts) in enumerate(zip(table.rows, (HEADER, *ROWS), strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            if not marked(number) or column not in columns:
                continue
            if mark == "last word":
                run.text, last = text[:-1], cell.paragraphs[0].add_run(text[-1:])
                last.font.color.rgb = RGBColor(255, 0, 0)
                continue
            if mark in SHADES:
                shade = f"<w:shd {nsdecls('w')} {SHADES[mark]}/>"
                cell._tc.get_or_add_tcPr().append(parse_xml(shade))
            elif mark == "light":
                run.font.highlight_color = 7
            else:
                run.font.color.rgb = RGBColor(255, 0, 0)
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


@MARKS
@pytest.mark.parametrize("mark", [*SHADES, "light", "ink"])
def test_coloured_rows_of_a_letter(marked: Mark, told: bool, mark: str) -> None:
    assert _told(_word(marked, mark)) is told


@pytest.mark.parametrize("look", [{"fill": YELLOW}, {"font": Font(color="FFFF0000")}])
@pytest.mark.parametrize("column", [0, 1, 4])
def test_one_coloured_cell_of_a_sheet(look: dict[str, object], column: int) -> None:
    _check_cell(_workbook(ONE, look, columns=[column]), f"{'ABCDEF'[column]}4")


def test_one_word_in_red_in_a_cell_of_a_sheet_is_told() -> None:
    red = TextBlock(InlineFont(color=Color(rgb="FFFF0000")), "Bình")
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for texts in ((TITLE,), HEADER, *ROWS):
        sheet.append(list(texts))
    sheet["B4"] = CellRichText("Trần Thị ", red)
    book.save(out)

    _check_cell(read_request([SourceFile("a.xlsx", out.getvalue())]), "B4")


@pytest.mark.parametrize("mark", ["shade", "light", "ink", "last word"])
@pytest.mark.parametrize("column", [0, 1, 4])
def test_one_coloured_cell_of_a_letter(mark: str, column: int) -> None:
    _check_cell(_word(ONE, mark, [column]), f"3.{column + 1}")


def _check_cell(read: RequestList, cell: str) -> None:
    (flag,) = _marks(read)
    assert flag.code is FlagCode.CELLS_MARKED
    assert dict(flag.fields) == {"count": "1"}
    assert flag.place is not None
    assert flag.place.cell == cell


def _marks(read: RequestList) -> list[Flag]:
    told = {FlagCode.CELLS_MARKED, FlagCode.ROWS_MARKED}
    return [flag for flag in read.flags if flag.code in told]


@pytest.mark.parametrize("rows", [BANDS, ALL])
def test_coloured_columns_and_bands_of_rows_mark_no_cell(rows: Mark) -> None:
    blue = {"font": Font(color="FF1F497D")}
    assert not _marks(_workbook(rows, {"fill": YELLOW}))
    assert not _marks(_workbook(ALL, blue, columns=[1]))
    assert not _marks(_word(ALL, "ink", [1]))
    assert not _marks(_word(rows, "shade"))


PAINTS = {
    "ground": ("BACKGROUND", colors.yellow),
    "red ink": ("TEXTCOLOR", colors.red),
    "grey ink": ("TEXTCOLOR", colors.HexColor("#a6a6a6")),
}


def _page(
    style: Sequence[tuple[Any, ...]], lit: str = "", light: str = "", height: float = A4[1]
) -> RequestList:
    """Return what is read of a page in that style; the words `lit` are marked as `light` says."""
    faces()
    out = io.BytesIO()
    face = ParagraphStyle("title", fontName="Face")
    own = Paragraph(light.format(lit), face)
    listed = [
        [*(own if text == lit else text for text in row), f"a{at}@cantho.gov.vn"]
        for at, row in enumerate(ROWS)
    ]
    table = Table(
        [(*HEADER, "Email"), *listed], colWidths=(25, 90, 60, 60, 85, 70, 90), repeatRows=1
    )
    whole = (0, 0), (-1, -1)
    ruled: list[Any] = [("GRID", *whole, 0.5, colors.black), ("FONTNAME", *whole, "Face")]
    table.setStyle(TableStyle([*ruled, *style]))
    SimpleDocTemplate(out, pagesize=(A4[0], height)).build([Paragraph(TITLE, face), table])
    return read_request([SourceFile("a.pdf", out.getvalue())])


@MARKS
@pytest.mark.parametrize("paint", PAINTS)
def test_coloured_rows_of_a_page(marked: Mark, told: bool, paint: str) -> None:
    name, colour = PAINTS[paint]
    rows = filter(marked, range(len(ROWS) + 1))

    assert _told(_page([(name, (0, row), (-1, row), colour) for row in rows])) is told


@pytest.mark.parametrize("paint", PAINTS)
@pytest.mark.parametrize("column", [0, 1, 5])
def test_one_coloured_cell_of_a_page(paint: str, column: int) -> None:
    name, colour = PAINTS[paint]

    (flag,) = _page([(name, (column, 3), (column, 3), colour)]).flags[-1:]

    assert flag.code is FlagCode.CELLS_MARKED
    assert dict(flag.fields) == {"count": "1"}
    assert flag.place is not None
    assert flag.place.box is not None


@pytest.mark.parametrize(
    "light",
    ['<font backColor="yellow">{}</font>', '<font color="red">{}</font>',
     '<font color="red">Lê</font> Văn Cường'],
    ids=["lit", "in red", "one word in red"],
)  # fmt: skip
def test_a_name_that_is_marked_by_itself_is_told(light: str) -> None:
    read = _page([], lit="Lê Văn Cường", light=light)

    assert read.individuals[2].name == "Lê Văn Cường"
    assert FlagCode.CELLS_MARKED in {flag.code for flag in read.flags}


def test_a_coloured_column_marks_nobody() -> None:
    column = [("BACKGROUND", (1, 0), (1, -1), colors.lightblue)]
    bands = [("BACKGROUND", (0, row), (-1, row), colors.lightgrey) for row in (1, 3)]

    for style in (column, bands, [*bands, *column]):
        codes = {flag.code for flag in _page(style).flags}
        assert not codes & {FlagCode.ROWS_MARKED, FlagCode.CELLS_MARKED}


def test_broad_letters_of_a_column_in_blue_mark_nobody() -> None:
    navy = colors.HexColor("#1f497d")
    broad = [("TEXTCOLOR", (0, 1), (0, -1), navy), ("FONTNAME", (0, 1), (0, -1), "FaceBold")]

    assert not {flag.code for flag in _page(broad).flags} & {FlagCode.CELLS_MARKED}


def test_a_link_in_blue_marks_nobody() -> None:
    codes = {flag.code for flag in _page([("TEXTCOLOR", (6, 2), (6, 2), colors.blue)]).flags}

    assert FlagCode.CELLS_MARKED not in codes


def test_a_list_in_black_and_white_is_not_drawn_for_its_colours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> Never:
        raise AssertionError("there is nothing coloured")

    monkeypatch.setattr(coloured, "_drawn", refuse)

    _page([("BACKGROUND", (0, 0), (-1, 0), colors.yellow)])  # a header's colour marks nobody
    with pytest.raises(AssertionError):
        _page([("BACKGROUND", (0, 1), (-1, 1), colors.yellow)])


def test_the_rows_of_a_list_are_compared_over_its_pages() -> None:
    marked = ("BACKGROUND", (0, 4), (-1, 4), colors.yellow)

    assert _told(_page([marked], height=220))


def test_small_letters_that_are_grey_by_their_thin_lines_alone_mark_nobody() -> None:
    small = [("FONTSIZE", (0, row), (-1, row), 2) for row in (2, 3)]
    assert not _told(_page(small))
