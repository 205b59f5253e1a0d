"""One journey in Debian's Chromium: queue, search, case, flag, approval, by keyboard and mouse.

Any warning or error in the browser's console fails it, so breaches of the content policy do too.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from mailbot.storage import history, staff
from mailbot.storage.staff import Role
from tests.console.browsing import assert_accessible, served
from tests.console.office import PASSWORD, Staffed, fill


def _fitting(page: Page) -> str:
    """Return the width at which a page of paper just fits the viewer."""
    return str(page.evaluate("() => document.querySelector('#pdf').clientWidth - 32")) + "px"


def enter(page: Page, address: str, staffed: Staffed) -> None:
    page.goto(f"{address}/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_label("Mã xác thực").fill(staffed.code("lan"))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ cần xử lý")
    page.wait_for_load_state("load")  # the modules listen from here on


def test_a_case_is_found_read_and_approved(page: Page, staffed: Staffed, tmp_path: Path) -> None:
    first, second = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed)
        expect(page.locator("[data-row]")).to_have_count(2)
        page.keyboard.press("/")
        page.keyboard.type("de tran")
        expect(page.locator("[data-row]")).to_have_count(1)
        page.screenshot(path=tmp_path / "queue.png")
        page.get_by_role("searchbox").fill("ninh kieu 45")
        expect(page.locator("[data-row]")).to_have_count(1)
        page.get_by_role("searchbox").fill("hong dao")
        expect(page.locator("[data-row]")).to_have_count(2)
        page.get_by_role("link", name="phường Ninh Kiều").press("Enter")

        expect(page.locator("#pdf[data-ready] .page")).to_have_count(2)
        box = page.locator(".hl")
        expect(box).not_to_be_in_viewport()
        page.keyboard.press("1")
        expect(box).to_be_in_viewport()
        expect(page.locator("tr.on")).to_contain_text("Trần Văn Đệ")
        picture = page.get_by_role("img", name="Hình cắt")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") > 100
        page.keyboard.press("Z")
        expect(box).to_be_in_viewport()
        page.keyboard.press("Z")
        page.screenshot(path=tmp_path / "case.png")

        page.keyboard.press("d")
        dialog = page.get_by_role("dialog", name="Duyệt và trả lời")
        expect(dialog.get_by_role("img", name="Văn bản trả lời, trang 1")).to_be_visible()
        page.screenshot(path=tmp_path / "preview.png")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cái Răng")
        assert f"/ho-so/{second.number}" in page.url
        toast = page.get_by_text("Đang giữ văn bản trình ký trả lời")
        expect(toast).to_be_visible()
        page.wait_for_load_state("load")
        page.keyboard.press("Control+z")
        expect(page.get_by_text("Đã hoàn tác. Chưa có gì được gửi.")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ninh Kiều")
        assert staffed.after_the_hold(first.number) == first


def test_choosing_a_reason_of_refusal_shows_it_in_the_letter_at_once(
    page: Page, staffed: Staffed
) -> None:
    first, _ = fill(staffed)
    with served(staffed, page) as address:
        enter(page, address, staffed)
        page.goto(f"{address}/ho-so/{first.number}")
        page.get_by_role("button", name="Từ chối").click()
        dialog = page.get_by_role("dialog", name="Từ chối có lý do")
        expect(dialog.get_by_role("button", name="Trình ký")).to_be_disabled()
        dialog.get_by_role("checkbox").first.check()
        expect(dialog.get_by_role("img", name="trang 1")).to_be_visible()
        expect(dialog.get_by_role("button", name="Trình ký")).to_be_enabled()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Từ chối")).to_be_focused()


def test_narrow_and_small_screens_scroll_in_one_direction_only(
    page: Page, staffed: Staffed, tmp_path: Path
) -> None:
    first, _ = fill(staffed)
    with staffed.house.database.transaction() as connection:
        sent = {"kind": "result", "to": "vanphongubnd.phuongninhkieu.kiennghi@cantho.gov.vn"}
        history.write(connection, staffed.now, first.id, "mail_sent", **sent)
    with served(staffed, page) as address:
        enter(page, address, staffed)
        for width in (900, 320):
            page.set_viewport_size({"width": width, "height": 800})
            for path in ("/", f"/ho-so/{first.number}"):
                page.goto(address + path)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                page.screenshot(path=tmp_path / f"{width}-{path.count(chr(47))}.png")
                assert wide <= width, path
                assert_accessible(page)
        page.set_viewport_size({"width": 1200, "height": 800})
        expect(page.locator("#pdf[data-ready] .page").first).to_be_visible()
        page.set_viewport_size({"width": 600, "height": 800})
        expect(page.locator(".page").first).to_have_css("width", _fitting(page))
    assert staffed.now - first.arrived_at < timedelta(days=1)


def test_no_page_has_a_barrier_that_axe_finds(page: Page, staffed: Staffed) -> None:
    _, second = fill(staffed)
    with staffed.house.database.transaction() as connection:
        token = staff.invite(connection, "binh", "Thái Bình", [Role.VIEW], staffed.now)
    with served(staffed, page) as address:
        for path in ("/dang-nhap", f"/moi/{token}"):
            page.goto(address + path)
            assert_accessible(page)
        enter(page, address, staffed)
        assert_accessible(page)
        page.goto(f"{address}/ho-so/{second.number}")
        expect(page.locator("#pdf[data-ready]")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Từ chối").click()
        expect(page.get_by_role("img", name="Văn bản trả lời, trang 1")).to_be_visible()
        assert_accessible(page)
        page.keyboard.press("Escape")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
        assert_accessible(page)
