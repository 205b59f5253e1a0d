"""The services on the network by which others prove themselves: time stamps, lists, answers of the
certification authorities over HTTP, keys of mail servers in the DNS.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.x509 import ocsp

from tests.crash.jumping_clock import shift_in
from tests.intake.test_dkim_evidence import record
from tests.journeys.world import World
from tests.pki import asking
from tests.pki.ocsp import ocsp_answer
from tests.servers.mail import OUTSIDER
from tests.servers.names import answering_names, texts_of
from tests.servers.ports import HOST

TIME_STAMPS, ANSWERS, LISTS = "/tsa", "/ocsp", ("/root.crl", "/sub.crl", "/tsa-root.crl")


@dataclass
class Authorities:
    """Where they are asked; they answer once there is a world, whose clock is kept in `folder`.
    `names` is the port of the DNS.
    """

    address: str
    folder: Path
    names: int
    world: World | None = None
    was_asked: bool = False

    @property
    def settings(self) -> dict[str, dict[str, Any]]:
        """What the settings say of them."""
        return {
            "signing": {"tsa_url": self.address + TIME_STAMPS},
            "evidence": {"dkim": True},
            "trust": {
                "crl_files": [],
                "crl_urls": [self.address + path for path in LISTS],
                "ocsp_urls": [self.responder],
            },
        }

    @property
    def responder(self) -> str:
        """Where one asks about a certificate."""
        return self.address + ANSWERS

    def answer(self, path: str, asked: bytes) -> bytes | None:
        """Return what the service at this path says. One list is not to be had before somebody
        has asked about a certificate that it is for.
        """
        assert self.world is not None
        pki = self.world.pki
        if path == LISTS[1] and not self.was_asked:
            return None
        if path in LISTS:
            return pki.crls()[LISTS.index(path)]
        if path == TIME_STAMPS:
            return asking(pki.tsa, datetime.now(UTC) + shift_in(self.folder))(asked)
        self.was_asked = True
        serial = ocsp.load_der_ocsp_request(asked).serial_number
        known = (self.world.organisation, self.world.leader)
        (who,) = (one for one in known if one.certificate.serial_number == serial)
        return ocsp_answer(who, pki.intermediate, pki.now - timedelta(minutes=1))


def _as_text(record: bytes) -> str:
    """Return the record as a zone file has it, where no string is longer than 255 characters."""
    text = record.decode()
    return " ".join(f'"{text[start : start + 200]}"' for start in range(0, len(text), 200))


@contextmanager
def running_authorities(folder: Path) -> Iterator[Authorities]:
    """Have them answer until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, asked: bytes) -> None:
            told = authorities.answer(self.path, asked)
            self.send_response(503 if told is None else 200)
            self.send_header("Content-Length", str(len(told or b"")))
            self.end_headers()
            self.wfile.write(told or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    keys = {f"thu1._domainkey.{OUTSIDER.partition('@')[2]}.": (_as_text(record()),)}
    with (
        answering_names(partial(texts_of, keys)) as names,
        ThreadingHTTPServer((HOST, 0), Handler) as server,
    ):
        authorities = Authorities(f"http://{HOST}:{server.server_address[1]}", folder, names)
        threading.Thread(target=server.serve_forever).start()
        yield authorities
        server.shutdown()
