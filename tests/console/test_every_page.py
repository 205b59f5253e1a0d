"""Every page one can open: no barrier that axe finds, and no scrolling in two directions.

320 CSS pixels are 1280 at 400 % (WCAG 2.2, 1.4.10); 640 are 1280 at 200 % (1.4.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.clock import local_date
from mailbot.console.app import WAYS
from mailbot.storage import agency_changes, observations, registry_store
from mailbot.storage.observations import Observation
from mailbot.storage.staff import Role
from tests.builders import MONDAY, NINH_KIEU, a_case
from tests.console.browsing import assert_accessible, served
from tests.console.office import Browser, Staffed, a_staffed_house, fill
from tests.console.test_journey import enter

LONG = "Trung tâm Công nghệ thông tin và Truyền thông trực thuộc Sở Khoa học và Công nghệ Cần Thơ"
# What the ways' variables stand for here; a way with another one is walked by its own test.
FILLED = {"{code}": NINH_KIEU.code, "{group}": "qua-han"}


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", *Role)
        fill(staffed)
        staffed.open(a_case(due_at=MONDAY - timedelta(hours=1), arrived_at=MONDAY - 4 * DAY))
        _furnish(staffed)
        yield staffed


DAY = timedelta(days=1)


def _furnish(staffed: Staffed) -> None:
    """Put long names and every kind of state where pages show them."""
    box = Mailbox("daonth@cantho.gov.vn", Holder.PERSON, LONG, NINH_KIEU.code, LONG, LONG)
    moved = replace(NINH_KIEU, mailbox="moi@cantho.gov.vn")
    with staffed.house.database.transaction() as connection:
        registry_store.import_mailboxes(connection, (box,), local_date(MONDAY))
        agency_changes.make(connection, NINH_KIEU, moved, LONG, "Minh", MONDAY)
        seen = Observation("may-1", "disk", False, (LONG,), MONDAY)
        observations.keep(connection, [seen, replace(seen, code="trust", good=True)])


def paths() -> list[str]:
    found = []
    for way in WAYS:
        path = way.path
        for variable, value in FILLED.items():
            path = path.replace(variable, value)
        plain = "{" not in path and "." not in path
        if way.method == "GET" and way.roles is not None and plain:
            found.append(path)
    return sorted(set(found))


# What is said of the fields that want something, as the page stands.
WORDS_OF_FAULTS = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter(field => field.willValidate && !field.checkValidity())
  .map(field => field.validationMessage)"""


def _our_words(page: Page) -> set[str]:
    words = "() => [...document.querySelector('#field-words').content.children]"
    return set(page.evaluate(words + ".map(one => one.textContent)"))


def test_no_page_has_a_barrier_or_scrolls_in_two_directions(
    page: Page,
    staffed: Staffed,
) -> None:
    client = Browser(staffed, "lan")
    pages = [one for one in paths() if client.get(one).text.startswith("<!doctype html>")]
    assert len(pages) > 15
    with served(staffed, page) as address:
        enter(page, address, staffed)
        for path in pages:
            page.set_viewport_size({"width": 1280, "height": 800})
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.status == 200, path
            assert_accessible(page)
            assert set(page.evaluate(WORDS_OF_FAULTS)) <= _our_words(page), path
            for width in (640, 320):
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, (path, width, wide)
            _assert_prints(page, path)


def test_no_decision_is_cut_off_in_a_window_of_any_width(page: Page, staffed: Staffed) -> None:
    with served(staffed, page) as address:
        enter(page, address, staffed)
        page.goto(f"{address}/ho-so/HS-2026-00001")
        buttons = page.locator("#decide button")
        assert buttons.count() == 4
        for width in (1440, 1366, 1331, 1330, 1280, 1201, 1200, 1101, 1100, 768, 640, 320):
            page.set_viewport_size({"width": width, "height": 800})
            boxes = [one.bounding_box() for one in buttons.all()]
            for box in boxes:
                assert box is not None
                assert 0 <= box["x"] <= box["x"] + box["width"] <= width, (width, box)
            wide = page.evaluate("() => decide.scrollWidth - decide.clientWidth")
            assert wide <= 0, width


def test_in_the_queue_a_case_is_named_in_few_lines_at_any_width(
    page: Page, staffed: Staffed
) -> None:
    """Beside the menu the columns left agency and numbers 50 pixels, a word in three lines."""
    with served(staffed, page) as address:
        enter(page, address, staffed)
        page.goto(address)
        agency = page.locator(".q th:nth-child(2)")
        for width in (1440, 1401, 1400, 1280, 1241, 1240, 1101):
            page.set_viewport_size({"width": width, "height": 800})
            box = agency.bounding_box()
            assert box is not None
            assert box["width"] >= 140, width


def _assert_prints(page: Page, path: str) -> None:
    """Fail where a page on paper (A4 less its margins) is cut, or shows what is for screens."""
    page.emulate_media(media="print")
    lies_across = page.locator("main").evaluate("main => getComputedStyle(main).page") == "wide"
    paper = 1030 if lies_across else 680
    page.set_viewport_size({"width": paper, "height": 900})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= paper, path
    for part in page.locator(".top, .side, .btn").all():
        assert not part.is_visible(), path
    page.emulate_media(media="screen")
