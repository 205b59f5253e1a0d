"""Findings become defects an agency can read and mend."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mailbot.cases.finding import Finding, Place, Severity
from mailbot.cases.mending import Mending, mending_of
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.replies.defect import defect_of, defects_of
from mailbot.replies.facts import has_id_number
from mailbot.replies.letter import Defect
from mailbot.words import load_words

WORDS = load_words()
ROOMS = ("row.", "request.", "list.", "signature.")
CELL = Place("Công văn.pdf", 2, (0.6, 0.31, 0.1, 0.02))
NO_FINDINGS = {"row.mailbox_missing", "row.same_mailbox_twice"}  # why a row was not done
ASKED = [
    code
    for code in WORDS.texts
    if code.startswith(("row.", "request.", "list.")) and code not in NO_FINDINGS
    if mending_of(code) is not Mending.OURS
]


def a_finding(code: str = "row.missing_phone", **changes: Any) -> Finding:
    sound: dict[str, Any] = {
        "severity": Severity.BLOCKS,
        "fields": {"stt": "3", "name": "Thạch Sơn"},
        "row": 0,
        "column": "phone",
    }
    return Finding(code, **sound | changes)


def a_row(**changes: Any) -> Row:
    sound: dict[str, Any] = {
        "procedure": Procedure.NEW,
        "holder": Holder.PERSON,
        "name": "Thạch Sơn",
        "stt": "3",
    }
    return Row(**sound | changes)


def test_a_defect_tells_place_reading_expectation_and_reason_once() -> None:
    finding = a_finding("row.phone_odd", fields={"stt": "3", "name": "T", "value": "12"})

    assert defect_of(finding, (a_row(phone="12"),), WORDS) == Defect(
        row="Dòng 3",
        column="Số điện thoại",
        read="12",
        expected="Ghi số điện thoại đang dùng, đủ chữ số.",
        text="Số điện thoại không phải số đang dùng tại Việt Nam.",
    )


def test_a_row_without_a_number_is_counted() -> None:
    assert defect_of(a_finding(row=1), (a_row(), a_row(stt="")), WORDS).row == "Dòng 2"


def test_in_a_letter_with_two_lists_the_list_is_named() -> None:
    rows = (a_row(), a_row(holder=Holder.ORGANISATION))

    assert defect_of(a_finding(), rows, WORDS).row == "Dòng 3, danh sách cấp mới cho cá nhân"


def test_a_question_to_the_officer_is_put_as_a_request_to_the_agency() -> None:
    text = defect_of(a_finding("row.national_id_zero_lost"), (a_row(),), WORDS).text

    assert text == "Số căn cước thiếu chữ số (bảng tính có thể đã bỏ số 0 ở đầu)."


def test_a_defect_of_the_whole_dossier_has_no_row() -> None:
    finding = Finding("signature.no_organisation", Severity.LOOK)

    found = defect_of(finding, (a_row(),), WORDS)

    assert (found.row, found.column, found.read, found.place) == ("", "", "", "")
    assert found.text == "Văn bản chưa có chữ ký số của cơ quan gửi."
    assert found.expected.startswith("Ký số lại")


def test_defects_stand_once_and_the_whole_dossier_first() -> None:
    whole = Finding("signature.no_organisation", Severity.LOOK)

    defects = defects_of([a_finding(row=1), a_finding(), a_finding(), whole], (a_row(),) * 2, WORDS)

    assert [defect.row for defect in defects] == ["", "Dòng 3"]
    assert len(defects_of([a_finding(row=9)], (a_row(),), WORDS)) == 1


@pytest.mark.parametrize("code", ASKED)
def test_every_defect_says_what_is_expected(code: str) -> None:
    of_a_row = WORDS.texts[code].startswith("Dòng")
    where: dict[str, Any] = {} if of_a_row else {"row": None, "column": ""}

    assert defect_of(a_finding(code, **where), (a_row(),), WORDS).expected.endswith(".")


@pytest.mark.parametrize("code", ASKED)
def test_no_defect_tells_the_agency_what_the_officer_is_told(code: str) -> None:
    text = defect_of(a_finding(code), (a_row(),), WORDS).text

    assert not re.search("đối chiếu với bản gốc|cần người đọc|cần xem|đề xuất|đề nghị gửi", text)


@pytest.mark.parametrize("code", [code for code in WORDS.texts if code.startswith(ROOMS)])
def test_every_wording_reads_as_a_sentence_of_its_own(code: str) -> None:
    fields = {"stt": "3", "name": "Thạch Sơn"}

    text = defect_of(a_finding(code, fields=fields), (a_row(),), WORDS).text

    assert not text.startswith("Dòng 3")
    assert text[:1] == text[:1].upper()
    assert "{" not in text


def test_a_defect_says_what_the_paper_says_not_what_was_made_of_it() -> None:
    row = a_row(national_id="092085001234", raw={"national_id": "92085001234"})

    found = defect_of(a_finding("row.national_id_zero_lost", column="national_id"), (row,), WORDS)

    assert found.read == "92085001234"


def test_a_finding_may_expect_more_of_the_agency_than_its_column_does() -> None:
    found = defect_of(a_finding("row.same_person", column="name"), (a_row(),), WORDS)

    assert found.expected == "Bỏ dòng trùng, hoặc nêu rõ đây là hai người khác nhau."


def test_a_cell_of_two_thousand_characters_is_quoted_in_part() -> None:
    note = "nghỉ việc " * 200
    finding = a_finding("list.note_unclear", column="note", fields={"stt": "3", "text": note})

    found = defect_of(finding, (a_row(note=note),), WORDS)

    assert len(found.read) == 160
    assert found.read.endswith("…")
    assert len(found.text) < 250


def test_a_telephone_number_that_lost_a_digit_can_be_read_in_the_letter() -> None:
    row = a_row(phone="094617350", national_id="092085001234")

    found = defect_of(a_finding("row.phone_odd", fields={"stt": "3"}), (row,), WORDS)

    assert found.read == "094 617 350"
    assert not has_id_number(found.read)


def test_nine_digits_without_an_id_beside_them_may_be_one() -> None:
    found = defect_of(a_finding("row.phone_odd"), (a_row(phone="361234567"),), WORDS)

    assert found.read == "361****67"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param(CELL, "trang 2", id="a page"),
        pytest.param(
            Place("Danh sách.xlsx", sheet="Danh sách", cell="D7"),
            "trang tính “Danh sách”, ô D7",
            id="a cell of a workbook",
        ),
        pytest.param(Place("DS.xlsx", sheet="DS"), "trang tính “DS”", id="a sheet"),
        pytest.param(
            Place("DS.docx", sheet="bảng 1", cell="3.2"),
            "bảng 1, hàng 3, cột 2",
            id="a cell of a document's table",
        ),
        pytest.param(Place("DS.docx", sheet="bảng 1"), "bảng 1", id="a table"),
        pytest.param(
            Place("DS.docx", paragraph="đoạn 3 sau bảng 1"), "đoạn 3 sau bảng 1", id="a paragraph"
        ),
        pytest.param(Place("DS.docx"), "", id="a file"),
    ],
)
def test_a_defect_tells_where_in_its_file_it_stands(place: Place, told: str) -> None:
    found = defect_of(a_finding(place=place), (a_row(),), WORDS)

    assert (found.file, found.place) == (place.file, told)


def test_a_finding_of_a_row_tells_the_place_of_its_cell() -> None:
    line = Place("Công văn.pdf", 2)
    row = a_row(place=line, cells=(("phone", Place("Công văn.pdf", 3)),))

    assert defect_of(a_finding(place=line), (row,), WORDS).place == "trang 3"
    assert defect_of(a_finding(), (row,), WORDS).place == "trang 3"


@pytest.mark.parametrize(
    ("top", "told"),
    [(0.1, "phần đầu trang"), (0.5, "giữa trang"), (0.9, "phần cuối trang")],
)
def test_what_stands_in_no_row_is_found_by_its_part_of_the_page(top: float, told: str) -> None:
    place = Place("Công văn.pdf", 3, (0.1, top, 0.2, 0.02))
    finding = Finding("list.rows_outside_table", Severity.LOOK, place=place)

    assert defect_of(finding, (), WORDS).place == f"trang 3 ({told})"


@pytest.mark.parametrize(
    ("file", "told"),
    [
        pytest.param("Công văn.pdf", "trang 2; đối chiếu trang 1", id="in the same file"),
        pytest.param(
            "Văn bản.pdf", "trang 2; đối chiếu tệp “Văn bản.pdf”, trang 1", id="in another file"
        ),
    ],
)
def test_what_contradicts_something_tells_both_places(file: str, told: str) -> None:
    fields = {"annex": "44/UBND", "letter": "45/UBND"}
    place = Place("Công văn.pdf", 2)
    finding = Finding(
        "list.annex_number_differs", Severity.LOOK, fields, place=place, against=Place(file, 1)
    )

    assert defect_of(finding, (), WORDS).place == told


def test_a_file_named_by_a_national_id_does_not_hold_up_the_letter() -> None:
    file = "092085001234 " + "Danh sách rất dài " * 9 + ".pdf"
    place = Place(file, sheet="CCCD 092085001234", cell="A1")
    finding = Finding("list.file_unreadable", Severity.LOOK, {"file": file}, place=place)

    found = defect_of(finding, (), WORDS)

    assert not has_id_number(" ".join((found.file, found.place, found.text)))
    assert len(found.file) == 80


def test_a_cell_read_in_two_ways_is_to_be_typed_anew() -> None:
    fields = {"stt": "3", "first": "Trần Thị Hoà", "second": "Trần Thị Hoa"}
    finding = a_finding("list.readers_differ", column="name", fields=fields)

    found = defect_of(finding, (a_row(),), WORDS)

    assert found.text == "Nội dung đọc được là “Trần Thị Hoà” hoặc “Trần Thị Hoa”."
    assert found.expected == "Gõ lại nội dung này cho đúng."


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"column": "national_id", "first": "*********3**", "second": "*********8**"},
            id="an ID number",
        ),
        pytest.param({"column": "note", "first": "###", "second": ""}, id="a number left out"),
        pytest.param(
            {"column": "procedure", "first": "new", "second": "reset", "row": None},
            id="a word of ours",
        ),
    ],
)
def test_readings_that_tell_nothing_are_not_quoted(changes: dict[str, Any]) -> None:
    fields = {"first": changes.pop("first"), "second": changes.pop("second"), "stt": "3"}
    finding = a_finding("list.readers_differ", fields=fields, **changes)

    assert defect_of(finding, (a_row(),), WORDS).text == (
        "Nội dung này đọc được theo hai cách khác nhau."
    )


def test_two_readings_of_a_telephone_number_that_lost_a_digit_do_not_hold_up_the_letter() -> None:
    fields = {"stt": "3", "first": "094617350", "second": "094617356"}

    text = defect_of(a_finding("list.readers_differ", fields=fields), (a_row(),), WORDS).text

    assert "“094 617 350” hoặc “094 617 356”" in text
    assert not has_id_number(text)
