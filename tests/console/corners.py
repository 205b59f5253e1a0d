"""Dark corners that the demo does not show: long lists and names, nothing there, things gone wrong.

`make screens` takes their pictures after those of the demo.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.cases.case import Case, LetterFacts
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.errors import DatabaseAwayError
from mailbot.storage import registry_store
from mailbot.storage.database import Database
from mailbot.storage.staff import Role
from tests.builders import MONDAY, a_case, a_row
from tests.console.browsing import served
from tests.console.office import CAI_RANG, FILE, TWO_ROWS, Staffed, a_flag, a_staffed_house
from tests.console.test_review_journey import enter
from tests.console.test_viewer import a_long_paper

LONG = (
    "Trung tâm Nghiên cứu, Ứng dụng và Chuyển giao công nghệ trực thuộc Sở Khoa học và Công nghệ"
    " thành phố Cần Thơ (cơ sở hai tại phường Vị Thanh)"
)
PERSON = "Tôn Nữ Hoàng Nguyễn Thị Bảo Khánh Trường Sơn Thùy Dương"
EMPTY = ("", "thoi-han", "tiep-nhan", "viec-can-lam", "trinh-ky", "hop-thu", "bao-cao", "nhat-ky")
SIZES = ((1440, 900), (320, 700))


def take_corners(browser: Browser, target: Path) -> None:
    """Write their pictures."""
    with TemporaryDirectory() as folder, a_staffed_house(Path(folder)) as staffed:
        staffed.member("lan", *Role)
        for width, height in SIZES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
            page = context.new_page()
            page.set_default_timeout(180_000)  # a whole page asks for the pictures of forty flags
            with served(staffed, page) as address:
                for name in _corners(page, address, staffed):
                    page.screenshot(path=target / f"{name}-{width}.png", full_page=width < 1440)
            context.close()


def _corners(page: Page, address: str, staffed: Staffed) -> Iterator[str]:
    """Bring the page into each corner and yield what it is called."""
    enter(page, address, staffed)
    if not staffed.used:
        for path in EMPTY:
            page.goto(f"{address}/{path}")
            yield f"20-empty-{path or 'queue'}"
        _fill(staffed)
    page.goto(address)
    yield "21-long-names"
    page.goto(f"{address}/ho-so/HS-2026-00001")
    expect(page.locator("#pdf[data-readable]")).to_be_attached()
    yield "22-two-hundred-rows"
    page.locator("tr[data-r='200']").scroll_into_view_if_needed()
    yield "22b-last-row"
    page.keyboard.press("d")
    page.get_by_role("dialog").wait_for()
    yield "22c-approval"
    page.goto(f"{address}/ho-so/HS-2026-00002")
    page.locator("#pdf").get_by_role("alert").wait_for()
    yield "23-broken-paper"
    yield from _gone_wrong(page, address, staffed)


def _gone_wrong(page: Page, address: str, staffed: Staffed) -> Iterator[str]:
    page.goto(f"{address}/ho-so/HS-2026-00003")
    page.keyboard.press("d")
    page.get_by_role("dialog").wait_for()
    case = staffed.load("HS-2026-00003")
    with staffed.house.database.transaction() as connection:
        staffed.house.amend.flag(connection, case, 0, "Nguyễn Ngọc Lan")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Hồ sơ đã thay đổi").wait_for()
    yield "24-stale"
    page.goto(f"{address}/ho-so/HS-2026-99999")
    yield "25-no-such-case"
    page.goto(f"{address}/ho-so/HS-2026-00003")
    staffed.now += timedelta(minutes=31)
    page.keyboard.press("t")
    page.get_by_role("dialog", name="Phiên làm việc đã hết").wait_for()
    yield "26-session-ended"
    enter(page, address, staffed)
    with _away():
        page.goto(address)
        yield "27-database-away"


@contextmanager
def _away() -> Iterator[None]:
    """Let the database be away."""

    def gone(_: Database) -> NoReturn:
        raise DatabaseAwayError("away")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Database, "reading", gone)
        patched.setattr(Database, "transaction", gone)
        yield


def _fill(staffed: Staffed) -> None:
    with staffed.house.database.transaction() as connection:
        registry_store.save_agencies(connection, (replace(CAI_RANG, name=LONG),))
    rows = tuple(
        a_row(
            stt=str(n),
            name=PERSON if n % 20 == 0 else f"Nguyễn Văn {n}",
            national_id=f"0920900{n:05}",
            unit=LONG if n % 25 == 0 else "Phòng Kinh tế, Hạ tầng và Đô thị",
            place=Place(FILE, 1 + n * 11 // 200, (0.1, 0.1 + n % 18 * 0.04, 0.8, 0.03)),
        )
        for n in range(1, 201)
    )
    flags = tuple(
        a_flag(row=n, place=rows[n].place, fields={"stt": str(n), "name": PERSON, "value": "0912"})
        for n in range(0, 200, 5)
    )
    staffed.open(_case(rows=rows, findings=flags), a_long_paper(12))
    broken = Finding("signature.unsigned", Severity.BLOCKS)
    staffed.open(a_case(findings=(broken,)), b"%PDF-1.7 nothing more")
    staffed.open(a_case(rows=TWO_ROWS, findings=(a_flag(),)))
    staffed.open(_case(due_at=MONDAY - timedelta(hours=3), findings=(broken, *flags)))


def _case(**different: Any) -> Case:
    letter = LetterFacts("1234567/TTNCUDCGCN-HCTH", None, LONG, "recruited")
    return a_case(agency_code="pcr", reply_to=CAI_RANG.mailbox, letter=letter, **different)
