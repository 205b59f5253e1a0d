"""Journeys at the desk in Debian's Chromium: passkeys, a walk-in case by two people, Trình ký."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.clock import day_time
from mailbot.replies.document_number import DocumentNumber
from mailbot.storage.staff import Role
from tests.console.browsing import assert_accessible, listen, served, with_authenticator
from tests.console.desk import Desk, a_desk, with_tasks
from tests.console.office import PASSWORD
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter


@dataclass
class Pages:
    """The pages of a test; a warning or error any of them told fails it."""

    opened: list[Page]
    said: list[str] = field(default_factory=list)

    def add(self, page: Page) -> Page:
        listen(page, self.said)
        self.opened.append(page)
        return page


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, review={"accept_paper": True}) as desk:
        desk.staffed.member("lan", Role.HANDLE, Role.APPROVE)
        desk.staffed.member("minh", Role.HANDLE, Role.APPROVE, Role.ADMINISTER)
        yield desk


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    with served(desk.staffed) as address:
        yield address


@pytest.fixture
def pages(site: str) -> Iterator[Pages]:  # noqa: ARG001 (pages close before their server)
    pages = Pages([])
    yield pages
    for page in pages.opened:
        page.context.close()
    # An arrival that is none is refused with 422, and Chromium tells of every such answer.
    assert [text for text in pages.said if "422" not in text] == []


def a_page(chromium: Browser, pages: Pages) -> Page:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    return pages.add(context.new_page())


def logged_in(chromium: Browser, pages: Pages, desk: Desk, site: str, name: str) -> Page:
    page = a_page(chromium, pages)
    page.goto(f"{site}/dang-nhap")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.fill("#code", desk.staffed.code(name))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("navigation", name="Chính")).to_be_visible()
    return page


def test_a_passkey_is_added_logs_in_and_proves_anew(
    chromium: Browser, pages: Pages, desk: Desk, site: str
) -> None:
    _, (key, _) = with_tasks(desk.staffed)
    page = logged_in(chromium, pages, desk, site, "lan")
    with_authenticator(page)
    page.goto(f"{site}/tai-khoan")
    assert_accessible(page)
    page.get_by_label("Tên khóa mới").fill("Máy tính ở phòng")
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_text("Đã thêm khóa truy cập.")).to_be_visible()
    expect(page.get_by_text("Máy tính ở phòng", exact=True)).to_be_visible()

    page.get_by_role("group").filter(has_text="Lan").locator("summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_role("navigation", name="Chính")).to_be_visible()

    _age_proofs(desk)
    page.goto(f"{site}/viec-can-lam")
    assert_accessible(page)
    page.get_by_role("button", name="Xem mật khẩu dao.nth@cantho.gov.vn").click()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_text("Mat-khau-0")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Đóng", exact=True).click()
    page.get_by_role("button", name="Đã làm xong dao.nth").click()
    expect(page.get_by_text("Đã ghi nhận: việc đã làm xong.")).to_be_visible()
    assert key


def _age_proofs(desk: Desk) -> None:
    desk.staffed.now += timedelta(minutes=16)


def test_a_walk_in_case_goes_from_one_persons_hands_through_anothers_eyes_to_the_print(
    chromium: Browser, pages: Pages, desk: Desk, site: str, tmp_path: Path
) -> None:
    scan = tmp_path / "ban quet.pdf"
    scan.write_bytes(set_letter(Letter(sheets=(TWO_RECRUITS,))))
    lan = logged_in(chromium, pages, desk, site, "lan")
    lan.goto(f"{site}/tiep-nhan")
    assert_accessible(lan)
    lan.get_by_role("link", name="Tiếp nhận hồ sơ").click()
    lan.get_by_label("Cơ quan đề nghị").select_option("pnk")
    lan.get_by_label("Số văn bản đề nghị").fill("45/UBND-VP")
    lan.get_by_label("Trả kết quả").select_option("paper")
    expect(lan.locator(".chosen")).to_have_text("Chưa chọn tệp nào")
    lan.get_by_label("Chọn hoặc thả các tệp vào đây").focus()
    expect(lan.locator("#file")).to_be_focused()
    lan.set_input_files("#file", scan)
    expect(lan.locator(".chosen")).to_have_text(scan.name)
    rows = [list(row) for row in TWO_RECRUITS.rows]
    rows[1][5] = "0920880043"
    _paste(lan, "\n".join("\t".join(row) for row in rows))
    expect(lan.get_by_label("Dòng 2, Số CMND/CCCD")).to_have_attribute("aria-invalid", "true")
    assert_accessible(lan)
    lan.get_by_label("Dòng 2, Số CMND/CCCD").fill("092088004321")
    lan.get_by_label("Dòng 2, Số điện thoại").press("Tab")
    expect(lan.get_by_label("Dòng 2, Số CMND/CCCD")).not_to_have_attribute("aria-invalid", "true")
    _refuse_an_odd_arrival(lan)
    expect(lan.get_by_label("Dòng 2, Số CMND/CCCD")).to_have_value("092088004321")
    lan.get_by_label("Thời điểm nhận").fill(day_time(desk.staffed.now))
    lan.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(lan.get_by_text("Bạn là người nhập hồ sơ này")).to_be_visible()
    assert_accessible(lan)
    number = lan.url.rpartition("/")[2].partition("?")[0]
    with lan.expect_download() as told:
        lan.get_by_role("button", name="In giấy tiếp nhận").click()
    assert Path(told.value.path()).read_bytes().startswith(b"%PDF")

    minh = logged_in(chromium, pages, desk, site, "minh")
    minh.goto(f"{site}/tiep-nhan/{number}")
    expect(minh.get_by_role("img", name="Bản nhận được, trang 1")).to_be_visible()
    minh.get_by_label("Dòng 1 khớp với bản giấy").check()
    minh.get_by_label("Dòng 2 khớp với bản giấy").check()
    assert_accessible(minh)
    minh.get_by_role("button", name="Xác nhận đã đối chiếu").click()
    expect(minh.get_by_text("Đã đối chiếu", exact=True)).to_be_visible()

    _refused_and_signed(desk, number)
    lan.goto(f"{site}/tiep-nhan/{number}")
    assert_accessible(lan)
    with lan.expect_download() as told:
        lan.get_by_role("button", name="In văn bản đã ký").click()
    assert Path(told.value.path()).read_bytes().startswith(b"%PDF")
    lan.get_by_label("Họ tên người nhận").fill("Trần Văn Bảy")
    lan.get_by_role("button", name="Đã trao").click()
    expect(lan.get_by_text("kết quả đã trao cho người nhận")).to_be_visible()
    assert desk.staffed.load(number).state is State.ANSWERED


def _refuse_an_odd_arrival(page: Page) -> None:
    page.get_by_label("Thời điểm nhận").fill("25:61 hôm qua")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("dialog", name="Không thực hiện được")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")


def test_a_file_chosen_before_the_page_was_ready_is_told_once_it_is(
    chromium: Browser, pages: Pages, desk: Desk, site: str, tmp_path: Path
) -> None:
    scan = tmp_path / "ban quet.pdf"
    scan.write_bytes(set_letter(Letter(sheets=(TWO_RECRUITS,))))
    lan = logged_in(chromium, pages, desk, site, "lan")
    late: list[Route] = []
    lan.route("**/console*.js*", lambda route: late.append(route))  # noqa: PLW0108 (no C function)
    lan.goto(f"{site}/tiep-nhan/moi", wait_until="commit")
    lan.set_input_files("#file", scan)
    expect(lan.locator(".chosen")).to_have_text("Chưa chọn tệp nào")
    for route in late:
        route.continue_()
    expect(lan.locator(".chosen")).to_have_text(scan.name)


def _paste(page: Page, text: str) -> None:
    page.get_by_label("Dòng 1, STT").evaluate(
        """(field, text) => {
          const data = new DataTransfer()
          data.setData('text/plain', text)
          const told = {clipboardData: data, bubbles: true, cancelable: true}
          field.dispatchEvent(new ClipboardEvent('paste', told))
        }""",
        text,
    )


def _refused_and_signed(desk: Desk, number: str) -> None:
    house = desk.staffed.house
    decision = Decision(DecisionKind.REFUSE, "Minh", desk.staffed.now, ("Không thuộc phạm vi",))
    case = desk.staffed.load(number)
    with house.database.transaction() as connection:
        house.carry_out(connection, case, decision)
    house.compose(desk.staffed.load(number))
    (waiting,) = house.letter_office.waiting()
    given = DocumentNumber(12, "TB-TTCNTT")
    house.letter_office.number(waiting.letter.id, given, date(2026, 11, 23), "Lan")
    draft = house.letter_office.draft(waiting.letter.id).data
    house.letter_office.take_in("ky.pdf", desk.signed(draft), "Lan")


def test_notices_are_numbered_downloaded_and_taken_back_signed(
    chromium: Browser, pages: Pages, desk: Desk, site: str, tmp_path: Path
) -> None:
    case = desk.a_waiting_notice()
    page = logged_in(chromium, pages, desk, site, "lan")
    page.goto(f"{site}/trinh-ky")
    assert_accessible(page)
    page.get_by_label(f"Số của văn bản hồ sơ {case.number}").fill("9/TB-TTCNTT")
    page.get_by_role("button", name=f"Ghi số, ngày cho văn bản hồ sơ {case.number}").click()
    expect(page.get_by_label(f"Số của văn bản hồ sơ {case.number}")).to_have_value("09/TB-TTCNTT")
    with page.expect_download() as told:
        page.get_by_role("link", name=f"Tải về văn bản hồ sơ {case.number}").click()
    draft = Path(told.value.path()).read_bytes()
    good, strange = tmp_path / "da ky.pdf", tmp_path / "la.pdf"
    good.write_bytes(desk.signed(draft))
    strange.write_bytes(draft)
    page.set_input_files("#file", [good, strange])
    page.get_by_role("button", name="Nộp và kiểm tra").click()
    expect(page.get_by_text("Hợp lệ: văn bản số 09/TB-TTCNTT")).to_be_visible()
    expect(page.get_by_text("Không nhận")).to_be_visible()
    assert_accessible(page)
    assert desk.staffed.load(case.number).state is State.SIGNED


def test_somebody_is_invited_and_the_pages_of_accounts_are_accessible(
    chromium: Browser, pages: Pages, desk: Desk, site: str
) -> None:
    page = logged_in(chromium, pages, desk, site, "minh")
    page.goto(f"{site}/nguoi-dung")
    assert_accessible(page)
    page.get_by_role("button", name="Mời người dùng").click()
    asked = page.locator("#dlg")
    asked.get_by_label("Tên đăng nhập").fill("bao.ngoc")
    asked.get_by_label("Họ tên").fill("Lê Bảo Ngọc")
    page.get_by_label("Xem hồ sơ, không quyết định.").check()
    assert_accessible(page)
    page.get_by_role("button", name="Mời", exact=True).click()
    link = page.get_by_label("Đường dẫn mời").inner_text()
    assert_accessible(page)
    guest = a_page(chromium, pages)
    guest.goto(link)
    expect(guest.get_by_text("Tài khoản bao.ngoc của Lê Bảo Ngọc")).to_be_visible()
    assert_accessible(guest)
