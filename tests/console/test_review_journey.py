"""Whole reviews in Debian's Chromium, on the real servers where the agency is to hear of it.

Any warning or error in the browser's console fails a test.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Connection, update

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.console import decide, letter_preview, listing, queue
from mailbot.console.letter_preview import Draft
from mailbot.console.listing import Wanted
from mailbot.console.visit import PROOF_LASTS, Visit
from mailbot.errors import DatabaseAwayError
from mailbot.house import House
from mailbot.storage import staff
from mailbot.storage.database import Database
from mailbot.storage.staff import Role
from mailbot.storage.tables import staff_session
from tests.builders import a_case, a_row
from tests.console.browsing import addresses_asked, assert_accessible, served, with_authenticator
from tests.console.office import PASSWORD, Staffed, a_flag, fill
from tests.faults.clock import ShiftedClock
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import file_named, opened, text_of
from tests.journeys.world import World, a_mail, a_world
from tests.servers.mail import MailServers

GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
ONE_BAD_ROW = replace(TWO_RECRUITS, rows=(GOOD, BAD))


@pytest.fixture
def foreseen() -> str:
    """A session that ended is answered with 401, and Chromium tells of every such answer."""
    return "401"


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    tmp_path.chmod(0o755)
    urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    with a_world(mail_servers, *urls, tmp_path) as world:
        world.house.clock = ShiftedClock()
        yield world


def work_after_the_hold(world: World) -> None:
    """Let the time of a held decision pass, however long its page took, and do the work."""
    assert isinstance(world.house.clock, ShiftedClock)
    world.house.clock.pass_by(seconds=world.house.settings.console.hold_seconds)
    work(world)


def staffed_of(house: House) -> Staffed:
    """Return the same house with somebody who decides; its clock goes on by itself."""
    staffed = Staffed(house, now=house.clock())
    staffed.member("lan", Role.HANDLE, Role.APPROVE)
    return staffed


def enter(page: Page, address: str, staffed: Staffed, path: str = "/") -> None:
    """Open a page in a session that is begun already."""
    page.context.add_cookies(
        [
            {
                "name": "__Host-mailbot",
                "value": staffed.session("lan"),
                "url": address.replace("http:", "https:"),
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
    page.goto(address + path)
    page.wait_for_load_state("load")


def receive(world: World, letter: Letter, **header: str) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(letter)), **header))
    world.take_in()
    work(world)


def work(world: World) -> None:
    """Do the work that is due, in a thread of its own: the browser's holds this one's loop."""
    with ThreadPoolExecutor(1) as hand:
        hand.submit(world.work).result()


def the_case(world: World, state: State) -> Case:
    return next(case for case in world.cases() if case.state is state)


def phone_cell(page: Page) -> Locator:
    """Return the button of the telephone number that is odd."""
    return page.locator("td button.v", has_text="09120010")


def in_review(world: World) -> tuple[Case, Staffed]:
    """Receive a letter with a bad row; return its case and the staff who are to look."""
    receive(world, Letter(sheets=(ONE_BAD_ROW,)))
    return the_case(world, State.IN_REVIEW), staffed_of(world.house)


def sign_and_send(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="Văn bản trả lời, trang 1")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đang giữ")).to_be_visible()


def test_a_flagged_letter_is_reviewed_to_the_signed_reply_and_its_supplement_joins_it(
    page: Page, world: World
) -> None:
    case, staffed = in_review(world)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        expect(page.locator("#pdf[data-ready] .page").first).to_be_visible()
        page.keyboard.press("1")
        expect(page.locator(".hl.on")).to_be_in_viewport()
        page.locator("td[data-box] button.v").nth(1).focus()
        page.keyboard.press("Tab")
        expect(page.locator(".loc")).to_be_attached()
        page.keyboard.press("b")
        sign_and_send(page)
        work_after_the_hold(world)
        (request,) = world.replies()
        assert "09123" in text_of(file_named(request, "Công văn đề nghị bổ sung"))

        better = Letter(number="46/UBND-VP", sheets=(TWO_RECRUITS,))
        thread = opened(request)["Message-ID"]
        receive(world, better, Subject="Re: bổ sung hồ sơ", In_Reply_To=thread, References=thread)
        (answered,) = world.cases()
        assert answered.state is State.ANSWERED
        page.goto(f"{address}/ho-so/{case.number}")
        expect(page.get_by_role("heading", name="Cơ quan đã sửa so với lần trước")).to_be_visible()
        assert len(world.replies()) == 2


def test_a_request_is_refused_with_its_reason_in_the_signed_letter(
    page: Page, world: World
) -> None:
    case, staffed = in_review(world)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        page.keyboard.press("t")
        page.get_by_label("Lý do khác").fill("Không thuộc đối tượng được cấp")
        page.keyboard.press("Tab")
        sign_and_send(page)
        work_after_the_hold(world)
    (reply,) = world.replies()
    said = text_of(file_named(reply, "Thông báo"))
    assert "Không thuộc đối tượng được cấp" in said


def test_a_passkey_proves_anew_who_signs_and_sends_what_the_preview_shows(
    page: Page, world: World
) -> None:
    case, staffed = in_review(world)
    with served(staffed, page) as address:
        with_authenticator(page)
        enter(page, address, staffed, "/tai-khoan")
        page.get_by_label("Tên khóa mới").fill("Máy tính ở phòng")
        page.get_by_role("button", name="Thêm khóa").click()
        expect(page.get_by_text("Đã thêm khóa truy cập.")).to_be_visible()
        proven_long_ago(world)
        page.goto(f"{address}/ho-so/{case.number}")
        page.keyboard.press("b")
        dialog = page.get_by_role("dialog", name="Yêu cầu bổ sung")
        dialog.get_by_role("button", name="Ký và gửi").click()
        expect(dialog.get_by_label("Mã xác thực 6 chữ số")).to_be_focused()
        assert the_case(world, State.IN_REVIEW).version == case.version
        assert_accessible(page)
        dialog.get_by_role("button", name="Dùng khóa truy cập").click()
        expect(page.get_by_text("Đang giữ")).to_be_visible()
        work_after_the_hold(world)
    (request,) = world.replies()
    assert "09123" in text_of(file_named(request, "Công văn đề nghị bổ sung"))


def proven_long_ago(world: World) -> None:
    """Let all sessions have shown their second factor longer ago than signing allows."""
    before = world.house.clock() - PROOF_LASTS - timedelta(minutes=1)
    with world.house.database.transaction() as connection:
        connection.execute(update(staff_session).values(proved_at=before))


def test_what_is_typed_outlives_the_session(page: Page, staffed: Staffed) -> None:
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{first.number}")
        phone_cell(page).click()
        page.get_by_label("Điện thoại", exact=True).fill("0912001000")
        staffed.now += timedelta(minutes=31)
        page.keyboard.press("Control+Enter")
        again = page.get_by_role("dialog", name="Phiên làm việc đã hết")
        expect(again).to_be_visible()
        again.get_by_label("Mật khẩu").fill(PASSWORD)
        again.get_by_label("Mã xác thực 6 chữ số").fill(staffed.code("lan"))
        page.keyboard.press("Enter")
        expect(again).to_be_hidden()
        expect(page.get_by_label("Điện thoại", exact=True)).to_have_value("0912001000")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#review del")).to_have_text("09120010")
    assert staffed.load(first.number).rows[1].phone == "0912001000"


def test_a_note_typed_in_a_plain_form_outlives_the_session(page: Page, staffed: Staffed) -> None:
    staffed.member("minh", Role.HANDLE)
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{first.number}")
        page.get_by_role("button", name="Chuyển").click()
        page.get_by_label("Cán bộ nhận").select_option("minh")
        page.get_by_label("Lời nhắn").fill("Chờ phường gọi lại")
        staffed.now += timedelta(minutes=31)
        page.get_by_role("dialog").get_by_role("button", name="Chuyển").click()
        again = page.get_by_role("dialog", name="Phiên làm việc đã hết")
        again.get_by_label("Mật khẩu").fill(PASSWORD)
        again.get_by_label("Mã xác thực 6 chữ số").fill(staffed.code("lan"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã chuyển hồ sơ.")).to_be_visible()
        expect(page.get_by_text("Chờ phường gọi lại")).to_be_visible()


@pytest.mark.parametrize("foreseen", ["503"])
def test_what_is_typed_stays_where_it_cannot_be_written_for_now(
    page: Page, staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{first.number}")
        phone_cell(page).click()
        field = page.get_by_label("Điện thoại", exact=True)
        field.fill("0912001000")
        with monkeypatch.context() as away:
            away.setattr(Database, "reading", _away)
            page.keyboard.press("Control+Enter")
            told = page.get_by_role("dialog", name="Không thực hiện được")
            expect(told).to_contain_text("Cơ sở dữ liệu chưa trả lời")
            assert_accessible(page)
            page.keyboard.press("Escape")
        expect(field).to_have_value("0912001000")
        field.press("Control+Enter")
        expect(page.locator("#review del")).to_have_text("09120010")


@pytest.mark.parametrize("foreseen", ["413"])
def test_files_too_heavy_to_be_sent_are_told_over_the_form(page: Page, staffed: Staffed) -> None:
    with served(staffed, page) as address:
        enter(page, address, staffed, "/tiep-nhan/moi")
        page.locator("#filing").evaluate(
            """form => {
              const held = new DataTransfer()
              held.items.add(new File([new Uint8Array(31e6)], 'nang.pdf'))
              form.querySelector('input[type=file]').files = held.files
              form.noValidate = true
            }"""
        )
        page.get_by_label("Số văn bản đề nghị").fill("45/UBND-VP")
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
        told = page.get_by_role("dialog", name="Không thực hiện được")
        expect(told).to_contain_text("nặng quá 30 MB")
        page.keyboard.press("Escape")
        expect(page.get_by_label("Số văn bản đề nghị")).to_have_value("45/UBND-VP")


def _away(_: Database) -> NoReturn:
    raise DatabaseAwayError("away")


def test_a_whole_review_needs_no_mouse(page: Page, staffed: Staffed) -> None:
    first, second = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed)
        page.keyboard.press("n")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tiếp nhận hồ sơ")
        page.go_back()
        page.wait_for_load_state("load")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cái Răng")
        page.wait_for_load_state("load")
        page.keyboard.press("]")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ninh Kiều")
        page.wait_for_load_state("load")
        page.keyboard.press("1")
        flag = page.locator("[data-flag='1'] .go")
        expect(flag).to_be_focused()
        page.keyboard.press("Space")
        expect(page.get_by_role("dialog", name="Sửa dòng 2: Điện thoại")).to_be_visible()
        page.keyboard.press("Escape")
        expect(flag).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã xem: Lan")).to_be_visible()
        expect(flag).to_be_focused()
        page.keyboard.press("Space")
        expect(page.get_by_text("Đã xem: Lan")).to_be_hidden()
        phone_cell(page).focus()
        page.keyboard.press("F2")
        expect(page.get_by_label("Điện thoại", exact=True)).to_be_focused()
        page.keyboard.type("0912001000")
        page.keyboard.press("Escape")
        expect(phone_cell(page)).to_be_focused()
        assert staffed.load(first.number).edits == ()
        page.keyboard.press("d")
        sign_and_send(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cái Răng")
        expect(page.locator("#pdf[data-ready]")).to_be_attached()
    assert staffed.after_the_hold(first.number).state is State.ACCEPTED
    assert second.number


def test_the_newest_search_wins_and_leads_into_its_list(
    page: Page, staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = fill(staffed)
    slow = listing.listed

    def listed(connection: Connection, wanted: Wanted, me: int, at: str = "") -> Any:
        if wanted.query == "ninh":
            time.sleep(1.5)
        return slow(connection, wanted, me, at)

    monkeypatch.setattr(queue, "listed", listed)
    with served(staffed, page) as address:
        enter(page, address, staffed)
        search = page.get_by_role("searchbox")
        with page.expect_request("**/tim") as asked:
            search.fill("ninh")
        assert "q=ninh&v=can" in (asked.value.post_data or "")
        search.fill("cai rang")
        expect(page.locator("[data-row]")).to_have_count(1)
        page.wait_for_timeout(2000)
        expect(page.locator("[data-row]")).to_contain_text(second.number)
        search.press("Enter")
        expect(page.locator("[data-row].sel a.open")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cái Răng")
        page.wait_for_load_state("load")


def test_a_national_id_that_is_typed_reaches_no_address(page: Page, staffed: Staffed) -> None:
    asked = addresses_asked(page)
    typed = "092 090 005 678"
    with served(staffed, page) as address:
        enter(page, address, staffed)
        for begun in ("/", "/tai-khoan"):
            page.goto(f"{address}{begun}")
            search = page.get_by_role("searchbox")
            search.press_sequentially(typed, delay=40)
            search.press("Enter")
            page.wait_for_url("**/?v=*&bo-cccd=1")
            expect(page.get_by_text("Số CCCD không được lưu")).to_be_visible()
            assert page.get_by_role("searchbox").input_value() == ""
    assert [one for one in asked if "092" in one or "678" in one] == []


def test_the_letter_shown_is_that_of_the_last_choice_and_none_is_sent_unseen(
    page: Page, staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = staffed.open(a_case(rows=tuple(a_row(stt=str(n), name=f"Lê Văn {n}") for n in "123")))
    at_once = letter_preview.drawn

    def drawn(visit: Visit, draft: Draft) -> Any:
        if visit.form.get("row") == ["0", "2"]:
            time.sleep(1.5)
        return at_once(visit, draft)

    monkeypatch.setattr(decide, "drawn", drawn)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        page.keyboard.press("d")
        dialog = page.get_by_role("dialog", name="Duyệt")
        dialog.get_by_label("2. Lê Văn 2").uncheck()
        expect(dialog.get_by_role("button", name="Trình ký")).to_be_disabled()
        dialog.get_by_label("3. Lê Văn 3").uncheck()
        expect(dialog.get_by_role("heading")).to_have_text("Duyệt 1 dòng, giữ lại 2 dòng")
        page.wait_for_timeout(2000)
        expect(dialog.get_by_role("heading")).to_have_text("Duyệt 1 dòng, giữ lại 2 dòng")
        expect(dialog.get_by_role("button", name="Trình ký")).to_be_enabled()


def test_what_is_typed_is_seen_in_the_letter_before_it_is_sent(
    page: Page, staffed: Staffed
) -> None:
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{first.number}")
        page.keyboard.press("t")
        dialog = page.get_by_role("dialog", name="Từ chối")
        dialog.get_by_label("Lý do khác").fill("Không thuộc đối tượng")
        page.keyboard.press("Control+Enter")
        expect(dialog.get_by_role("img", name="trang 1")).to_be_visible()
        expect(dialog.get_by_label("Lý do khác")).to_be_focused()
        with staffed.house.database.reading() as connection:
            assert staffed.house.hold.held.peek(connection, first.id) is None
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đang giữ")).to_be_visible()
        page.wait_for_load_state("load")


def test_an_accepted_flag_leaves_one_where_one_was(page: Page, staffed: Staffed) -> None:
    rows = tuple(a_row(stt=str(n), name=f"Nguyễn Văn {n}") for n in range(1, 41))
    flags = tuple(a_flag(row=n) for n in range(40))
    case = staffed.open(a_case(rows=rows, findings=flags))
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        flag = page.locator("[data-flag='30']")
        flag.scroll_into_view_if_needed()
        before = page.locator("#review .scroll").evaluate("part => part.scrollTop")
        assert before > 500
        flag.get_by_role("button", name="Chấp nhận").click()
        expect(flag.get_by_text("Đã xem: Lan")).to_be_visible()
        expect(flag.locator(".go")).to_be_focused()
        expect(flag).to_be_in_viewport()
        after = page.locator("#review .scroll").evaluate("part => part.scrollTop")
        assert abs(after - before) < 200


KEYS = [
    ("a letter by its place", {"key": "d", "code": "KeyD"}, "KeyD"),
    ("đ composed by Telex", {"key": "đ", "code": ""}, "KeyD"),
    ("ạ composed of a and j", {"key": "ạ", "code": ""}, "KeyJ"),
    ("ố, the tone last", {"key": "ố", "code": ""}, "KeyS"),
    ("ê of two e", {"key": "ê", "code": ""}, "KeyE"),
    ("ư of u and w", {"key": "ư", "code": ""}, "KeyW"),
    ("ă of a and w", {"key": "Ă", "code": ""}, "KeyW"),
    ("a plain letter", {"key": "z", "code": ""}, "KeyZ"),
    ("a digit of VNI", {"key": "3", "code": ""}, "Digit3"),
    ("a bracket", {"key": "]", "code": ""}, "BracketRight"),
    ("a blank", {"key": " ", "code": ""}, "Space"),
    ("a named key", {"key": "Enter", "code": ""}, "Enter"),
]


def test_keys_are_known_under_vietnamese_input_methods(page: Page, staffed: Staffed) -> None:
    with served(staffed, page) as address:
        enter(page, address, staffed)
        module = page.locator("script[type=module]").first.get_attribute("src")
        told = page.evaluate(
            "([module, events]) => import(module).then(m => events.map(m.keyOf))",
            [module, [event for _, event, _ in KEYS]],
        )
    assert {name: key for (name, _, _), key in zip(KEYS, told, strict=True)} == {
        name: key for name, _, key in KEYS
    }


def test_single_keys_can_be_switched_off_and_the_chords_stay(page: Page, staffed: Staffed) -> None:
    first, _ = fill(staffed)
    with staffed.house.database.transaction() as connection:
        member = staff.named_or_none(connection, "lan")
        assert member is not None
        staff.set_single_keys(connection, member, on=False)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{first.number}")
        page.keyboard.press("t")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("dialog", name="Duyệt và trả lời")).to_be_visible()


def test_the_dialogs_of_a_case_have_no_barrier_and_obey_the_users_wishes(
    page: Page, staffed: Staffed
) -> None:
    staffed.member("minh", Role.HANDLE)
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        page.emulate_media(reduced_motion="reduce", forced_colors="active")
        enter(page, address, staffed, f"/ho-so/{first.number}")
        expect(page.locator("#pdf[data-ready]")).to_be_visible()
        assert page.locator("#pdf").evaluate("host => getComputedStyle(host).scrollBehavior") == (
            "auto"
        )
        page.emulate_media(forced_colors="none")
        buttons = [page.get_by_role("button", name=name) for name in ("Chuyển", "Duyệt")]
        for button in (phone_cell(page), *buttons):
            button.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            assert_accessible(page)
            page.keyboard.press("Escape")
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Duyệt")).to_be_hidden()
