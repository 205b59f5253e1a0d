"""Findings become defects an agency can read and mend."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.replies.defect import agency_findings, defect_of, defects_of
from mailbot.replies.facts import has_id_number
from mailbot.replies.letter import Defect
from mailbot.words import load_words

WORDS = load_words()
ROOMS = ("row.", "request.", "list.", "signature.")


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

    assert defect_of(finding, (a_row(),), WORDS) == Defect(
        "", "", "", "", "Văn bản chưa có chữ ký số của cơ quan gửi."
    )


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(a_finding(severity=Severity.NOTE), id="a note"),
        pytest.param(a_finding("row.no_address"), id="our own address"),
        pytest.param(a_finding("row.directory_old"), id="our old directory"),
        pytest.param(Finding("sender.unknown", Severity.BLOCKS), id="who sent it"),
        pytest.param(Finding("case.same_letter", Severity.LOOK), id="our own cases"),
        pytest.param(Finding("signature.revocation_unknown", Severity.LOOK), id="a CA not reached"),
        pytest.param(Finding("list.readers_differ", Severity.LOOK), id="a doubt of reading"),
    ],
)
def test_what_is_ours_is_no_defect_of_the_agency(finding: Finding) -> None:
    assert agency_findings([finding]) == ()


def test_defects_stand_once_and_the_whole_dossier_first() -> None:
    whole = Finding("signature.no_organisation", Severity.LOOK)

    defects = defects_of([a_finding(row=1), a_finding(), a_finding(), whole], (a_row(),) * 2, WORDS)

    assert [defect.row for defect in defects] == ["", "Dòng 3"]
    assert len(defects_of([a_finding(row=9)], (a_row(),), WORDS)) == 1


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
    finding = a_finding("row.note_tells", column="note", fields={"stt": "3", "value": note})

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
