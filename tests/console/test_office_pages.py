"""The screens that watch over the work: each answers, agrees with the next, and keeps its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.cases.agency import Agency
from mailbot.cases.case import LetterFacts
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.console import reports
from mailbot.console.app import WAYS
from mailbot.storage import history, letters, registry_store, work
from mailbot.storage.letters import LetterKind
from mailbot.storage.staff import Role
from tests.builders import DUE, MONDAY, NINH_KIEU, a_case
from tests.console.office import SAME_SITE, Browser, Staffed, a_staffed_house, fill

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FORMULA = Agency("xau", "=HYPERLINK(1)", "xau@cantho.gov.vn")


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", *Role)
        staffed.member("minh", *Role)
        yield staffed


@pytest.fixture
def browser(staffed: Staffed) -> Browser:
    return Browser(staffed, "lan")


def answered(staffed: Staffed, took: timedelta, **different: object) -> str:
    """Return the number of a case that was answered that long after its arrival."""
    with staffed.house.database.transaction() as connection:
        sound = {
            "state": State.ACCEPTED,
            "arrived_at": MONDAY - 4 * DAY,
            "due_at": MONDAY - 2 * DAY,
        }
        case = a_case(**(sound | different))
        opened = staffed.house.cases.open(connection, case, case.arrived_at)
        letters.write(connection, opened.id, LetterKind.RESULT, {}, case.arrived_at + took)
        done = replace(opened, state=State.ANSWERED)
        staffed.house.cases.save(connection, done, case.arrived_at + took, "answered")
    return opened.number


def shown(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text[-400:]
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_the_figures_of_deadlines_are_those_of_the_lists_behind_them(
    staffed: Staffed, browser: Browser
) -> None:
    fill(staffed)
    late = staffed.open(a_case(due_at=MONDAY - HOUR, arrived_at=MONDAY - 4 * DAY))
    near = staffed.open(a_case(due_at=MONDAY + 2 * HOUR, arrived_at=MONDAY - 3 * DAY))
    waits = staffed.open(a_case(state=State.AWAITING_SUPPLEMENT))
    on_time, overdue = answered(staffed, HOUR), answered(staffed, 3 * DAY)
    text = shown(browser, "/thoi-han")
    for figure in ("1 Quá hạn", "1 Sắp đến hạn", "2 Trong hạn", "1 Chờ bổ sung", "50% Đúng hạn"):
        assert figure in text
    assert "1 trên 2 hồ sơ đã trả lời" in text
    lists = {
        "qua-han": [late.number],
        "sap-den-han": [near.number],
        "cho-bo-sung": [waits.number],
        "da-tra-loi": [on_time, overdue],
        "thoi-gian": [overdue, on_time],
    }
    for path, numbers in lists.items():
        found = re.findall(r"HS-\d{4}-\d{5}", shown(browser, f"/thoi-han/{path}"))
        assert sorted(found) == sorted(numbers), path
    assert browser.get("/thoi-han/khac").status_code == 404
    report = shown(browser, "/bao-cao")
    assert "2 Đã giải quyết 1 trước hạn, 0 đúng hạn, 1 quá hạn" in report
    assert "5 Đang giải quyết 3 trong hạn, 1 quá hạn, 1 chờ bổ sung" in report


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?ky=quy",
        "?ky=nam",
        "?ky=khoang&ngay=2026-11-01&den=2026-11-23",
        "?kenh=post",
        "?co-quan=pnk&ket-qua=granted",
    ],
)
def test_a_report_of_every_kind_adds_up_and_is_a_workbook_too(
    staffed: Staffed, browser: Browser, query: str
) -> None:
    answered(staffed, HOUR)
    text = shown(browser, f"/bao-cao{query}")
    count = 0 if "post" in query else 1
    assert f"{count} Đã giải quyết" in text
    book = load_workbook(BytesIO(browser.get(f"/bao-cao/tai-ve.xlsx{query}").content))
    register = list(book["Sổ theo dõi hồ sơ"].values)
    assert len(register) == 3 + count
    assert f"{count} hồ sơ" in shown(browser, f"/bao-cao/so-theo-doi{query}")


def test_the_register_names_each_letter_by_its_number_and_date(
    staffed: Staffed, browser: Browser
) -> None:
    number = answered(staffed, HOUR)
    unread = answered(staffed, HOUR, letter=LetterFacts())
    page = shown(browser, "/bao-cao/so-theo-doi")
    assert f"{number} 45/UBND-VP 20/11/2026" in page
    assert f"{unread} Cấp mới" in page
    book = load_workbook(BytesIO(browser.get("/bao-cao/tai-ve.xlsx").content))
    _, _, heads, *lines = book["Sổ theo dõi hồ sơ"].values
    told = [dict(zip(heads, line, strict=True)) for line in lines]
    assert [one["Số, ký hiệu văn bản đề nghị"] for one in told] == ["45/UBND-VP", None]
    assert [one["Ngày văn bản"] for one in told] == ["20/11/2026", None]


def test_the_register_goes_on_from_page_to_page_with_its_numbers(
    staffed: Staffed, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PAGE", 1)
    first, second = answered(staffed, HOUR), answered(staffed, HOUR)
    page = browser.get("/bao-cao/so-theo-doi?ky=nam").text
    assert ("Trang 1/2" in page, first in page, second in page) == (True, True, False)
    (following,) = re.findall(r'href="([^"]*trang=2)"', page)
    assert f"1 {first}" in shown(browser, "/bao-cao/so-theo-doi?ky=nam")
    assert f"2 {second}" in shown(browser, unescape(following))


@pytest.mark.parametrize(
    "query",
    ["?ky=tuan", "?ngay=hom-nay", "?ky=khoang&ngay=2026-11-02&den=2026-11-01"],
)
def test_a_period_that_is_none_is_refused_in_words(browser: Browser, query: str) -> None:
    assert browser.get(f"/bao-cao{query}").status_code == 404


def test_no_name_becomes_a_formula_in_a_workbook(staffed: Staffed, browser: Browser) -> None:
    with staffed.house.database.transaction() as connection:
        registry_store.save_agencies(connection, (FORMULA,))
    answered(staffed, HOUR, agency_code="xau")
    book = load_workbook(BytesIO(browser.get("/bao-cao/tai-ve.xlsx").content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    (_, told) = (cell for cell in cells if cell.value == FORMULA.name)
    assert (told.data_type, told.quotePrefix) == ("s", True)
    assert "f" not in {cell.data_type for cell in cells}


def test_an_export_is_written_into_the_history(browser: Browser) -> None:
    browser.get("/bao-cao/tai-ve.xlsx")
    browser.get("/nhat-ky/tai-ve.xlsx")
    text = shown(browser, "/nhat-ky")
    assert "Lan xuất báo cáo tháng 11 năm 2026." in text
    assert "Lan xuất nhật ký" in text


def post(browser: Browser, path: str, **fields: object) -> str:
    data = {"form_token": browser.form_token, **fields}
    answer = browser.client.post(path, data=data, headers=SAME_SITE, follow_redirects=True)
    assert answer.status_code in {200, 422}, answer.text
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_a_day_off_shows_whose_deadline_it_moves_before_it_counts(
    staffed: Staffed, browser: Browser
) -> None:
    case = staffed.open(a_case())
    entry = {"off": "2026-11-25", "worked": "2026-11-28", "document": "Công văn số 9/VPCP-KGVX"}
    seen = post(browser, "/lich/xem-truoc", **entry)
    assert "1 hồ sơ đang mở sẽ đổi hạn" in seen
    assert "T5 26/11 17:00 T6 27/11 17:00" in seen
    assert staffed.load(case.number).due_at == DUE
    days = [f"2026-11-25|0|{entry['document']}", f"2026-11-28|1|{entry['document']}"]
    kept = post(browser, "/lich/luu", day=days)
    assert "1 hồ sơ đã đổi hạn" in kept
    assert staffed.load(case.number).due_at == DUE + DAY
    calendar = shown(browser, "/lich?thang=2026-11")
    assert "Nghỉ hoán đổi, nghỉ bù · Công văn số 9/VPCP-KGVX" in calendar
    assert "Lan ghi ngày nghỉ 25/11/2026 theo Công văn số 9/VPCP-KGVX." in shown(
        browser, "/nhat-ky"
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        pytest.param({"document": "x"}, "Hãy chọn ngày nghỉ", id="nothing"),
        pytest.param({"off": "2026-11-25"}, "số, ký hiệu", id="no document"),
        pytest.param({"off": "mai", "document": "x"}, "không đọc được", id="no date"),
        pytest.param(
            {"off": "2026-11-25", "worked": "2026-11-25", "document": "x"},
            "cùng một ngày",
            id="one",
        ),
        pytest.param({"year": "20x7", "document": "x"}, "không đọc được", id="no year"),
    ],
)
def test_an_entry_that_cannot_be_says_what_to_mend(
    browser: Browser, fields: dict[str, str], fault: str
) -> None:
    assert fault in post(browser, "/lich/xem-truoc", **fields)


def test_a_calendar_file_brings_what_is_new_and_a_year_without_a_document_warns(
    browser: Browser,
) -> None:
    assert "Chưa có văn bản xác nhận lịch nghỉ năm 2027" in shown(browser, "/lich?thang=2027-02")
    file = (
        '[[year]]\nyear = 2027\ndocument = "Thông báo số 1/TB-BNV"\n'
        '[[day]]\ndate = 2027-02-11\nworking = false\ndocument = "Thông báo số 1/TB-BNV"\n'
    )
    answer = browser.client.post(
        "/lich/xem-truoc",
        data={"form_token": browser.form_token},
        files={"file": ("lich.toml", file.encode())},
        headers=SAME_SITE,
    )
    fields = re.findall(r'name="(day|confirmed)" value="([^"]*)"', answer.text)
    assert len(fields) == 2
    post(browser, "/lich/luu", **{name: [value] for name, value in fields})
    assert "Đã xác nhận theo Thông báo số 1/TB-BNV" in shown(browser, "/lich?thang=2027-02")
    broken = browser.client.post(
        "/lich/xem-truoc",
        data={"form_token": browser.form_token},
        files={"file": ("lich.toml", b"[[day]]\ndate = 2027")},
        headers=SAME_SITE,
    )
    assert broken.status_code == 422
    assert "Tệp lịch không dùng được" in broken.text


def edit(browser: Browser, **different: str) -> str:
    page = browser.get(f"/co-quan/{NINH_KIEU.code}/sua").text
    fields = {"name": NINH_KIEU.name, "mailbox": NINH_KIEU.mailbox, "superior": "ubndtp"}
    fields |= {"kind": "state_agency", "abbreviation": NINH_KIEU.abbreviation, "reason": "CV 12"}
    assert NINH_KIEU.mailbox in page
    return post(browser, f"/co-quan/{NINH_KIEU.code}/sua", **(fields | different))


def agency(staffed: Staffed) -> Agency:
    with staffed.house.database.transaction() as connection:
        found = registry_store.load_registry(connection).by_code(NINH_KIEU.code)
    assert found is not None
    return found


def test_a_changed_mailbox_counts_once_a_second_person_confirms_it(
    staffed: Staffed, browser: Browser
) -> None:
    moved = "vanthu.ninhkieu@cantho.gov.vn"
    assert "khi người thứ hai xác nhận" in edit(browser, mailbox=moved)
    assert agency(staffed) == NINH_KIEU
    assert "cần người khác xác nhận" in shown(browser, f"/co-quan/{NINH_KIEU.code}")
    refused = post(browser, "/co-quan/thay-doi/1/xac-nhan")
    assert "cần người thứ hai" in refused
    second = Browser(staffed, "minh")
    post(second, "/co-quan/thay-doi/1/xac-nhan")
    assert agency(staffed).mailbox == moved
    told = shown(browser, "/nhat-ky?viec=agency_change_confirmed")
    assert "Minh xác nhận thay đổi của cơ quan pnk." in told


def test_a_new_name_counts_at_once_and_the_old_one_is_kept_with_its_day(
    browser: Browser,
) -> None:
    edit(browser, name="Ủy ban nhân dân phường Cái Khế", valid_from="2026-12-01")
    page = shown(browser, f"/co-quan/{NINH_KIEU.code}")
    assert "Ủy ban nhân dân phường Cái Khế từ 01/12/2026" in page
    assert f"{NINH_KIEU.name} đến 30/11/2026" in page


@pytest.mark.parametrize(
    ("different", "fault"),
    [
        pytest.param({"reason": " "}, "Hãy ghi căn cứ", id="no reason"),
        pytest.param({"mailbox": "ubnd@cantho.gov.vn"}, "đang là hộp thư chính thức", id="taken"),
        pytest.param({"certificates": "chỉ một phần"}, "đủ ba phần", id="half a name"),
        pytest.param({"fingerprints": "abc"}, "SHA-256", id="no fingerprint"),
        pytest.param({}, "Chưa có gì thay đổi", id="nothing"),
    ],
)
def test_a_change_that_cannot_be_keeps_what_was_typed(
    staffed: Staffed, browser: Browser, different: dict[str, str], fault: str
) -> None:
    assert fault in edit(browser, **different)
    assert agency(staffed) == NINH_KIEU


def test_agencies_and_mailboxes_are_found_without_marks(staffed: Staffed, browser: Browser) -> None:
    box = Mailbox(
        "daonth@cantho.gov.vn", Holder.PERSON, "Nguyễn Thị Hồng Đào", "pnk", "Văn phòng", "Chánh"
    )
    locked = replace(
        box, address="leader@cantho.gov.vn", name="Lê Ân", protected=True, active=False
    )
    with staffed.house.database.transaction() as connection:
        registry_store.import_mailboxes(connection, (box, locked), local_date(MONDAY))
        history.write(connection, MONDAY, None, "mailboxes_imported", "ops", count="2")
    assert "Ninh Kiều" in shown(browser, "/co-quan?tim=uy ban ninh kieu")
    assert "Không có cơ quan nào khớp" in shown(browser, "/co-quan?tim=khong co dau")
    found = shown(browser, "/hop-thu?tim=hong dao")
    assert box.address in found
    assert locked.address not in found
    assert "2 hộp thư: 2 của cá nhân, 0 của cơ quan; 1 được bảo vệ, 1 đã khóa." in found
    narrowed = shown(browser, "/hop-thu?bao-ve=co&dung=khong&chu=person&co-quan=pnk")
    assert locked.address in narrowed
    assert box.address not in narrowed
    staffed.now += timedelta(days=400)
    browser = Browser(staffed, "lan")
    assert "mọi đề nghị cấp lại mật mã đều chờ cán bộ" in shown(browser, "/hop-thu")


def test_the_history_is_narrowed_and_turned_page_by_page(
    staffed: Staffed, browser: Browser
) -> None:
    case = staffed.open(a_case())
    with staffed.house.database.transaction() as connection:
        for n in range(60):
            history.write(connection, MONDAY, case.id, "ids_read", f"Người {n % 2}")
    page = browser.get("/nhat-ky?nguoi=Người 1")
    assert "Người 0 mở" not in page.text
    first = browser.get("/nhat-ky")
    older = re.search(r'href="(/nhat-ky\?truoc=\d+)"', first.text)
    assert older is not None
    assert "Mở hồ sơ" in shown(browser, older[1])
    assert "Không có dòng nào khớp" in shown(browser, "/nhat-ky?tu=2025-01-01&den=2025-01-02")


def test_the_system_page_tells_before_anything_was_ever_seen(browser: Browser) -> None:
    text = shown(browser, "/he-thong")
    assert "Chưa có lần tự kiểm tra nào được ghi lại" in text
    assert "Chưa có bản sao lưu nào" in text


def test_the_system_page_names_work_of_every_kind(staffed: Staffed, browser: Browser) -> None:
    with staffed.house.database.transaction() as connection:
        for n, kind in enumerate(work.Kind):
            work.put(connection, kind, n, staffed.now)
    text = shown(browser, "/he-thong")
    assert f"{len(work.Kind)} việc đến lượt" in text
    assert "Thực hiện quyết định đang giữ" in text


def test_every_way_of_the_office_answers_to_whom_it_is_open_and_to_nobody_else(
    staffed: Staffed,
) -> None:
    staffed.member("xem", Role.VIEW)
    viewer = Browser(staffed, "xem")
    codes = {
        way.path: viewer.get(
            way.path.replace("{code}", "pnk").replace("{group}", "qua-han")
        ).status_code
        for way in WAYS
        if way.method == "GET"
        and way.path.startswith(
            ("/thoi-han", "/bao-cao", "/lich", "/co-quan", "/nhat-ky", "/he-thong", "/hop-thu")
        )
    }
    closed = {path for path, code in codes.items() if code == 403}
    assert closed == {"/nhat-ky", "/nhat-ky/tai-ve.xlsx", "/co-quan/{code}/sua"}
    assert {code for path, code in codes.items() if path not in closed} == {200}
