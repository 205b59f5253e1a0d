"""Notices with time stamps, from a service over HTTP that may be away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mailbot.cases.state import State
from signing import Level, Signature, Verdict, verify_pdf
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import file_named
from tests.journeys.world import World, a_mail, a_world_in
from tests.pki import asking
from tests.servers.mail import MailServers


class Service:
    """A time stamp service; `ask` answers, None is an outage."""

    ask: Callable[[bytes], bytes] | None = None


@pytest.fixture
def service() -> Iterator[str]:
    Service.ask = None

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            answer = Service.ask(request) if Service.ask else b""
            self.send_response(200 if Service.ask else 503)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def asked(servers: MailServers, folder: Path, url: str, outage: str) -> Iterator[World]:
    """Yield a world in which a request was sent that can be answered."""
    signing = {"tsa_url": url, "tsa_outage": outage}
    with a_world_in(folder, servers, signing=signing) as world:
        later = [timedelta()]
        world.house.clock = lambda: datetime.now(UTC) + later[0]
        world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
        world.take_in()
        world.work()
        later[0] += timedelta(minutes=1)
        yield world


def notice(world: World) -> Signature:
    """Return the signature of the notice the agency got."""
    assert world.the_case().state is State.ANSWERED
    signed = file_named(world.replies()[-1], "Thông báo")
    report = verify_pdf(signed, world.house.trust, world.house.clock() + timedelta(minutes=1))
    assert report.verdict is Verdict.PASSED
    return report.signatures[0]


def test_a_notice_waits_for_its_time_stamp_and_is_then_proven_for_years(
    mail_servers: MailServers, tmp_path: Path, service: str
) -> None:
    with asked(mail_servers, tmp_path, service, "wait") as world:
        assert world.the_case().state is State.PROVISIONED
        assert world.replies() == ()
        Service.ask = asking(world.pki.tsa)
        world.work()
        assert notice(world).level is Level.B_LT


def test_a_notice_goes_without_a_time_stamp_where_the_settings_say_so_and_the_log_tells(
    mail_servers: MailServers, tmp_path: Path, service: str, caplog: pytest.LogCaptureFixture
) -> None:
    with asked(mail_servers, tmp_path, service, "without") as world:
        assert notice(world).level is Level.B_B
        assert "signed_without_timestamp" in caplog.text
