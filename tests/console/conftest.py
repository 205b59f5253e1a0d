from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mailbot.storage.staff import Role
from tests.chromium import CHROMIUM
from tests.console.browsing import listen
from tests.console.office import Staffed, a_staffed_house


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        yield staffed


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def foreseen() -> str:
    """What a warning or error of the browser holds that fails no test; by itself there is none."""
    return ""


@pytest.fixture
def page(chromium: Browser, foreseen: str) -> Iterator[Page]:
    """Yield a page; any warning or error in its console that is not foreseen fails the test."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page = context.new_page()
    said: list[str] = []
    listen(page, said)
    yield page
    context.close()
    assert [text for text in said if not foreseen or foreseen not in text] == []
