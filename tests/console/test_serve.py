"""The console on a real socket: with its own certificate, or behind a proxy that has one."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mailbot.console import serve
from mailbot.console.serve import Pages, configuration
from mailbot.errors import SettingsError
from tests.console.office import Staffed, a_staffed_house
from tests.logged import a_log

PROXIED = {
    "Origin": "https://hoso.cantho.gov.vn",
    "Host": "hoso.cantho.gov.vn",
    "X-Forwarded-Proto": "https",
}


@contextmanager
def listening(staffed: Staffed) -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(configuration(staffed.house, lambda: None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def a_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "console.pem", folder / "console-key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def test_what_is_no_request_is_an_event_of_the_log(tmp_path: Path) -> None:
    with (
        a_log(tmp_path) as log,
        a_staffed_house(tmp_path) as staffed,
        listening(staffed) as port,
        socket.create_connection(("127.0.0.1", port)) as asked,
    ):
        asked.sendall(b"\x16\x03\x01 no HTTP\r\n\r\n")
        assert asked.recv(100).startswith(b"HTTP/1.1 400")
    assert [one["library"] for one in log.of("library_warned")] == ["uvicorn.error"]


def test_with_a_certificate_of_its_own_it_speaks_tls(tmp_path: Path) -> None:
    certificate, key = a_certificate(tmp_path)
    chosen = {"tls_certificate": str(certificate), "tls_key": str(key)}
    trust = ssl.create_default_context(cafile=str(certificate))
    with a_staffed_house(tmp_path, console=chosen) as staffed, listening(staffed) as port:
        asking = http.client.HTTPSConnection("localhost", port, context=trust, timeout=10)
        asking.request("GET", "/dang-nhap")
        answer = asking.getresponse()
        assert answer.status == 200
        assert answer.getheader("server") is None
        assert "Đăng nhập" in answer.read().decode()
        asking.close()


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    certificate, key = a_certificate(tmp_path)
    key.write_text("no key")
    chosen = {"tls_certificate": str(certificate), "tls_key": str(key)}
    with (
        a_staffed_house(tmp_path, console=chosen) as staffed,
        pytest.raises(SettingsError, match=r"console.tls_key.*không phải chứng thư và khóa"),
    ):
        Pages(staffed.house, (), lambda: None)


@pytest.mark.parametrize(
    ("proxies", "status"),
    [
        pytest.param(["127.0.0.1"], 401, id="a trusted proxy says that the browser used TLS"),
        pytest.param([], 403, id="anybody could say so"),
    ],
)
def test_only_a_trusted_proxy_is_believed(tmp_path: Path, proxies: list[str], status: int) -> None:
    with (
        a_staffed_house(tmp_path, console={"trusted_proxies": proxies}) as staffed,
        listening(staffed) as port,
    ):
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        asking.request(
            "POST",
            "/dang-nhap",
            "name=a&password=b&code=1",
            PROXIED | {"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert asking.getresponse().status == status
        asking.close()


def test_who_was_let_in_just_before_the_end_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a new start systemd holds the door: whoever comes later waits for the next pages."""
    monkeypatch.setattr(serve, "LET_IN_SECONDS", 3.0)
    with a_staffed_house(tmp_path) as staffed, socket.create_server(("127.0.0.1", 0)) as door:
        pages = Pages(staffed.house, (door,), lambda: None)
        thread = threading.Thread(target=pages.serve)
        thread.start()
        asking = http.client.HTTPConnection("127.0.0.1", door.getsockname()[1], timeout=10)
        asking.request("GET", "/dang-nhap")
        asking.getresponse().read()
        pages.stop()
        time.sleep(0.5)  # it has noticed
        asking.request("GET", "/dang-nhap")
        assert asking.getresponse().status == 200
        asking.close()
        thread.join()
