"""A box about a row or a cell is told; the lines a list has by custom are not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from parsers import Flag, FlagCode, RequestList, SourceFile, read_request

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung")
ROWS = tuple(
    (str(at), name, "Văn phòng", "Chuyên viên", f"09208800432{at}", f"091234567{at}")
    for at, name in enumerate(NAMES, start=1)
)
WIDE, LAST = len(HEADER), len(ROWS)
SIDES = ("left", "top", "right", "bottom")
ACROSS = {"top": "dotted", "bottom": "dotted"}

Lines = Mapping[str, str]
Ruled = Callable[[int, int], Lines]
"""The lines of a cell, by its row (the header is 0) and its column."""


def _box(line: str, rows: Iterable[int], columns: Iterable[int] = range(WIDE)) -> Ruled:
    """Return a box of such a line about some cells, all else in thin lines."""
    inside = {(row, column) for row in rows for column in columns}
    beside = {"left": (0, -1), "top": (-1, 0), "right": (0, 1), "bottom": (1, 0)}

    def ruled(row: int, column: int) -> Lines:
        if (row, column) not in inside:
            return dict.fromkeys(SIDES, "thin")
        inner = {side for side, (y, x) in beside.items() if (row + y, column + x) in inside}
        return {side: "thin" if side in inner else line for side in SIDES}

    return ruled


def _hairs(row: int, _: int) -> Lines:
    """Return hair lines between the rows, as workbooks often have."""
    return {
        "left": "thin", "right": "thin",
        "top": "hair" if row > 1 else "thin",
        "bottom": "hair" if 0 < row < LAST else "double",
    }  # fmt: skip


MARKS = [
    pytest.param(_box("thick", [3]), True, id="a thick box about a row"),
    pytest.param(_box("thick", [1]), True, id="a thick box about the first row"),
    pytest.param(_box("medium", [LAST]), True, id="a broad box about the last row"),
    pytest.param(_box("double", [3], [1]), True, id="a double box about a cell"),
    pytest.param(_box("red", [2]), True, id="a red box about a row"),
    pytest.param(_box("red", [2], [4]), True, id="a red box about a cell"),
    pytest.param(
        lambda row, column: {"left": "thick"} if (row, column) == (3, 0) else {}, True,
        id="a bar beside a row",
    ),
    pytest.param(
        lambda row, _: {"top": "thick", "bottom": "thick"} if row == 2 else {}, True,
        id="lines above and below a row",
    ),
    pytest.param(_box("dashed", [2]), True, id="a dashed box about a row"),
    pytest.param(_box("dotted", [LAST]), True, id="a dotted box about the last row"),
    pytest.param(_box("dashed", [2], [1]), True, id="a dashed box about a cell"),
    pytest.param(_box("dotted", range(LAST + 1)), False, id="a dotted frame"),
    pytest.param(lambda *_: dict.fromkeys(SIDES, "dotted"), False, id="dotted lines everywhere"),
    pytest.param(
        lambda row, _: dict.fromkeys(SIDES, "thin") | (ACROSS if row == 2 else {}), False,
        id="dotted lines between the rows of a group",
    ),
    pytest.param(_box("thin", [2]), False, id="thin lines"),
    pytest.param(_box("red", range(LAST + 1)), False, id="a red frame"),
    pytest.param(_box("thick", range(LAST + 1)), False, id="a thick frame"),
    pytest.param(_box("thick", range(1, LAST + 1)), False, id="a thick frame below the header"),
    pytest.param(_box("thick", [0]), False, id="a thick box about the header"),
    pytest.param(_box("medium", range(LAST + 1), [1]), False, id="a broad box about a column"),
    pytest.param(lambda *_: dict.fromkeys(SIDES, "double"), False, id="double lines everywhere"),
    pytest.param(lambda *_: {}, False, id="no lines"),
    pytest.param(_hairs, False, id="hair lines between rows"),
    pytest.param(
        lambda row, _: dict.fromkeys(SIDES, "thin") if row < LAST else {}, False,
        id="a last row without lines",
    ),
    pytest.param(
        lambda row, _: {"bottom": "thick"} if row == 2 else {}, False, id="a line between groups"
    ),
]  # fmt: skip


def _sheet(ruled: Ruled) -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for texts in ((TITLE,), HEADER, *ROWS):
        sheet.append(list(texts))
    for row in range(LAST + 1):
        for column in range(WIDE):
            lines = ruled(row, column).items()
            sides: dict[str, Any] = {
                side: Side("thin", "FFFF0000") if line == "red" else Side(cast("Any", line))
                for side, line in lines
            }
            sheet.cell(row + 2, column + 1).border = Border(**sides)
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


WORD = {
    "thin": ("single", 4, "auto"), "hair": ("dotted", 2, "auto"), "red": ("single", 4, "FF0000"),
    "medium": ("single", 12, "auto"), "thick": ("thick", 24, "auto"),
    "double": ("double", 4, "auto"), "dashed": ("dashed", 4, "auto"),
    "dotted": ("dotted", 4, "auto"),
}  # fmt: skip


def _letter(ruled: Ruled) -> RequestList:
    def bordered(row: int, column: int) -> str:
        lines = ruled(row, column)
        return "".join(map(_word_side, lines, lines.values()))

    return _word(lambda row, column: f"<w:tcBorders>{bordered(row, column)}</w:tcBorders>")


def _word_side(side: str, line: str) -> str:
    style, size, colour = WORD[line]
    return f'<w:{side} w:val="{style}" w:sz="{size}" w:space="0" w:color="{colour}"/>'


def _word(
    of_cell: Callable[[int, int], str] = lambda *_: "",
    of_text: Callable[[int, int], str] = lambda *_: "",
) -> RequestList:
    """Return what is read of a letter whose cells, and the texts in them, say such things."""
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(LAST + 1, WIDE)
    for at, (row, texts) in enumerate(zip(table.rows, (HEADER, *ROWS), strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            said, own = of_cell(at, column), of_text(at, column)
            if said:
                cell._tc.get_or_add_tcPr().append(_parsed(said))
            if own.startswith("<w:pBdr"):
                cell.paragraphs[0]._p.get_or_add_pPr().append(_parsed(own))
            elif own:
                run._r.get_or_add_rPr().append(_parsed(own))
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


def _parsed(element: str) -> Any:
    head = re.match(r"<[\w:]+", element)
    assert head
    return parse_xml(f"{head[0]} {nsdecls('w')}{element[head.end() :]}")


def _boxed(read: RequestList) -> list[Flag]:
    assert len(read.individuals) == len(ROWS)
    return [flag for flag in read.flags if flag.code is FlagCode.CELLS_BOXED]


@pytest.mark.parametrize(("ruled", "told"), MARKS)
def test_boxes_of_a_sheet(ruled: Ruled, *, told: bool) -> None:
    assert len(_boxed(_sheet(ruled))) == told


@pytest.mark.parametrize(("ruled", "told"), MARKS)
def test_boxes_of_a_letter(ruled: Ruled, *, told: bool) -> None:
    assert len(_boxed(_letter(ruled))) == told


def test_a_box_is_told_with_its_first_cell_and_how_many_it_holds() -> None:
    for read, cell in ((_sheet, "B5"), (_letter, "4.2")):
        (flag,) = _boxed(read(_box("thick", [3], [1, 2])))

        assert flag.place is not None
        assert flag.place.cell == cell
        assert dict(flag.fields) == {"count": "2"}


BOX = '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
ABOUT = '<w:pBdr><w:left w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'


@pytest.mark.parametrize("box", [BOX, ABOUT], ids=["about words", "about a line"])
def test_a_box_about_the_text_in_one_cell_is_told(box: str) -> None:
    one = _word(of_text=lambda row, column: box if (row, column) == (2, 1) else "")
    column = _word(of_text=lambda row, column: box if row and column == 1 else "")

    assert [flag.place and flag.place.cell for flag in _boxed(one)] == ["3.2"]
    assert not _boxed(column)
