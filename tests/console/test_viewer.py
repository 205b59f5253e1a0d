"""The paper in the viewer: drawn, read, and told of where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.builders import a_case
from tests.console.browsing import assert_accessible, served
from tests.console.office import PASSWORD, PHONE_AT, TWO_ROWS, Staffed, a_flag, a_paper
from tests.console.scans import a_scan
from tests.console.test_review_journey import enter
from tests.pki.documents import encrypted_pdf

READ = "#pdf[data-readable]"


def a_long_paper(pages: int) -> bytes:
    told = BytesIO()
    canvas = Canvas(told, pagesize=A4, invariant=1)
    for n in range(1, pages + 1):
        canvas.drawString(80, 700, f"This is sheet {n} of the annex.")
        canvas.showPage()
    canvas.save()
    return told.getvalue()


def turned(paper: bytes, angle: int) -> bytes:
    told = BytesIO()
    document = PdfDocument(paper)
    for sheet in document:
        sheet.set_rotation(angle)
    document.save(told)
    document.close()
    return told.getvalue()


# What Chromium and pdf.js say in the console of what these tests bring about.
@pytest.mark.parametrize("foreseen", ["401"])
def test_another_paper_of_an_ended_session_is_shown_after_the_login(
    page: Page, staffed: Staffed
) -> None:
    case = staffed.open(a_case(), a_paper(), a_long_paper(3))
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        expect(page.locator("#pdf[data-ready] .page")).to_have_count(2)
        staffed.now += timedelta(minutes=31)
        page.get_by_role("button", name="Phụ lục 1.pdf").click()
        again = page.get_by_role("dialog", name="Phiên làm việc đã hết")
        again.get_by_label("Mật khẩu").fill(PASSWORD)
        again.get_by_label("Mã xác thực 6 chữ số").fill(staffed.code("lan"))
        page.keyboard.press("Enter")
        expect(page.locator("#pdf[data-ready] .page")).to_have_count(3)
        expect(again).to_be_hidden()


@pytest.mark.parametrize(
    ("paper", "why", "foreseen"),
    [
        pytest.param(b"%PDF-1.7 nothing more", "Tệp hỏng", "Indexing all", id="a broken file"),
        pytest.param(encrypted_pdf(b"mo"), "đặt mật khẩu", "", id="a file with a password"),
    ],
)
def test_a_paper_that_cannot_be_drawn_is_told_with_why(
    page: Page, staffed: Staffed, paper: bytes, why: str
) -> None:
    case = staffed.open(a_case(), paper)
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        fault = page.locator("#pdf").get_by_role("alert")
        expect(fault).to_contain_text(why)
        expect(fault.get_by_role("link", name="Tải bản gốc")).to_have_attribute(
            "href", f"/ho-so/{case.number}/tep/0"
        )
        assert_accessible(page)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_the_text_lies_over_the_very_words_of_the_paper(
    page: Page, staffed: Staffed, angle: int
) -> None:
    case = staffed.open(a_case(), turned(a_paper(), angle))
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        expect(page.locator(READ)).to_be_attached()
        at = page.locator(".words").nth(1).evaluate(SHARE_OF_PAGE, "09120010")
    # In the paper: 380 points from the left, its foot 628 points from the bottom, 14 points high.
    width, height = A4
    upright = (380 / width, 1 - 642 / height, 14 * 4 / width, 14 / height)
    assert at == pytest.approx(rotated(upright, angle), abs=0.012)


SHARE_OF_PAGE = """(words, text) => {
  const span = [...words.querySelectorAll('span')].find(one => one.textContent === text)
  const [box, page] = [span, words.parentElement].map(one => one.getBoundingClientRect())
  return [(box.x - page.x) / page.width, (box.y - page.y) / page.height,
          box.width / page.width, box.height / page.height]
}"""


def rotated(box: tuple[float, ...], angle: int) -> tuple[float, ...]:
    """Return the box as it lies on the page turned clockwise."""
    x, y, w, h = box
    return {
        0: (x, y, w, h),
        90: (1 - y - h, x, h, w),
        180: (1 - x - w, 1 - y - h, w, h),
        270: (y, 1 - x - w, h, w),
    }[angle]


def test_the_words_of_every_page_are_found_and_copied_while_far_pages_are_not_drawn(
    page: Page, staffed: Staffed
) -> None:
    flag = a_flag(place=replace(PHONE_AT, page=12), against=replace(PHONE_AT, page=3))
    case = staffed.open(a_case(rows=TWO_ROWS, findings=(flag,)), a_long_paper(12))
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        expect(page.locator(READ)).to_be_attached()
        assert page.locator(".page canvas").count() < 5
        assert page.evaluate("() => window.find('sheet 11 of')")
        assert page.evaluate("() => getSelection().toString()") == "sheet 11 of"
        page.locator("#pdf").evaluate("host => host.scrollTo(0, 0)")
        page.keyboard.press("1")
        expect(page.locator(".page").nth(11).locator("canvas")).to_be_attached()
        expect(page.locator(".page").first.locator("canvas")).to_have_count(0)
        expect(page.locator("#pg")).to_have_text("Trang 12/12")
        expect(page.locator(".hl.on")).to_be_in_viewport()
        page.keyboard.press("z")
        expect(page.locator(".hl.on")).to_be_in_viewport()
        page.keyboard.press("1")
        expect(page.locator("#pg")).to_have_text("Trang 3/12")
        expect(page.locator(".hl.on")).to_be_in_viewport()
        page.keyboard.press("1")
        expect(page.locator("#pg")).to_have_text("Trang 12/12")
        page.locator(".hl.on").click()
        expect(page.locator(".fl .go")).to_be_focused()
        page.get_by_role("button", name="Hiện đánh dấu").click()
        expect(page.locator(".hl.on")).to_be_hidden()
        assert_accessible(page)


@pytest.mark.parametrize(
    ("filter_name", "foreseen"),
    [
        ("DCTDecode", ""),
        ("JPXDecode", ""),
        ("CCITTFaxDecode", "Falling back to JS"),
        ("JBIG2Decode", "Falling back to JS"),
    ],
)
def test_a_scan_is_drawn_however_its_machine_compressed_it(
    page: Page, staffed: Staffed, filter_name: str
) -> None:
    case = staffed.open(a_case(), a_scan(filter_name))
    with served(staffed, page) as address:
        enter(page, address, staffed, f"/ho-so/{case.number}")
        expect(page.locator(READ)).to_be_attached()
        drawn = page.locator(".page canvas").evaluate(GREY_AT, [[0.5, 0.5], [0.15, 0.15]])
    assert drawn == [0, 255]


GREY_AT = """(canvas, places) => places.map(([x, y]) =>
  canvas.getContext('2d').getImageData(x * canvas.width, y * canvas.height, 1, 1).data[0])"""
