"""The console in Debian's Chromium: served on a port of its own, looked at, and held to WCAG."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from mailbot.console.app import application
from tests.console.office import Staffed

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")

expect.set_options(timeout=20_000)  # the sandbox may be slow to read the first list


@contextmanager
def served(staffed: Staffed, *pages: Page) -> Iterator[str]:
    """Yield the address of the console on a port of its own; at the end the pages are closed
    before it: they may still be asking for something.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        app = application(staffed.house)
        settings = uvicorn.Config(app, log_config=None, log_level="error", access_log=False)
        server = uvicorn.Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://localhost:{listening.getsockname()[1]}"
        finally:
            for page in pages:
                page.close()
            server.should_exit = True
            thread.join()


def addresses_asked(page: Page) -> list[str]:
    """Return the list that every address the page asks for from now on comes into, without host and
    port: a port is the machine's choice and has any digits.
    """
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(urlsplit(request.url)._replace(scheme="", netloc="").geturl()),
    )
    return asked


def listen(page: Page, said: list[str]) -> None:
    """Keep every warning and error of the page; let it reach nothing but our server."""

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"warning", "error"}:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", _only_here)


def _only_here(route: Route) -> None:
    if route.request.url.startswith(("http://localhost:", "data:", "blob:")):
        route.continue_()
    else:
        route.abort()


def assert_accessible(page: Page) -> None:
    """Fail with what axe-core has against the page as it stands (WCAG 2.2 AA and good habits)."""
    found = page.evaluate(f"{AXE}; axe.run().then(told => told.violations)")
    # The canvas on which pdf.js measures text lies outside the landmarks; nobody meets it.
    told = [
        (
            one["id"],
            [node["html"][:120] for node in one["nodes"] if "hiddenCanvas" not in node["html"]],
        )
        for one in found
    ]
    assert [(name, nodes) for name, nodes in told if nodes] == []


def with_authenticator(page: Page) -> None:
    """Give the browser an authenticator that verifies its user without asking."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
