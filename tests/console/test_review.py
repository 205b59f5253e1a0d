"""From the queue to the decision, as a browser asks for it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.finding import Place
from mailbot.cases.row import Holder, Unserved, UnservedRow
from mailbot.cases.state import State
from mailbot.console.flags import flags_of
from mailbot.console.paper import Listed
from mailbot.storage import history, observations
from mailbot.storage.observations import Observation
from mailbot.storage.staff import Role
from mailbot.words import load_words
from tests.builders import DUE, a_case, a_row
from tests.console.office import (
    FILE,
    NOON,
    PHONE_AT,
    SAME_SITE,
    TWO_ROWS,
    Browser,
    Staffed,
    a_flag,
    a_paper,
    a_staffed_house,
    fill,
)
from tests.signatories import TWO_STEP


def test_the_queue_has_the_case_due_first_on_top(staffed: Staffed) -> None:
    first, second = fill(staffed)
    page = Browser(staffed, "lan").get("/").text
    assert 0 < page.index(second.number) < page.index(first.number)
    assert "Không có chữ ký số" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("cai rang", (False, True), id="an agency without its marks"),
        pytest.param("ĐỆ trần", (True, False), id="a person of the list, words in any order"),
        pytest.param("de tran", (True, False), id="đ is found as d"),
        pytest.param("ubnd-vp", (True, False), id="the number of a letter, from within"),
        pytest.param("inh", (False, False), id="the middle of a word is no hit"),
        pytest.param("cai khe", (False, False), id="one word alone is not enough"),
    ],
)
def test_a_search_needs_no_diacritics(
    staffed: Staffed, query: str, found: tuple[bool, bool]
) -> None:
    numbers = [case.number for case in fill(staffed)]
    browser = Browser(staffed, "lan")
    answer = browser.post("/tim", SAME_SITE | {"hx-request": "true"}, q=query)
    assert tuple(number in answer.text for number in numbers) == found
    assert "<html" not in answer.text
    led = browser.get(browser.post("/tim", q=query, v="can").headers["location"])
    assert tuple(number in led.text for number in numbers) == found


@pytest.mark.parametrize("path", ["/bao-cao/so-theo-doi", "/tai-khoan", "/ho-so/{number}"])
def test_a_search_from_another_page_looks_everywhere(staffed: Staffed, path: str) -> None:
    first, _ = fill(staffed)
    page = Browser(staffed, "lan").get(path.format(number=first.number)).text
    form = page[page.index('role="search"') :].partition("</form>")[0]
    assert 'name="v" value="tat-ca"' in form
    assert "hx-" not in form
    answered = staffed.open(a_case(state=State.ANSWERED))
    assert answered.number in Browser(staffed, "lan").get("/?v=tat-ca&q=ninh+kieu").text


def test_national_ids_are_shown_when_asked_for_and_never_in_the_queue(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    assert "092090005678" not in browser.get("/").text
    page = browser.get(f"/ho-so/{first.number}").text
    assert "092090005678" not in page
    assert "•••••••••678" in page
    assert "092090005678" in browser.post(f"/ho-so/{first.number}/cccd").text


def test_a_row_that_nobody_serves_is_shown_and_cannot_be_edited(staffed: Staffed) -> None:
    row = UnservedRow(
        Holder.PERSON,
        "Phạm Thị Hoa",
        position="Kế toán",
        national_id="092185009876",
        email="phamthihoa@cantho.gov.vn",
        place=PHONE_AT,
        asked=Unserved.CANCEL,
    )
    case = staffed.open(a_case(rows=(), unserved=(row,)))
    browser = Browser(staffed, "lan")
    page = browser.get(f"/ho-so/{case.number}").text
    listed = page[page.index("Danh sách trích từ văn bản") :].partition("</table>")[0]
    assert "Phạm Thị Hoa" in listed
    assert "Hủy bỏ. Kế toán" in listed
    assert "chương trình không thực hiện các dòng này" in listed
    assert f'data-page="{PHONE_AT.page}"' in listed
    assert f"/ho-so/{case.number}/o/" not in listed
    assert "092185009876" not in page
    assert "092185009876" in browser.post(f"/ho-so/{case.number}/cccd").text
    assert case.number in browser.get("/?v=can&q=pham+hoa").text


@pytest.mark.parametrize(
    "typed", ["dao 092090005678", "092 090 005 678 dao", "dao 092.090.005.678"]
)
def test_a_national_id_is_neither_searched_for_nor_handed_on(staffed: Staffed, typed: str) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    led = browser.post("/tim", q=typed, v="can").headers["location"]
    assert led == "/?v=can&q=dao&bo-cccd=1"
    for answer in (
        browser.post("/tim", SAME_SITE | {"hx-request": "true"}, q=typed),
        browser.get(led),
        browser.client.get("/", params={"q": typed}),
    ):
        assert "Số CCCD không được lưu trong dữ liệu tìm kiếm" in answer.text
        assert f'"/ho-so/{first.number}?q=dao"' in answer.text
        assert "678" not in answer.text.replace(browser.form_token, "")


@pytest.mark.parametrize("path", ["/", "/tai-khoan", "/ho-so/{number}"])
def test_what_is_typed_into_the_search_never_stands_in_an_address(
    staffed: Staffed, path: str
) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    page = browser.get(path.format(number=first.number)).text
    form = page[page.index('<form class="find"') :].partition("</form>")[0]
    assert 'method="post" action="/tim"' in form
    assert f'name="form_token" value="{browser.form_token}"' in form
    assert "hx-get" not in form


def test_a_search_has_an_address_to_come_back_to(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    led = Browser(staffed, "lan").post("/tim", q=first.number, v="tat-ca")
    assert led.status_code == 303
    assert led.headers["location"] == f"/?v=tat-ca&q={first.number}"


def test_who_may_only_look_never_sees_a_national_id_whole(staffed: Staffed) -> None:
    staffed.member("xem", Role.VIEW)
    first, _ = fill(staffed)
    browser = Browser(staffed, "xem")
    assert "092090005678" not in browser.get(f"/ho-so/{first.number}").text
    assert browser.post(f"/ho-so/{first.number}/cccd").status_code == 403


def test_reading_a_case_is_written_into_its_story_once_in_ten_minutes(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    for minutes in (0, 5, 20):
        browser.get(f"/ho-so/{first.number}")
        browser.get(f"/ho-so/{first.number}/tep/0")
        staffed.now += timedelta(minutes=minutes)
    browser.get(f"/ho-so/{first.number}/tep/0")
    with staffed.house.database.transaction() as connection:
        lines = history.of_case(connection, first.id)
    assert [line.who for line in lines if line.what == "ids_read"] == ["Lan", "Lan"]


def test_the_paper_comes_byte_for_byte_as_an_attachment(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    answer = Browser(staffed, "lan").get(f"/ho-so/{first.number}/tep/0")
    assert answer.content == a_paper()
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_flag_that_knows_its_row_only_points_at_the_very_cell() -> None:
    line, cell = Place(page=2, box=(0.1, 0.4, 0.8, 0.03)), Place(page=2, box=(0.7, 0.4, 0.1, 0.03))
    row = a_row(place=line, cells=(("phone", cell),))
    case = a_case(rows=(row,), findings=(a_flag(row=0, place=line), a_flag(row=7, place=line)))
    assert [flag.place for flag in flags_of(case, load_words())] == [cell, line]


def test_a_flag_comes_with_the_picture_of_its_place(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    page = browser.get(f"/ho-so/{first.number}").text
    assert 'data-box="0.62000 0.23600 0.16000 0.02400"' in page
    answer = browser.get(f"/ho-so/{first.number}/cat/1.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert len(answer.content) > 500
    assert browser.get(f"/ho-so/{first.number}/cat/9.png").status_code == 404


def test_a_flag_that_contradicts_another_place_shows_both(staffed: Staffed) -> None:
    number = Place(FILE, 1, (0.13, 0.08, 0.3, 0.02))
    case = staffed.open(a_case(rows=TWO_ROWS, findings=(a_flag(row=None, against=number),)))
    browser = Browser(staffed, "lan")
    page = browser.get(f"/ho-so/{case.number}").text
    assert "Trang 2 và 1" in page
    pictures = [browser.get(f"/ho-so/{case.number}/cat/1{other}.png") for other in ("", "-2")]
    assert all(one.content.startswith(b"\x89PNG") for one in pictures)
    assert pictures[0].content != pictures[1].content


@pytest.mark.parametrize(
    ("place", "against", "where"),
    [
        pytest.param(Place(FILE, 2), None, "Trang 2", id="a page"),
        pytest.param(
            Place("DS.xlsx", sheet="DS", cell="D7"),
            None,
            "Trang tính “DS”, ô D7",
            id="a cell of a workbook",
        ),
        pytest.param(
            Place("DS.xlsx", sheet="DS", cell="D7"),
            Place(FILE, 1),
            "Trang tính “DS”, ô D7",
            id="a copy and the signed list",
        ),
        pytest.param(
            Place("DS.docx", sheet="bảng 1", cell="3.2"),
            None,
            "Bảng 1, hàng 3, cột 2",
            id="a cell of a document's table",
        ),
        pytest.param(
            Place("DS.docx", paragraph="đoạn 3 sau bảng 1"),
            None,
            "Đoạn 3 sau bảng 1",
            id="a paragraph of a document",
        ),
        pytest.param(Place("DS.docx"), None, "Tệp “DS.docx”", id="a file"),
        pytest.param(None, Place(FILE, 3), "Trang 3", id="what it repeats"),
        pytest.param(None, None, "", id="nowhere"),
    ],
)
def test_a_flag_tells_its_place_in_words(
    place: Place | None, against: Place | None, where: str
) -> None:
    case = a_case(rows=TWO_ROWS, findings=(a_flag(row=None, place=place, against=against),))
    assert [flag.where for flag in flags_of(case, load_words())] == [where]


def test_a_flag_of_a_whole_page_leads_to_its_upper_edge_and_has_no_picture(
    staffed: Staffed,
) -> None:
    flag = a_flag(row=None, place=Place(FILE, 2))
    case = staffed.open(a_case(rows=TWO_ROWS, findings=(flag,)))
    browser = Browser(staffed, "lan")
    page = browser.get(f"/ho-so/{case.number}").text
    assert 'data-box="0.00000 0.00000 1.00000 0.01500" data-page="2"' in page
    assert "/cat/1.png" not in page
    assert browser.get(f"/ho-so/{case.number}/cat/1.png").status_code == 404


def test_a_paper_is_listed_with_its_size(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    page = Browser(staffed, "lan").get(f"/ho-so/{first.number}").text
    assert f"{round(len(a_paper()) / 1000)} KB" in page
    assert [Listed("", size).size_said for size in (12, 999_499, 2_440_000)] == [
        "1 KB",
        "999 KB",
        "2,4 MB",
    ]


UNATTENDED = {
    "mode": "unattended",
    "pkcs12": "/khong/mo/den.p12",
    "symbol": "TB-TTCNTT",
    "authorised_by": {"number": "15/QĐ-TTCNTT", "date": "2026-01-15"},
}


@pytest.mark.parametrize("signing", [UNATTENDED, TWO_STEP], ids=lambda chosen: chosen["mode"])
def test_the_preview_names_the_certificate_that_will_sign_by_itself(
    tmp_path: Path, signing: dict[str, Any]
) -> None:
    told = "chứng thư ký của Trung tâm hết hạn ngày 24/12/2026; hãy xin cấp chứng thư mới"
    with a_staffed_house(tmp_path, signing=signing) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        case, _ = fill(staffed)
        with staffed.house.database.transaction() as connection:
            for host, good, line in (("may-1", False, told), ("may-2", True, "còn hạn")):
                looks = [Observation(host, "signing", good, (line,), NOON)]
                observations.keep(connection, looks)
        shown = Browser(staffed, "lan").post(f"/ho-so/{case.number}/xem-truoc/bo-sung").text
    assert (told[1:] in shown) == (signing is UNATTENDED)
    assert "còn hạn" not in shown


def test_the_preview_is_the_letter_and_changes_nothing(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    answer = Browser(staffed, "lan").post(f"/ho-so/{first.number}/xem-truoc/bo-sung")
    assert answer.status_code == 200
    assert "data:image/png;base64," in answer.text
    assert "Trình ký" in answer.text
    assert staffed.load(first.number).version == first.version


def test_a_blocked_case_cannot_be_approved_and_the_preview_says_why(staffed: Staffed) -> None:
    _, second = fill(staffed)
    browser = Browser(staffed, "lan")
    shown = browser.post(f"/ho-so/{second.number}/xem-truoc/duyet").text
    assert "Tệp không có chữ ký số." in shown
    assert "disabled" in shown
    answer = browser.post(f"/ho-so/{second.number}/quyet-dinh/duyet", version=second.version)
    assert answer.status_code == 422
    assert staffed.load(second.number).state is State.IN_REVIEW


def test_approving_moves_the_case_on_in_the_officers_name(staffed: Staffed) -> None:
    first, second = fill(staffed)
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{first.number}/quyet-dinh/duyet", version=first.version
    )
    assert answer.status_code == 200
    assert answer.headers["hx-redirect"] == f"/ho-so/{second.number}"
    assert staffed.load(first.number).state is State.IN_REVIEW
    case = staffed.after_the_hold(first.number)
    assert case.state is State.ACCEPTED
    assert case.decision is not None
    assert case.decision.officer == "Lan"


def test_approving_one_row_leaves_the_other_for_a_linked_case(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    path = f"/ho-so/{first.number}/quyet-dinh/duyet"
    Browser(staffed, "lan").post(path, version=first.version, row=["0"])
    assert [row.stt for row in staffed.after_the_hold(first.number).rows] == ["1"]


def test_a_supplement_can_be_asked_at_once_for_the_rows_held_back(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    path = f"/ho-so/{first.number}/quyet-dinh/duyet"
    shown = Browser(staffed, "lan").post(
        path.replace("quyet-dinh", "xem-truoc"), version=first.version, seen=1, row=["0"]
    )
    assert "Duyệt 1 dòng, giữ lại 1 dòng" in shown.text
    Browser(staffed, "lan").post(path, version=first.version, row=["0"], ask_rest="1")
    approved = staffed.after_the_hold(first.number)
    with staffed.house.database.reading() as connection:
        (rest,) = staffed.house.cases.children(connection, approved.id)
    assert (approved.state, rest.state) == (State.ACCEPTED, State.SUPPLEMENT_ASKED)
    assert [row.stt for row in rest.rows] == ["2"]


def test_a_refusal_needs_a_reason(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    path = f"/ho-so/{first.number}/quyet-dinh/tu-choi"
    assert browser.post(path, version=first.version).status_code == 422
    answer = browser.post(path, version=first.version, free="Không thuộc phạm vi")
    assert answer.status_code == 200
    decision = staffed.after_the_hold(first.number).decision
    assert decision is not None
    assert decision.reasons == ("Không thuộc phạm vi",)


def test_a_decision_on_what_changed_meanwhile_is_refused_with_who_changed_it(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    with staffed.house.database.transaction() as connection:
        staffed.house.cases.save(
            connection, first, staffed.now, "reopened", "Ngọc Minh", reason="gọi nhầm"
        )
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{first.number}/quyet-dinh/duyet", version=first.version, seen=1
    )
    assert answer.status_code == 409
    assert "Hồ sơ vừa được Ngọc Minh cập nhật." in answer.text
    assert "Ngọc Minh mở lại hồ sơ: gọi nhầm" in answer.text
    assert "Mở hồ sơ" not in answer.text
    assert staffed.load(first.number).state is State.IN_REVIEW


def test_a_preview_of_what_changed_meanwhile_is_refused_at_once(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    shown = Browser(staffed, "lan").get(f"/ho-so/{first.number}").text
    fields = dict(re.findall(r'name="(version|shown)" value="(\d+)"', shown))
    with staffed.house.database.transaction() as connection:
        staffed.house.cases.save(
            connection, first, staffed.now, "reopened", "Ngọc Minh", reason="gọi nhầm"
        )
    answer = Browser(staffed, "lan").post(f"/ho-so/{first.number}/xem-truoc/duyet", **fields)
    assert answer.status_code == 409
    assert "Ngọc Minh mở lại hồ sơ: gọi nhầm" in answer.text
    assert "Mở hồ sơ" not in answer.text


def test_the_preview_says_who_else_has_taken_the_case_on(staffed: Staffed) -> None:
    staffed.member("binh", Role.HANDLE, Role.APPROVE)
    first, _ = fill(staffed)
    lan, binh = Browser(staffed, "lan"), Browser(staffed, "binh")
    binh.post(f"/ho-so/{first.number}/nhan")
    path = f"/ho-so/{first.number}/xem-truoc/duyet"
    assert "Binh đã nhận xử lý hồ sơ này." in lan.post(path).text
    assert "đã nhận xử lý" not in binh.post(path).text


def test_before_signing_the_second_factor_is_shown_again_after_a_quarter_of_an_hour(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    staffed.now += timedelta(minutes=16)
    path = f"/ho-so/{first.number}/quyet-dinh/duyet"
    for code in ("", "000000"):
        browser.post(path, version=first.version, code=code)
        assert staffed.load(first.number).state is State.IN_REVIEW
    browser.post(path, version=first.version, code=staffed.code("lan"))
    assert staffed.after_the_hold(first.number).state is State.ACCEPTED


def test_someone_who_handles_may_see_the_letter_but_not_decide(staffed: Staffed) -> None:
    staffed.member("binh", Role.HANDLE)
    first, _ = fill(staffed)
    browser = Browser(staffed, "binh")
    assert browser.post(f"/ho-so/{first.number}/xem-truoc/duyet").status_code == 200
    answer = browser.post(f"/ho-so/{first.number}/quyet-dinh/duyet", version=first.version)
    assert answer.status_code == 403
    assert staffed.load(first.number).state is State.IN_REVIEW


def test_nothing_in_the_list_is_told_as_a_state_of_rest(staffed: Staffed) -> None:
    page = Browser(staffed, "lan").get("/").text
    assert "Hết việc" in page
    staffed.open(a_case(state=State.AWAITING_SUPPLEMENT))
    assert "Đồng hồ tạm dừng" in Browser(staffed, "lan").get("/?v=bosung").text


def test_a_late_case_says_by_how_much_and_an_answered_one_is_found_apart(staffed: Staffed) -> None:
    answered = staffed.open(a_case(state=State.ANSWERED, due_at=NOON))
    page = Browser(staffed, "lan").get("/?v=xong").text
    assert answered.number in page
    waiting, late = (
        staffed.open(a_case(due_at=DUE)),
        staffed.open(a_case(due_at=NOON - timedelta(days=3))),
    )
    page = Browser(staffed, "lan").get("/").text
    assert page.index(late.number) < page.index(waiting.number)
    assert "Quá 1 ngày" in page
    assert answered.number not in page
