"""The forms that narrow agencies, mailboxes and the history: their words, and no national ID."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from mailbot import console
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.console import agencies, mailboxes
from mailbot.storage import history, registry_store
from mailbot.storage.staff import Role
from tests.builders import MONDAY, NINH_KIEU
from tests.console.browsing import addresses_asked, served
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.console.test_review_journey import enter

TYPED = {"/co-quan": "tim", "/hop-thu": "tim", "/nhat-ky": "ho-so"}
TEMPLATES = Path(console.__file__).parent / "templates"
DROPPED = "Số CCCD không được lưu trong dữ liệu tìm kiếm"


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", *Role)
        yield staffed


@pytest.fixture
def browser(staffed: Staffed) -> Browser:
    return Browser(staffed, "lan")


def led_to(browser: Browser, path: str, **fields: Any) -> str:
    """Return the address that the form of this list leads to."""
    answer = browser.post(path, **fields)
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize(("path", "field"), TYPED.items())
def test_a_form_that_narrows_a_list_is_sent_and_stands_in_no_address(
    browser: Browser, path: str, field: str
) -> None:
    page = browser.get(path).text
    form = page[page.index('<form class="filters"') :].partition("</form>")[0]
    assert f'action="{path}" method="post"' in form
    assert f'name="form_token" value="{browser.form_token}"' in form
    assert f'name="{field}"' in form
    assert "formmethod" not in form


@pytest.mark.parametrize(("path", "field"), TYPED.items())
@pytest.mark.parametrize(
    "typed", ["dao 092090005678", "dao 092.090.005.678", "092 090 005 678 dao"]
)
def test_a_national_id_is_neither_looked_for_nor_handed_on(
    browser: Browser, path: str, field: str, typed: str
) -> None:
    led = led_to(browser, path, **{field: typed})
    assert led == f"{path}?{field}=dao&bo-cccd=1"
    for answer in (browser.get(led), browser.client.get(path, params={field: typed})):
        assert DROPPED in answer.text
        assert 'value="dao"' in answer.text
        assert "678" not in answer.text.replace(browser.form_token, "")


def test_a_national_id_in_the_place_of_a_day_is_dropped_too(browser: Browser) -> None:
    led = led_to(browser, "/nhat-ky", tu="092090005678", den="23/11/2026")
    assert led == "/nhat-ky?den=23%2F11%2F2026&bo-cccd=1"
    assert browser.get(led).status_code == 200
    led = led_to(browser, "/bao-cao", ky="khoang", ngay="361234567", den="25/11/2026")
    assert led == "/bao-cao?den=25%2F11%2F2026&ky=khoang&bo-cccd=1"
    typed = {"ky": "khoang", "ngay": "361234567", "den": "25/11/2026"}
    assert "361234567" not in browser.client.get("/bao-cao", params=typed).text


def test_a_report_is_narrowed_to_days_and_to_what_is_chosen(browser: Browser) -> None:
    days = {"ky": "khoang", "ngay": "01/11/2026", "den": "25/11/2026"}
    led = led_to(browser, "/bao-cao", **days, **{"co-quan": "pnk"})
    assert led == "/bao-cao?ngay=01%2F11%2F2026&den=25%2F11%2F2026&ky=khoang&co-quan=pnk"
    page = browser.get(led).text
    assert 'value="01/11/2026"' in page
    assert re.search(r'<option value="pnk" selected>', page)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_form_of_a_page_is_written_into_an_address(path: Path) -> None:
    """Without a method it would be; `dialog` outside of one sends nothing, as a script does."""
    forms = re.findall(r"<form\b[^>]*>", path.read_text(encoding="utf-8"))
    sent = ('method="post"', 'method="dialog"', "hx-post=")
    assert [form for form in forms if not any(way in form for way in sent)] == []


def test_a_search_of_harmless_words_drops_nothing_and_says_so_of_none(browser: Browser) -> None:
    for path, field, typed in (
        ("/co-quan", "tim", "ninh  kieu"),
        ("/hop-thu", "tim", "0901234567"),
        ("/nhat-ky", "ho-so", "HS-2026-00001"),
    ):
        led = led_to(browser, path, **{field: typed})
        assert led == f"{path}?{field}={typed.replace(' ', '+')}"
        assert DROPPED not in browser.get(led).text


def test_what_is_chosen_is_handed_on_whatever_digits_it_has(
    staffed: Staffed, browser: Browser
) -> None:
    numbered = replace(NINH_KIEU, code="G22.99.000.0001", mailbox="khac@cantho.gov.vn")
    box = Mailbox("a@cantho.gov.vn", Holder.PERSON, "Lê Ân", numbered.code)
    other = Mailbox("b@cantho.gov.vn", Holder.PERSON, "Lê Bình", NINH_KIEU.code)
    with staffed.house.database.transaction() as connection:
        registry_store.save_agencies(connection, (numbered,))
        registry_store.import_mailboxes(connection, (box, other), MONDAY.date())
    led = led_to(browser, "/hop-thu", **{"co-quan": numbered.code, "chu": "person"})
    assert led == "/hop-thu?co-quan=G22.99.000.0001&chu=person"
    page = browser.get(led).text
    assert (box.address in page, other.address in page) == (True, False)


def test_the_search_of_the_cases_is_not_filled_by_what_narrows_a_list(browser: Browser) -> None:
    page = browser.get("/hop-thu?tim=dao&chu=person").text
    assert re.search(r'<input id="q"[^>]* value=""', page)


def test_a_narrowed_list_is_turned_page_by_page(
    staffed: Staffed, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "_PAGE", 1)
    monkeypatch.setattr(agencies, "_PAGE", 1)
    boxes = tuple(
        Mailbox(f"dao{n}@cantho.gov.vn", Holder.PERSON, "Lê Đào", NINH_KIEU.code) for n in range(2)
    )
    with staffed.house.database.transaction() as connection:
        registry_store.import_mailboxes(connection, boxes, MONDAY.date())
    for path, typed, last in (
        ("/hop-thu", "dao 092090005678", "dao1@"),
        ("/co-quan", "thành phố 361 234 567", "Trang 2/"),
    ):
        first = browser.get(led_to(browser, path, tim=typed)).text
        (following,) = re.findall(rf'href="({path}\?[^"]*trang=2)"', first)
        assert last not in first
        page = browser.get(unescape(following)).text
        assert last in page
        assert DROPPED not in page


def test_the_history_so_narrowed_is_exported_and_has_older_lines(
    staffed: Staffed, browser: Browser
) -> None:
    with staffed.house.database.transaction() as connection:
        for _ in range(60):
            history.write(connection, MONDAY, None, "history_exported", "Lan", lines="1")
    led = led_to(browser, "/nhat-ky", **{"ho-so": "092090005678", "nguoi": "Lan"})
    page = browser.get(led).text
    assert 'href="/nhat-ky/tai-ve.xlsx?nguoi=Lan"' in page
    (older,) = re.findall(r'href="(/nhat-ky\?nguoi=Lan&amp;truoc=\d+)"', page)
    assert browser.get(unescape(older)).status_code == 200


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_list_is_narrowed_left_and_come_back_to(
    chromium: Chromium, staffed: Staffed, *, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    asked = addresses_asked(page)
    with served(staffed, page) as address:
        enter(page, address, staffed, "/co-quan")
        _walk(page)
    context.close()
    assert [one for one in asked if "092" in one or "678" in one] == []


def _walk(page: Page) -> None:
    for typed, left in (("ninh kieu", "ninh kieu"), ("092 090 005 678 rang", "rang")):
        page.get_by_label("Tìm", exact=True).fill(typed)
        page.get_by_role("button", name="Tìm", exact=True).click()
        page.wait_for_url(f"**/co-quan?tim={left.replace(' ', '+')}*")
        expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_text(DROPPED)).to_be_visible()
    page.locator("tbody a").click()
    page.wait_for_url("**/co-quan/pcr")
    page.go_back()
    expect(page.get_by_label("Tìm", exact=True)).to_have_value("rang")
    page.go_back()
    expect(page.get_by_label("Tìm", exact=True)).to_have_value("ninh kieu")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)
