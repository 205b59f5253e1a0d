"""A row in letters unlike the others' is told; letters that are alike in a column are not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pytest
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from parsers import Flag, FlagCode, RequestList, SourceFile, read_request
from tests.parsers.corpus.drawn import faces

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Số CCCD", "Số điện thoại", "Email", "Ghi chú")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung")
ROWS = tuple(
    (str(at), name, "Văn phòng", f"09208800432{at}", f"091234567{at}", f"a{at}@x.vn", "Mới")
    for at, name in enumerate(NAMES, start=1)
)
WIDE, LAST = len(HEADER), len(ROWS)
NOTE, EMAIL = WIDE - 1, WIDE - 2
LARGE, SMALL = 12.0, 10.0

Look = Mapping[str, Any]
Looks = Callable[[int, int], Look]
"""How a cell is lettered, by its row (the header is 0) and its column."""

BOLD: Look = {"bold": True}
ITALIC: Look = {"italic": True}
LINED: Look = {"underline": True}
TINY: Look = {"size": SMALL}
OTHER: Look = {"face": "Arimo"}


def _row(look: Look, *rows: int) -> Looks:
    return lambda row, _: look if row in rows else {}


def _cell(look: Look, *at: tuple[int, int]) -> Looks:
    return lambda row, column: look if (row, column) in at else {}


def _column(look: Look, column: int) -> Looks:
    return lambda _, one: look if one == column else {}


MARKS = [
    pytest.param(_row(BOLD, 2), {1: "bold"}, id="a row in bold"),
    pytest.param(_row(ITALIC, 1), {0: "italic"}, id="the first row in italics"),
    pytest.param(_row(LINED, LAST), {3: "underlined"}, id="the last row underlined"),
    pytest.param(_row(TINY, 2), {1: "smaller"}, id="a row in small letters"),
    pytest.param(_row({"size": 14.0}, 2), {1: "larger"}, id="a row in large letters"),
    pytest.param(_row(OTHER, 3), {2: "face"}, id="a row in another face"),
    pytest.param(
        _row({"bold": True, "italic": True}, 2), {1: "bold,italic"}, id="a row in bold italics"
    ),
    pytest.param(_row(ITALIC, 2, 3), {1: "italic", 2: "italic"}, id="half of the rows in italics"),
    pytest.param(_cell(BOLD, (3, 1)), {2: "bold"}, id="a name in bold"),
    pytest.param(_cell(ITALIC, (1, 3)), {0: "italic"}, id="a number in italics"),
    pytest.param(_cell(LINED, (2, 4)), {1: "underlined"}, id="a telephone underlined"),
    pytest.param(
        lambda row, column: BOLD if column == 1 and row != 2 else {}, {1: "not_bold"},
        id="one name not in bold",
    ),
    pytest.param(lambda *_: {}, {}, id="all alike"),
    pytest.param(_row(BOLD, 0), {}, id="the header in bold"),
    pytest.param(_column(BOLD, 1), {}, id="names in bold"),
    pytest.param(_column(ITALIC, 2), {}, id="units in italics"),
    pytest.param(_column(TINY, 3), {}, id="numbers in small letters"),
    pytest.param(_row(ITALIC, 1, 2, 3, 4), {}, id="all rows in italics"),
    pytest.param(_cell(TINY, (2, 2)), {}, id="one cell in small letters"),
    pytest.param(_cell(OTHER, (2, 1), (2, 4)), {}, id="two cells in another face"),
    pytest.param(_cell(LINED, (2, EMAIL)), {}, id="an address underlined"),
    pytest.param(_cell(ITALIC, (2, NOTE)), {}, id="a remark in italics"),
    pytest.param(_row({"size": LARGE - 0.5}, 2), {}, id="a row hardly smaller"),
]  # fmt: skip


def _told(read: RequestList) -> dict[int | None, str]:
    assert len(read.individuals) == LAST
    return {flag.row: dict(flag.fields)["lettering"] for flag in _flags(read)}


def _flags(read: RequestList) -> list[Flag]:
    return [flag for flag in read.flags if flag.code is FlagCode.ROW_LETTERED]


def _sheet(looks: Looks) -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append([TITLE])
    for row, texts in enumerate((HEADER, *ROWS)):
        sheet.append(texts)
        for column in range(WIDE):
            look = dict(looks(row, column))
            lined: Any = "single" if look.pop("underline", False) else None
            size, name = look.pop("size", LARGE), look.pop("face", "Calibri")
            font = Font(name=name, size=size, underline=lined, **look)
            sheet.cell(row + 2, column + 1).font = font
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


def _letter(looks: Looks) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    document.styles["Normal"].font.size = Pt(LARGE)
    document.add_paragraph(TITLE)
    table = document.add_table(LAST + 1, WIDE)
    for row, (drawn, texts) in enumerate(zip(table.rows, (HEADER, *ROWS), strict=True)):
        for column, (cell, text) in enumerate(zip(drawn.cells, texts, strict=True)):
            run, look = cell.paragraphs[0].add_run(text), looks(row, column)
            run.bold, run.italic = look.get("bold"), look.get("italic")
            run.underline = look.get("underline")
            run.font.size = Pt(look["size"]) if "size" in look else None
            run.font.name = look.get("face")
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


FACES = {"Arimo": "Other", "": "Face"}


def _marked(text: str, look: Look) -> Paragraph:
    for name, tag in (("bold", "b"), ("italic", "i"), ("underline", "u")):
        text = f"<{tag}>{text}</{tag}>" if look.get(name) else text
    face, size = FACES[look.get("face", "")], look.get("size", LARGE)
    return Paragraph(text, ParagraphStyle("s", fontName=face, fontSize=size))


def _page(looks: Looks, height: float = A4[1]) -> RequestList:
    faces()
    rows = [
        [_marked(text, looks(row, column)) for column, text in enumerate(texts)]
        for row, texts in enumerate((HEADER, *ROWS))
    ]
    table = Table(rows, colWidths=(35, 95, 60, 90, 80, 70, 50), repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    out = io.BytesIO()
    title = Paragraph(TITLE, ParagraphStyle("t", fontName="Face"))
    SimpleDocTemplate(out, pagesize=(A4[0], height)).build([title, table])
    return read_request([SourceFile("a.pdf", out.getvalue())])


@pytest.mark.parametrize(("looks", "told"), MARKS)
@pytest.mark.parametrize("read", [_sheet, _letter, _page])
def test_rows_in_letters_of_their_own(
    read: Callable[[Looks], RequestList], looks: Looks, told: dict[int, str]
) -> None:
    assert _told(read(looks)) == told


def test_the_rows_of_a_list_are_held_against_each_other_over_its_pages() -> None:
    assert _told(_page(_row(ITALIC, LAST), height=260)) == {3: "italic"}


@pytest.mark.parametrize(("read", "cell"), [(_sheet, "B5"), (_letter, "4.2")])
def test_one_cell_is_told_with_its_place(read: Callable[[Looks], RequestList], cell: str) -> None:
    (flag,) = _flags(read(_cell(BOLD, (3, 1))))

    assert flag.column == "name"
    assert flag.place is not None
    assert flag.place.cell == cell
    assert dict(flag.fields)["stt"] == "3"


def _with_parts(*parts: str | TextBlock) -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for texts in ((TITLE,), HEADER, *ROWS):
        sheet.append(list(texts))
    sheet["B4"] = CellRichText(*parts)
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


def test_what_most_of_a_cell_is_drawn_in_counts() -> None:
    broad = InlineFont(b=True)

    assert _told(_with_parts(TextBlock(broad, "Trần Thị"), " Bình")) == {1: "bold"}
    assert not _told(_with_parts("Trần Thị ", TextBlock(broad, "Bình")))


def test_the_style_of_a_paragraph_letters_it() -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(LAST + 1, WIDE)
    for row, (drawn, texts) in enumerate(zip(table.rows, (HEADER, *ROWS), strict=True)):
        for cell, text in zip(drawn.cells, texts, strict=True):
            cell.text = text
            if row == 2:
                cell.paragraphs[0].style = document.styles["Caption"]
    document.save(out)

    assert _told(read_request([SourceFile("a.docx", out.getvalue())])) == {1: "bold,smaller"}
