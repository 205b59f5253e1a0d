"""`make screens`: pictures of every screen of the running demo, so that anyone can look at them.

They are written to build/screens: whole pages on a large and a small desktop, in narrow windows,
at 200 %, in forced colours, as printed; then the dark corners. What scrolls sideways is told.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from mailbot.commands.demo import DIRECTORY
from mailbot.demo.play import performing
from mailbot.demo.reception import Reception, receiving
from mailbot.words import load_words
from tests.chromium import CHROMIUM
from tests.console.corners import take_corners

Step = tuple[str, str, str, str]
TARGET = Path("build/screens")


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages are looked at; `media` is as Playwright's emulate_media takes it."""

    name: str
    width: int
    height: int
    scale: int = 1
    media: Mapping[str, Any] = field(default_factory=dict)


LOOKS = (
    Look("1440", 1440, 900),
    Look("1366", 1366, 768),
    Look("900", 900, 1100),
    Look("768", 768, 1024),
    Look("320", 320, 700),
    Look("zoomed", 720, 450, 2, {"reduced_motion": "reduce"}),
    Look("forced", 1440, 900, media={"forced_colors": "active", "color_scheme": "dark"}),
    Look("printed", 1030, 1000, media={"media": "print"}),
)
# Name, user, address.
SCREENS: tuple[tuple[str, str, str], ...] = (
    ("01-queue", "minh", "/"),
    ("02-case", "minh", "@case"),
    ("03-deadlines", "minh", "/thoi-han"),
    ("03b-deadlines-late", "minh", "/thoi-han/qua-han"),
    ("03c-deadlines-answered", "minh", "/thoi-han/da-tra-loi"),
    ("04-intake", "minh", "/tiep-nhan"),
    ("04b-intake-form", "minh", "/tiep-nhan/moi"),
    ("05-tasks", "minh", "/viec-can-lam"),
    ("06-signing", "minh", "/trinh-ky"),
    ("07-agencies", "minh", "/co-quan"),
    ("07b-agency", "minh", "/co-quan/ubnd-thot-not"),
    ("07c-agency-edit", "minh", "/co-quan/ubnd-thot-not/sua"),
    ("08-mailboxes", "minh", "/hop-thu"),
    ("09-calendar", "hanh", "/lich"),
    ("09b-calendar-next", "hanh", "/lich?thang=2027-02"),
    ("10-reports", "minh", "/bao-cao"),
    ("10b-register", "minh", "/bao-cao/so-theo-doi"),
    ("11-audit", "kiet", "/nhat-ky"),
    ("12-system", "hanh", "/he-thong"),
    ("13-users", "hanh", "/nguoi-dung"),
    ("14-account", "minh", "/tai-khoan"),
)
# Name, user, address, what opens the dialog.
DIALOGS: tuple[Step, ...] = (
    ("02b-supplement", "minh", "@case", "[data-key=KeyB]"),
    ("02c-refusal", "minh", "@case", "[data-key=KeyT]"),
    ("02d-edit", "minh", "@case", ".rows .name"),
    ("02e-pass-on", "minh", "@case", "[data-key=KeyG]"),
    ("04c-filed", "minh", "/tiep-nhan", "td a, th a"),
    ("05b-give", "minh", "/viec-can-lam", "[hx-get$='/giao']"),
    ("05c-cannot", "minh", "/viec-can-lam", "[hx-get$='/khong-lam-duoc']"),
    ("05d-password", "minh", "/viec-can-lam", "form[hx-post$='/mat-khau'] button"),
    ("13b-invite", "hanh", "/nguoi-dung", "[hx-get='/nguoi-dung/moi']"),
    ("13c-roles", "hanh", "/nguoi-dung", "[hx-get$='/vai-tro']"),
)


PICTURES = """() => Promise.all([...document.images].filter(one => one.loading !== 'lazy')
  .map(one => one.decode().catch(() => {})))"""
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


def main() -> None:
    """Run the demo and take every picture."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    wanted = sys.argv[1:]
    with (
        performing(DIRECTORY, load_words(), lambda *_, **__: None) as play,
        receiving(play.house) as reception,
    ):
        play.send()
        play.wait_until_settled()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for look in LOOKS:
                context = browser.new_context(
                    viewport={"width": look.width, "height": look.height},
                    device_scale_factor=look.scale,
                    locale="vi-VN",
                    timezone_id="Asia/Ho_Chi_Minh",
                )
                page = context.new_page()
                page.emulate_media(**look.media)
                _take(page, reception, look.name, wanted)
                context.close()
            take_corners(browser, TARGET)
            browser.close()


def _take(page: Page, reception: Reception, size: str, wanted: list[str]) -> None:
    page.goto(f"{reception.address}/dang-nhap")
    page.screenshot(path=TARGET / f"00-login-{size}.png", full_page=True)
    links = {user.name: user.link for user in reception.users}
    inside = ""
    for name, user, path, opens in (*((*one, "") for one in SCREENS), *DIALOGS):
        if wanted and not any(name.startswith(one) for one in wanted):
            continue
        if opens and size == "printed":
            continue
        if inside != user:
            page.goto(links[user])
            inside = user
        answer = page.goto(f"{reception.address}{_path(page, reception, path)}")
        if answer is None or answer.status != 200:
            sys.stderr.write(f"{name}: {answer.status if answer else 0}\n")
            continue
        page.wait_for_load_state("networkidle")
        if opens:
            page.locator(opens).first.click(timeout=5000)
            page.wait_for_load_state("networkidle")
            if path != "/tiep-nhan":
                page.locator("dialog[open]").wait_for()
        page.evaluate(PICTURES)
        if page.evaluate(SIDEWAYS):
            sys.stderr.write(f"{name}-{size}: scrolls sideways\n")
        page.screenshot(path=TARGET / f"{name}-{size}.png", full_page=not opens)


def _path(page: Page, reception: Reception, path: str) -> str:
    """Return the address; `@case` is the first case of the queue."""
    if path != "@case":
        return path
    page.goto(f"{reception.address}/")
    found = re.search(r'href="(/ho-so/[^"?]+[^"]*)"', page.content())
    return found[1].replace("&amp;", "&") if found else "/"


if __name__ == "__main__":
    main()
