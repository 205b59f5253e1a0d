"""Rows that somebody coloured are told; colours that mark nobody are not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from parsers import FlagCode, RequestList, SourceFile, read_request
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


def _word(marked: Mark, mark: str) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=len(ROWS) + 1, cols=len(HEADER))
    for number, (row, texts) in enumerate(zip(table.rows, (HEADER, *ROWS), strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            if not marked(number):
                continue
            if mark == "shade":
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FFFF00"/>'
                cell._tc.get_or_add_tcPr().append(parse_xml(shade))
            elif mark == "light":
                run.font.highlight_color = 7
            else:
                run.font.color.rgb = RGBColor(255, 0, 0)
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


@MARKS
@pytest.mark.parametrize("mark", ["shade", "light", "ink"])
def test_coloured_rows_of_a_letter(marked: Mark, told: bool, mark: str) -> None:
    assert _told(_word(marked, mark)) is told


PAINTS = {
    "ground": ("BACKGROUND", colors.yellow),
    "red ink": ("TEXTCOLOR", colors.red),
    "grey ink": ("TEXTCOLOR", colors.HexColor("#a6a6a6")),
}


def _page(style: Sequence[tuple[Any, ...]]) -> RequestList:
    faces()
    out = io.BytesIO()
    table = Table([HEADER, *ROWS], colWidths=(30, 110, 70, 70, 100, 90))
    whole = (0, 0), (-1, -1)
    ruled: list[Any] = [("GRID", *whole, 0.5, colors.black), ("FONTNAME", *whole, "Face")]
    table.setStyle(TableStyle([*ruled, *style]))
    title = Paragraph(TITLE, ParagraphStyle("title", fontName="Face"))
    SimpleDocTemplate(out, pagesize=A4).build([title, table])
    return read_request([SourceFile("a.pdf", out.getvalue())])


@MARKS
@pytest.mark.parametrize("paint", PAINTS)
def test_coloured_rows_of_a_page(marked: Mark, told: bool, paint: str) -> None:
    name, colour = PAINTS[paint]
    rows = filter(marked, range(len(ROWS) + 1))

    assert _told(_page([(name, (0, row), (-1, row), colour) for row in rows])) is told


def test_a_coloured_column_or_cell_marks_nobody() -> None:
    assert not _told(_page([("BACKGROUND", (1, 0), (1, -1), colors.lightblue)]))
    assert not _told(_page([("TEXTCOLOR", (5, 2), (5, 2), colors.blue)]))


def test_small_letters_that_are_grey_by_their_thin_lines_alone_mark_nobody() -> None:
    small = [("FONTSIZE", (0, row), (-1, row), 2) for row in (2, 3)]
    assert not _told(_page(small))
