"""Papers printed by a browser and by WeasyPrint: both break words where a cell is too narrow."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import weasyprint
from playwright.sync_api import Browser, sync_playwright
from weasyprint.text.fonts import FontConfiguration

from tests.chromium import CHROMIUM
from tests.parsers.corpus.page import page_of
from tests.parsers.corpus.paper import Paper

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a browser that prints many papers; its start is what costs."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield opened
        finally:
            opened.close()


def print_in(browser: Browser, papers: Mapping[str, Paper]) -> dict[str, bytes]:
    """Return each paper as the PDF the browser prints."""
    page = browser.new_page()
    found = {}
    for name, paper in papers.items():
        page.set_content(page_of(paper))
        page.evaluate("document.fonts.ready")
        found[name] = page.pdf(prefer_css_page_size=True)
    page.close()
    return found


def weasy(paper: Paper) -> bytes:
    """Return the paper as WeasyPrint draws it."""
    found: object = weasyprint.HTML(string=page_of(paper)).write_pdf(
        font_config=FontConfiguration()
    )
    assert isinstance(found, bytes)
    return found
