"""What titles and sums inside a list, or lines beside it, say of how many rows it has."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from parsers import FlagCode, SourceFile, read_request
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.word import letter_alone, letter_with_annex
from tests.parsers.packages import DOCUMENT, changed

REQUEST = a_request(random.Random(5), FORMS["new-people"])
LETTER, ANNEXED = letter_alone(REQUEST), letter_with_annex(REQUEST)
BOOK = annex_workbook(REQUEST)
LISTED, COLUMNS, FIRST = 7, 8, 6
ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:type="dxa" w:w="704"/></w:tcPr><w:p><w:r><w:t>{}</w:t>'


def _wide(text: str) -> str:
    cell = (
        f'<w:tcPr><w:gridSpan w:val="{COLUMNS}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
    )
    return f"<w:tr><w:tc>{cell}</w:tc></w:tr>"


def _told_in_word(text: str, before: str) -> list[dict[str, str]]:
    """Return the counts told, each once, with a wide row before the row of this number."""
    at = '<w:tr><w:tc><w:tcPr><w:tcW w:type="dxa" w:w="704"/></w:tcPr><w:p><w:r>'
    at += "<w:rPr><w:b/></w:rPr>" if before == "STT" else ""
    row = f"{at}<w:t>{before}</w:t>"
    return _told("a.docx", changed(ANNEXED, DOCUMENT, row, _wide(text) + row))


def _told(name: str, data: bytes) -> list[dict[str, str]]:
    files = [SourceFile(name, data)]
    files += [SourceFile("cv.docx", LETTER)] if name.endswith("xlsx") else []
    flags = read_request(files).flags
    assert {flag.code for flag in flags} <= {FlagCode.COUNT_DIFFERS}
    return [dict(fields) for fields in dict.fromkeys(flag.fields for flag in flags)]


def _in_sheet(row: int, *texts: str | int) -> bytes:
    book, out = load_workbook(io.BytesIO(BOOK)), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.insert_rows(row)
    for column, text in enumerate(texts, 1):
        sheet.cell(row, column).value = text
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("before", ["STT", "1"])
@pytest.mark.parametrize(
    "text",
    ["DANH SÁCH {} CÔNG CHỨC ĐỀ NGHỊ CẤP MỚI", "Danh sách {} người", "Phòng Nội vụ ({} người)"],
)
def test_a_title_in_the_table_that_counts_other_rows_is_told(text: str, before: str) -> None:
    assert _told_in_word(text.format("05"), before) == [{"listed": "7", "stated": "5"}]
    assert not _told_in_word(text.format("07"), before)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("I. Phòng Nội vụ (03 người)", "5", id="a group of those below"),
        pytest.param("CÁC PHÒNG CHUYÊN MÔN (02 đơn vị)", "1", id="units of people"),
        pytest.param("Tổ 5, khu vực 3", "1", id="a number of its own"),
    ],
)
def test_a_title_that_counts_its_group_or_something_else_is_not_told(
    text: str, before: str
) -> None:
    assert not _told_in_word(text, before)


WORDS = [
    "Ấn định danh sách có {} người", "Gồm {} người", "Tất cả: {} công chức", "Số lượng: {}",
    "Chốt danh sách: {} người", "{} người", "Tổng số {} trường hợp", "(Danh sách có {} viên chức)",
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_a_sum_in_any_words_that_is_not_the_lists_is_told(text: str) -> None:
    writers: list[Callable[[str], list[dict[str, str]]]] = [
        lambda said: _told("a.xlsx", _in_sheet(FIRST + LISTED, said)),
        lambda said: _told("a.docx", _below(said)),
    ]
    for told in writers:
        assert told(text.format("05")) == [{"listed": "7", "stated": "5"}]
        assert not told(text.format("07"))


def _below(text: str) -> bytes:
    end = "</w:tbl><w:sectPr"
    return changed(ANNEXED, DOCUMENT, end, _wide(text) + end)


@pytest.mark.parametrize("label", ["Tổng cộng", "Tổng số", "Cộng"])
def test_a_sum_of_a_sheet_in_two_cells_is_held_against_the_rows(label: str) -> None:
    below = FIRST + LISTED

    assert _told("a.xlsx", _in_sheet(below, "", label, 5)) == [{"listed": "7", "stated": "5"}]
    assert not _told("a.xlsx", _in_sheet(below, "", label, 7))
