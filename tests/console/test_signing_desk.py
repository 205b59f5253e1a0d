"""Trình ký: notices go out to be signed and come back, each with its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from mailbot.cases.state import State
from mailbot.storage import letters
from mailbot.storage.staff import Role
from tests.console.desk import Desk, a_desk
from tests.console.office import SAME_SITE, Browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as desk:
        desk.staffed.member("lan", Role.HANDLE)
        yield desk


def numbered(desk: Desk, browser: Browser, number: str) -> tuple[str, bytes]:
    """Return the case of a new notice that has this number, and the notice as downloaded."""
    case = desk.a_waiting_notice()
    with desk.staffed.house.database.transaction() as connection:
        letter = letters.waiting(connection)[-1]
    answer = browser.post(f"/trinh-ky/{letter.id}/so", number=number, date="2026-11-23")
    assert answer.status_code == 303
    return case.number, browser.get(f"/trinh-ky/{letter.id}/tep").content


def uploaded(browser: Browser, *files: tuple[str, bytes]) -> str:
    answer = browser.client.post(
        "/trinh-ky/nop",
        data={"form_token": browser.form_token},
        files=[("file", file) for file in files],
        headers=SAME_SITE,
    )
    text: str = answer.text
    return text


def test_a_notice_gets_its_number_goes_out_and_comes_back_signed(desk: Desk) -> None:
    browser = Browser(desk.staffed, "lan")
    case, draft = numbered(desk, browser, "9/TB-TTCNTT")
    assert "09/TB-TTCNTT" in browser.get("/trinh-ky").text
    told = uploaded(browser, ("đã ký.pdf", desk.signed(draft)))
    assert "1 được nhận" in told
    assert "đã ký.pdf" in told
    assert desk.staffed.load(case).state is State.SIGNED


def test_many_files_and_a_zip_are_taken_each_with_its_own_verdict(desk: Desk) -> None:
    browser = Browser(desk.staffed, "lan")
    first, draft = numbered(desk, browser, "21/TB-TTCNTT")
    second, other = numbered(desk, browser, "22/TB-TTCNTT")
    book = BytesIO()
    with ZipFile(book, "w") as container:
        container.writestr("hai.pdf", desk.signed(other))
    only_leader = desk.pki.sign(draft, desk.director, field_name="LanhDao")
    told = uploaded(
        browser,
        ("mot.pdf", only_leader),
        ("la.pdf", b"%PDF-1.7 of somebody else"),
        ("bo.zip", book.getvalue()),
    )
    assert "Kết quả kiểm tra 3 tệp" in told
    assert "1 được nhận" in told
    assert "Tệp tải lên không phải là văn bản đã xuất để ký." in told
    assert desk.staffed.load(first).state is State.AWAITING_SIGNATURE
    assert desk.staffed.load(second).state is State.SIGNED


def test_all_notices_go_out_as_one_zip(desk: Desk) -> None:
    browser = Browser(desk.staffed, "lan")
    numbered(desk, browser, "21/TB-TTCNTT")
    numbered(desk, browser, "22/TB-TTCNTT")
    answer = browser.get("/trinh-ky/tat-ca.zip")
    assert answer.headers["content-disposition"].startswith("attachment")
    with ZipFile(BytesIO(answer.content)) as book:
        assert len(book.namelist()) == 2


@pytest.mark.parametrize(
    ("number", "date", "told"),
    [
        pytest.param("mười hai", "2026-11-25", "chưa đúng dạng", id="number"),
        pytest.param("12/TB-TTCNTT", "25/11", "Ngày văn bản", id="date"),
        pytest.param("12/TB-TTCNTT", "24/11/2026", "Ngày 24/11/2026 không phải", id="to come"),
    ],
)
def test_an_odd_number_or_date_is_told(desk: Desk, number: str, date: str, told: str) -> None:
    desk.a_waiting_notice()
    answer = Browser(desk.staffed, "lan").post("/trinh-ky/1/so", number=number, date=date)
    assert answer.status_code == 422
    assert told in answer.text


def test_nothing_chosen_is_told_and_no_such_letter_is_not_found(desk: Desk) -> None:
    browser = Browser(desk.staffed, "lan")
    assert "Chưa chọn tệp nào" in uploaded(browser)
    assert browser.get("/trinh-ky/999/tep").status_code == 404
    assert browser.get("/trinh-ky/x/tep").status_code == 404
    assert browser.get("/trinh-ky/tat-ca.zip").status_code == 404


def test_what_is_signed_comes_in_only_after_a_fresh_second_factor(desk: Desk) -> None:
    browser = Browser(desk.staffed, "lan")
    case, draft = numbered(desk, browser, "21/TB-TTCNTT")
    desk.staffed.now += timedelta(minutes=16)
    told = uploaded(browser, ("mot.pdf", desk.signed(draft)))
    assert "hãy chọn lại tệp" in told
    assert desk.staffed.load(case).state is State.AWAITING_SIGNATURE
    assert "Xác thực lại trước khi nộp" in browser.get("/trinh-ky").text
    answer = browser.post("/xac-thuc", code=desk.staffed.code("lan"), next="/trinh-ky")
    assert answer.headers["location"] == "/trinh-ky"
    assert "1 được nhận" in uploaded(browser, ("mot.pdf", desk.signed(draft)))


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test", ""])
def test_nobody_is_led_to_another_site_after_the_second_factor(desk: Desk, elsewhere: str) -> None:
    answer = Browser(desk.staffed, "lan").post("/xac-thuc", next=elsewhere)
    assert answer.headers["location"] == "/"
