"""Cells set right on a stated basis, flags looked into: what was read is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailbot.cases.case import Earlier, LetterFacts
from mailbot.cases.edit import Basis
from mailbot.cases.finding import Place, Severity
from mailbot.cases.state import State
from mailbot.storage import history
from tests.builders import a_case, a_row
from tests.console.office import FILE, TWO_ROWS, Browser, Staffed, a_flag, fill

MISREAD: dict[str, Any] = {"basis": "misread"}
TOLD = {
    "basis": "confirmed",
    "confirmed_by": "Chị Hoa, văn thư",
    "confirmed_when": "10:00 23/11",
    "confirmed_how": "điện thoại",
}


def edit(staffed: Staffed, column: str, after: str, **fields: Any) -> Any:
    first, _ = fill(staffed)
    path = f"/ho-so/{first.number}/o/2/{column}/luu"
    fields = {"version": first.version, "after": after, **fields}
    return Browser(staffed, "lan").post(path, **fields)


def test_a_cell_set_right_keeps_original_editor_and_basis(staffed: Staffed) -> None:
    answer = edit(staffed, "phone", " 0912 001 000", **TOLD)
    assert answer.headers["hx-retarget"] == "#review"
    assert "<del>09120010</del>" in answer.text
    case = staffed.load("HS-2026-00001")
    assert case.rows[1].phone == "0912 001 000"
    (made,) = case.edits
    assert (made.before, made.editor, made.basis) == ("09120010", "Lan", Basis.CONFIRMED)
    assert made.confirmed_by == "Chị Hoa, văn thư"
    with staffed.house.database.reading() as connection:
        assert history.was_written(
            connection,
            case.id,
            "cell_edited",
            state=case.state,
            row="2",
            column="Điện thoại",
            basis="cơ quan xác nhận lại",
        )


def test_rows_are_judged_anew_so_that_the_flag_of_the_cell_goes(staffed: Staffed) -> None:
    edit(staffed, "phone", "0912001000", **MISREAD)
    assert "row.phone_odd" not in {one.code for one in staffed.load("HS-2026-00001").findings}


@pytest.mark.parametrize(
    ("column", "after", "fields", "why"),
    [
        pytest.param("name", "Trần Văn Đê", TOLD, "chỉ được sửa khi hệ thống đọc sai", id="name"),
        pytest.param("national_id", "092090005679", TOLD, "chỉ được sửa khi", id="national ID"),
        pytest.param("phone", "09120010", MISREAD, "Nội dung không thay đổi", id="no change"),
        pytest.param("phone", "0912001000", {}, "Hãy chọn căn cứ", id="no basis"),
        pytest.param(
            "phone", "0912001000", {**TOLD, "confirmed_how": " "}, "Cần ghi đủ", id="not told how"
        ),
        pytest.param("phone", "0912001000", {**MISREAD, "version": 9}, "cập nhật", id="stale"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    staffed: Staffed, column: str, after: str, fields: dict[str, Any], why: str
) -> None:
    answer = edit(staffed, column, after, **fields)
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{after}"' in answer.text
    assert staffed.load("HS-2026-00001").edits == ()


def test_an_edit_of_a_case_that_is_not_there_is_told_so(staffed: Staffed) -> None:
    answer = Browser(staffed, "lan").post("/ho-so/HS-1999-00001/o/1/phone/luu", **MISREAD)
    assert answer.status_code == 422
    assert "Không có hồ sơ này" in answer.text


def test_a_national_id_misread_is_set_right_and_its_value_stands_in_no_story(
    staffed: Staffed,
) -> None:
    edit(staffed, "national_id", "092090005679", **MISREAD)
    case = staffed.load("HS-2026-00001")
    assert case.rows[1].national_id == "092090005679"
    with staffed.house.database.reading() as connection:
        told = str(history.of_case(connection, case.id))
    assert "092090005679" not in told
    assert "092090005678" not in told


def test_opening_the_field_of_a_national_id_is_reading_it(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    assert "092090005678" in browser.post(f"/ho-so/{first.number}/o/2/national_id").text
    with staffed.house.database.reading() as connection:
        assert history.was_written(connection, first.id, "ids_read")


def test_the_picture_of_the_cell_stands_above_its_field(staffed: Staffed) -> None:
    place = a_flag().place
    assert place is not None
    rows = (TWO_ROWS[0], replace(TWO_ROWS[1], cells=(("phone", place),)))
    case = staffed.open(a_case(rows=rows))
    browser = Browser(staffed, "lan")
    shown = browser.post(f"/ho-so/{case.number}/o/2/phone").text
    source = f"/ho-so/{case.number}/cat/2/phone.png"
    assert shown.index(source) < shown.index('id="after"')
    assert browser.get(source).content.startswith(b"\x89PNG")
    assert source not in browser.post(f"/ho-so/{case.number}/o/1/phone").text


def test_a_flag_looked_into_is_settled_and_opened_again(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    path = f"/ho-so/{first.number}/canh-bao/0"
    assert "Đã xem: Lan" in browser.post(path, version=first.version).text
    settled = staffed.load(first.number)
    assert settled.findings[0].settled_by == "Lan"
    shown = browser.post(f"/ho-so/{first.number}/xem-truoc/bo-sung").text
    assert "Hồ sơ không có điểm nào cần bổ sung" in shown
    assert "Chấp nhận" in browser.post(path, version=settled.version).text
    assert staffed.load(first.number).findings[0].settled_by == ""
    with staffed.house.database.reading() as connection:
        told = [one.detail["flag"] for one in history.of_case(connection, first.id)[1:3]]
    assert "Dòng 2 (…)" in told[0]
    assert told[0] == told[1]


def test_nothing_is_asked_of_an_agency_that_can_mend_nothing(staffed: Staffed) -> None:
    ours = a_flag(code="row.leader_asked", fields={}, column="position", place=None)
    case = staffed.open(a_case(rows=TWO_ROWS, findings=(ours,)))
    shown = Browser(staffed, "lan").post(f"/ho-so/{case.number}/xem-truoc/bo-sung").text
    assert "Hồ sơ không có điểm nào cần bổ sung" in shown


def test_what_the_agency_changed_is_told_row_by_row_without_showing_ids(staffed: Staffed) -> None:
    before = (replace(TWO_ROWS[0], national_id="092190001299"), TWO_ROWS[1])
    now = (replace(TWO_ROWS[0], phone="0901234568"), a_row(name="Lê Văn Tám", stt="2"))
    case = staffed.open(a_case(rows=now, earlier=Earlier(LetterFacts(), before)))
    page = Browser(staffed, "lan").get(f"/ho-so/{case.number}").text
    assert "Cơ quan đã sửa so với lần trước" in page
    assert "<del>0901234567</del>" in page
    assert "Thêm dòng 2: Lê Văn Tám" in page
    assert "Bỏ dòng: Trần Văn Đệ" in page
    assert "092190001299" not in page


def test_what_blocks_cannot_be_settled_by_looking(staffed: Staffed) -> None:
    _, second = fill(staffed)
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{second.number}/canh-bao/0", version=second.version
    )
    assert answer.status_code == 422
    assert staffed.load(second.number).findings[0].settled_by == ""


def test_what_is_said_of_the_letter_keeps_its_place_when_a_cell_is_set_right(
    staffed: Staffed,
) -> None:
    place = Place(FILE, 1)
    of_letter = a_flag(code="row.ground_missing_new", fields={}, row=None, column="", place=place)
    found = (a_flag(), of_letter)
    case = staffed.open(a_case(rows=TWO_ROWS, findings=found, letter=LetterFacts("45/UBND")))
    Browser(staffed, "lan").post(
        f"/ho-so/{case.number}/o/2/phone/luu", version=case.version, after="0912001000", **MISREAD
    )
    places = {one.code: one.place for one in staffed.load(case.number).findings}
    assert places["row.ground_missing_new"] == place


def test_what_is_not_in_review_is_not_set_right(staffed: Staffed) -> None:
    case = staffed.open(a_case(state=State.ANSWERED, rows=TWO_ROWS))
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{case.number}/o/2/phone/luu", version=1, after="0912001000", **MISREAD
    )
    assert answer.status_code == 422
    assert "không còn được xem xét" in answer.text


def test_a_supplement_asks_for_what_is_chosen_and_always_for_what_blocks(
    staffed: Staffed,
) -> None:
    blocks = a_flag(code="row.missing_phone", severity=Severity.BLOCKS, row=0)
    case = staffed.open(a_case(rows=TWO_ROWS, findings=(a_flag(), blocks)))
    path = f"/ho-so/{case.number}/quyet-dinh/bo-sung"
    Browser(staffed, "lan").post(path, version=case.version, offered=["0", "1"])
    after = staffed.after_the_hold(case.number)
    assert after.state is State.SUPPLEMENT_ASKED
    assert [one.settled_by for one in after.findings] == ["Lan", ""]
