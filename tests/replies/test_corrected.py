"""The list that comes with a supplement request, ready to be corrected."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mailbot.cases.case import Case, Channel
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.forms.workbook import HEADER_ROW
from mailbot.replies.corrected import lists_to_correct
from mailbot.words import load_words
from parsers import SourceFile, read_request
from parsers.meaning.instruction import limits
from parsers.unread import speaks_of_list
from tests.cases.builders import a_new_organisation, a_new_person, a_reset_person
from tests.forms.conftest import OFFICE
from tests.parsers.corpus import office

WORDS = load_words()
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LOST = a_new_person(
    stt="2",
    name="Thạch Thị Sô Phia",
    national_id="092085001234",
    phone="12",
    raw={"national_id": "92085001234"},
)
ROWS = (a_new_person(raw={"phone": "0901.234.567"}), LOST)
FINDINGS = (
    Finding("row.national_id_zero_lost", Severity.LOOK, {"stt": "2"}, 1, "national_id"),
    Finding("row.phone_odd", Severity.LOOK, {"stt": "2", "value": "12"}, 1, "phone"),
    Finding("row.in_open_case", Severity.LOOK, {"stt": "2", "case": "HS-2026-00001"}, 1),
    Finding("row.directory_old", Severity.LOOK, {"stt": "1"}, 0, "email"),
)


def a_case(rows: tuple[Row, ...] = ROWS, **changes: Any) -> Case:
    sound: dict[str, Any] = {
        "state": State.SUPPLEMENT_ASKED,
        "channel": Channel.EMAIL,
        "agency_code": "stp",
        "reply_to": "stp@cantho.gov.vn",
        "procedure": "new",
        "findings": FINDINGS,
    }
    return Case(
        1, "HS-2026-00012", version=1, arrived_at=NOW, due_at=NOW, rows=rows, **sound | changes
    )


def sheet_of(case: Case, number: int = 0) -> Any:
    content = lists_to_correct(case, OFFICE, WORDS)[number].content
    return load_workbook(io.BytesIO(content)).worksheets[0]


def cell(sheet: Any, row: int, heading: str) -> Any:
    headings = [one.value for one in sheet[HEADER_ROW]]
    return sheet.cell(HEADER_ROW + row, headings.index(heading) + 1)


def test_the_list_holds_what_the_paper_says_not_what_was_made_of_it() -> None:
    sheet = sheet_of(a_case())

    assert cell(sheet, 1, "Số điện thoại").value == "0901.234.567"
    assert cell(sheet, 2, "Số CMND/CCCD").value == "92085001234"


def test_doubtful_cells_alone_are_marked_and_say_why_and_what_is_expected() -> None:
    sheet = sheet_of(a_case())

    said = cell(sheet, 2, "Số CMND/CCCD").comment.text
    assert "Số căn cước thiếu chữ số" in said
    assert "Yêu cầu: Ghi đủ 12 chữ số" in said
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1)
    marked = {one.coordinate for row in rows for one in row if one.fill.fill_type == "solid"}
    assert marked == {"A8", "F8", "G8"}
    assert "HS-2026-00001" in sheet["A8"].comment.text


def test_a_mark_tells_what_was_read_and_where_it_stands() -> None:
    line = Place("Công văn.pdf", 2)
    phone = Place("DS.xlsx", sheet="Danh sách", cell="G3")
    row = replace(LOST, place=line, cells=(("phone", phone),))

    sheet = sheet_of(a_case((ROWS[0], row)))

    said = cell(sheet, 2, "Số CMND/CCCD").comment.text.splitlines()
    assert said[1] == "Đã đọc: ********234"
    assert said[2].startswith("Yêu cầu: Ghi đủ 12 chữ số của số căn cước")
    assert said[3] == "Vị trí trong hồ sơ: tệp “Công văn.pdf”, trang 2"
    said = cell(sheet, 2, "Số điện thoại").comment.text.splitlines()
    assert said[1] == "Đã đọc: 12"
    assert said[-1] == "Vị trí trong hồ sơ: tệp “DS.xlsx”, trang tính “Danh sách”, ô G3"


def test_what_is_ours_to_settle_is_not_marked() -> None:
    assert all(one.comment is None for one in sheet_of(a_case())[HEADER_ROW + 1])


def test_the_instructions_name_every_cell_for_those_who_print_the_list() -> None:
    content = lists_to_correct(a_case(), OFFICE, WORDS)[0].content

    guide = load_workbook(io.BytesIO(content)).worksheets[1]

    lines = [str(row[0].value).partition(") ")[2] for row in guide.iter_rows()]
    assert lines[-3:] == [
        f"Ô nền vàng ở cột “{column}”: 2." for column in ("STT", "Số CMND/CCCD", "Số điện thoại")
    ]


@pytest.mark.parametrize("row", [a_new_organisation(), a_new_person(), a_reset_person()])
def test_no_line_of_the_instructions_is_taken_for_a_word_of_the_agency(row: Row) -> None:
    columns = ("stt", "name", "parent_agency", "unit", "national_id", "phone", "email", "manager")
    findings = tuple(Finding("row.phone_odd", Severity.LOOK, {}, 0, one) for one in columns)

    content = lists_to_correct(a_case((row,), findings=findings), OFFICE, WORDS)[0].content

    guide = load_workbook(io.BytesIO(content)).worksheets[1]
    lines = [str(one[0].value) for one in guide.iter_rows() if one[0].value]
    assert len(lines) > 10
    assert [line for line in lines if speaks_of_list(line) or any(limits(line, None))] == []


def test_each_list_of_the_request_has_its_own_form() -> None:
    rows = (a_new_organisation(), a_new_person(), a_reset_person())

    names = [file.name for file in lists_to_correct(a_case(rows), OFFICE, WORDS)]

    assert names == [
        "Danh sách cần sửa HS-2026-00012 - cấp mới cơ quan, đơn vị.xlsx",
        "Danh sách cần sửa HS-2026-00012 - cấp mới cá nhân.xlsx",
        "Danh sách cần sửa HS-2026-00012 - cấp lại cá nhân.xlsx",
    ]


def test_a_request_whose_list_was_not_read_gets_the_blank_forms_of_its_procedure() -> None:
    files = lists_to_correct(a_case((), findings=()), OFFICE, WORDS)

    assert [file.name.rpartition(" - ")[2] for file in files] == [
        "cấp mới cơ quan, đơn vị.xlsx",
        "cấp mới cá nhân.xlsx",
    ]
    assert lists_to_correct(a_case((), findings=(), procedure="none"), OFFICE, WORDS) == ()


@pytest.mark.parametrize("text", ["=1+1", "+84901234567", "-", "@SUM(A1)", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    one = cell(sheet_of(a_case((a_new_person(note=text),))), 1, "Ghi chú")

    assert (one.value, one.data_type, one.quotePrefix) == (text, "s", True)


def test_signs_no_workbook_can_hold_do_no_harm() -> None:
    odd = a_new_person(name="Lê\x00 Văn\x0b Tám", note="x" * 40_000)

    sheet = sheet_of(a_case((odd,)))

    assert cell(sheet, 1, "Họ tên người dùng").value == "Lê Văn Tám"
    assert len(cell(sheet, 1, "Ghi chú").value) == 32_767


def test_a_managers_parts_share_the_one_cell_of_the_form() -> None:
    heading = WORDS.say("forms.column_manager")
    whole = a_new_organisation(raw={"manager": "Lê Thị Bình - 0912345678"})

    apart = cell(sheet_of(a_case((a_new_organisation(),))), 1, heading).value

    assert apart == "Lê Thị Bình\n0912345678\nbinhlt@cantho.gov.vn"
    assert cell(sheet_of(a_case((whole,))), 1, heading).value == "Lê Thị Bình - 0912345678"


CORRECTED = [
    ("1", "Nguyễn Văn An", "092090001234", "0901234567"),
    ("2", "Thạch Thị Sô Phia", "092085001234", "0912345678"),
]
DOUBTS = (
    *FINDINGS,
    Finding("list.count_differs", Severity.LOOK, {"stated": "03", "listed": "2"}),
    Finding("list.rows_outside_table", Severity.LOOK, place=Place("Công văn.pdf", 1)),
    Finding("list.row_numbering", Severity.LOOK, {"stt": "2"}, 1, "stt"),
    Finding(
        "list.readers_differ",
        Severity.LOOK,
        {"stt": "1", "first": "0901234567", "second": "0901234561"},
        0,
        "phone",
    ),
    Finding(
        "row.mailbox_unknown",
        Severity.LOOK,
        {"stt": "2", "address": "hoatt@cantho.gov.vn"},
        1,
        "email",
    ),
    Finding("list.remark", Severity.LOOK, {"text": "Chị Hòa, 0912 345 678"}),
)


def test_the_list_corrected_and_exported_is_read_exactly(tmp_path: Path) -> None:
    content = lists_to_correct(a_case(findings=DOUBTS), OFFICE, WORDS)[0].content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    cell(sheet, 2, "Số CMND/CCCD").value = "092085001234"
    cell(sheet, 2, "Số điện thoại").value = "0912345678"
    out = io.BytesIO()
    book.save(out)

    pdf = office.convert({"list.xlsx": out.getvalue()}, "pdf", tmp_path)["list.pdf"]
    read = read_request([SourceFile("list.pdf", pdf)])

    rows = [(row.stt, row.name, row.national_id, row.phone) for row in read.individuals]
    assert rows == CORRECTED
    assert {flag.code for flag in read.flags} == {"letter_missing"}


@pytest.mark.parametrize(
    ("keeps_remarks", "flags"),
    [
        pytest.param(False, {"letter_missing"}, id="as the instructions say"),
        pytest.param(True, {"letter_missing", "remark"}, id="our own remarks left"),
    ],
)
def test_the_workbook_itself_corrected_is_read_exactly(
    *, keeps_remarks: bool, flags: set[str]
) -> None:
    content = lists_to_correct(a_case(findings=DOUBTS), OFFICE, WORDS)[0].content
    book = load_workbook(io.BytesIO(content))
    cell(book.worksheets[0], 2, "Số CMND/CCCD").value = "092085001234"
    cell(book.worksheets[0], 2, "Số điện thoại").value = "0912345678"
    marked = [one for row in book.worksheets[0].iter_rows() for one in row if one.comment]
    for one in [] if keeps_remarks else marked:
        one.comment = None
    out = io.BytesIO()
    book.save(out)

    read = read_request([SourceFile("list.xlsx", out.getvalue())])

    rows = [(row.stt, row.name, row.national_id, row.phone) for row in read.individuals]
    assert rows == CORRECTED
    assert {flag.code for flag in read.flags} == flags
