"""Metrics over HTTP on this machine only, for Prometheus: a thread that answers GET /metrics."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mailbot import logbook
from mailbot.errors import MailbotError, SettingsError, os_reason
from mailbot.house import House
from mailbot.operations.metrics import metrics
from mailbot.operations.metrics_text import CONTENT_TYPE, exposition
from mailbot.words import say

LOOPBACK = "127.0.0.1"
DOWN = "# HELP mailbot_up 1 where the database answers.\n# TYPE mailbot_up gauge\nmailbot_up {up}\n"


class MetricsServer:
    """Serves what `tell` returns until it is closed. Port 0 takes any free one; see `port`."""

    def __init__(self, tell: Callable[[], str], port: int) -> None:
        try:
            self._server = _Server((LOOPBACK, port), _Handler, tell)
        except OSError as error:
            raise SettingsError(
                say("outside.port_not_opened", port=port, reason=os_reason(error))
            ) from error
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="metrics", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serve_metrics(house: House) -> Iterator[None]:
    """Serve metrics where the settings ask for it, as long as the block lasts."""
    port = house.settings.operations.metrics_port
    server = MetricsServer(lambda: told_by(house), port) if port else None
    try:
        yield
    finally:
        if server is not None:
            server.close()


def told_by(house: House) -> str:
    """Return every metric; where the database is away, that it is."""
    try:
        found = metrics(house.database, house.clock())
    except MailbotError:
        return DOWN.format(up=0)
    return DOWN.format(up=1) + exposition(found)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Tell of a scrape that failed, unless who asked is gone."""
        if not isinstance(sys.exception(), ConnectionError):
            logbook.bug("metrics", 0)

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[BaseHTTPRequestHandler],
        tell: Callable[[], str],
    ) -> None:
        self.tell = tell
        super().__init__(address, handler)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        """Answer one scrape."""
        assert isinstance(self.server, _Server)
        if self.path != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = self.server.tell().encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's name)
        """Log nothing: scrapes are no events."""
