"""One cell for several rows that holds a text for each of them."""

from __future__ import annotations

import io
import random

import pytest
from openpyxl import load_workbook

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.tables.merged import holds_several
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.word import annex_alone
from tests.parsers.packages import DOCUMENT, changed

REQUEST = a_request(random.Random(5), FORMS["new-people"])
ONE, OTHER = REQUEST.tables[0].rows[:2]
BOOK, ANNEX = annex_workbook(REQUEST), annex_alone(REQUEST)


def _in_word(*lines: str, below: str = "") -> bytes:
    texts = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    began = _merged(ANNEX, ONE["unit"], "restart", texts)
    under = f"<w:p><w:r><w:t>{below}</w:t></w:r></w:p>" if below else "<w:p/>"
    return _merged(began, OTHER["unit"], "continue", under)


def _merged(data: bytes, unit: str, merge: str, paragraphs: str) -> bytes:
    text = f"<w:p><w:r><w:t>{unit}</w:t></w:r></w:p>"
    sized = '<w:tcPr><w:tcW w:type="dxa" w:w="2111"/></w:tcPr>'
    tall = sized.replace("</w:tcPr>", f'<w:vMerge w:val="{merge}"/></w:tcPr>')
    return changed(data, DOCUMENT, sized + text, tall + paragraphs)


def _in_sheet(*lines: str) -> bytes:
    book, out = load_workbook(io.BytesIO(BOOK)), io.BytesIO()
    sheet = book.worksheets[0]
    sheet["D6"] = "\n".join(lines)
    sheet.merge_cells("D6:D7")
    book.save(out)
    return out.getvalue()


def _read(name: str, data: bytes) -> RequestList:
    return read_request([SourceFile(name, data)])


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_two_units_in_one_cell_of_two_rows_are_told_in_both(kind: str) -> None:
    write = _in_word if kind == "docx" else _in_sheet

    read = _read(f"a.{kind}", write("Phòng Nội vụ", "Phòng Tài chính"))

    told = [(flag.row, flag.column) for flag in read.flags if flag.code is FlagCode.ROW_UNCLEAR]
    assert told == [(0, "unit"), (1, "unit")]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_one_unit_of_two_rows_is_read_for_both(kind: str) -> None:
    write = _in_word if kind == "docx" else _in_sheet

    read = _read(f"a.{kind}", write("Văn phòng HĐND và", "UBND phường"))

    assert {flag.code for flag in read.flags} <= {FlagCode.LETTER_MISSING}
    assert [row.unit for row in read.individuals[:2]] == ["Văn phòng HĐND và UBND phường"] * 2


def test_text_that_a_merged_cell_of_word_covers_is_told() -> None:
    read = _read("a.docx", _in_word("Phòng Nội vụ", below="Phòng Tài chính"))

    assert FlagCode.HIDDEN_TEXT in {flag.code for flag in read.flags}


@pytest.mark.parametrize(
    ("name", "lines", "rows", "several"),
    [
        ("unit", ("Phòng Nội vụ", "Văn phòng"), 5, True),
        ("unit", ("- Khoa Nội", "- Khoa Ngoại"), 2, True),
        ("unit", ("Phòng Nội vụ", "Trung tâm Y tế", "Sở Y tế"), 3, True),
        ("unit", ("Phòng Nội vụ", "UBND phường Cái Khế"), 2, False),
        ("unit", ("Phòng Văn hóa -", "Xã hội"), 2, False),
        ("unit", ("Phòng Tổ chức và", "Ban Pháp chế"), 2, False),
        ("unit", ("Trung tâm Phục vụ", "Hành chính công"), 2, False),
        ("parent_agency", ("Sở Y tế", "Sở Nội vụ"), 2, True),
        ("parent_agency", ("UBND phường", "Ninh Kiều"), 2, False),
        ("position", ("Chuyên viên", "Kế toán viên"), 2, True),
        ("position", ("Chuyên viên", "phụ trách"), 2, False),
        ("position", ("Chuyên viên", "Kế toán viên"), 3, False),
        ("birth", ("01/02/1990", "03/04/1991"), 2, True),
        ("note", ("Mới tuyển dụng", "Chuyển công tác"), 2, False),
        ("unit", ("Phòng Nội vụ",), 2, False),
    ],
)
def test_lines_of_a_merged_cell_are_of_several_rows_where_each_is_whole(
    name: str, lines: tuple[str, ...], rows: int, *, several: bool
) -> None:
    assert holds_several(name, lines, rows) == several
