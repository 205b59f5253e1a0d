"""Revocation data is fetched from configured places, kept while it lasts, and never guessed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from mailbot.errors import TryLaterError
from mailbot.gateways.http import HttpLimits, exchange
from mailbot.gateways.revocation import Revocation
from tests.ages import AGES, long_before_ages

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DER = serialization.Encoding.DER


@dataclass
class Authority:
    """A small authority with a certificate to ask about."""

    name: str = "CA"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def subject(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])

    def certificate(self, serial_number: int) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(self.subject)
            .issuer_name(self.subject)
            .public_key(self.key.public_key())
            .serial_number(serial_number)
            .not_valid_before(NOW - timedelta(days=9))
            .not_valid_after(NOW + timedelta(days=9))
            .sign(self.key, hashes.SHA256())
        )

    def crl(self, at: datetime = NOW, hours: int = 24) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.subject)
            .last_update(at)
            .next_update(at + timedelta(hours=hours))
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(DER)

    def answer(self, serial_number: int, at: datetime = NOW, hours: int = 12) -> bytes:
        builder = ocsp.OCSPResponseBuilder().add_response(
            self.certificate(serial_number), self.certificate(1), hashes.SHA1(),
            ocsp.OCSPCertStatus.GOOD, at, at + timedelta(hours=hours), None, None,
        ).responder_id(ocsp.OCSPResponderEncoding.NAME, self.certificate(1))  # fmt: skip
        return builder.sign(self.key, hashes.SHA256()).public_bytes(DER)


@dataclass
class Site:
    """A web server that says what it is told, and counts."""

    pages: dict[str, bytes | float | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path, b"")
            if isinstance(page, str):
                self.send_response(302)
                self.send_header("Location", page)
                self.end_headers()
            elif isinstance(page, float):
                self._drip(page)
            else:
                self.send_response(200 if page else 404)
                self.end_headers()
                self.wfile.write(page)

        def do_POST(self) -> None:
            site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def _drip(self, seconds: float) -> None:
            self.send_response(200)
            self.end_headers()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.wfile.write(b".")
                time.sleep(0.05)

        def log_message(self, *_: object) -> None:
            return

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def authority() -> Authority:
    return Authority()


def a_revocation(directory: Path, site: Site, **changes: object) -> Revocation:
    values: dict[str, object] = {"crl_urls": (f"{site.url}/crl",), **changes}
    return Revocation(directory, **values)  # type: ignore[arg-type]


def test_a_list_is_fetched_once_and_again_when_it_is_due(
    tmp_path: Path, site: Site, authority: Authority
) -> None:
    site.pages["/crl"] = first = authority.crl()
    revocation = a_revocation(tmp_path, site)
    assert revocation.state(NOW).faults == {f"{site.url}/crl": "chưa tải"}
    assert revocation.refresh(NOW).crls == (first,)
    revocation.refresh(NOW + timedelta(minutes=59))
    assert len(site.asked) == 1
    site.pages["/crl"] = newer = authority.crl(NOW + timedelta(hours=1))
    state = revocation.refresh(NOW + timedelta(hours=1))
    assert (state.crls, state.faults) == ((newer,), {})


def test_a_list_in_pem_is_taken_too(tmp_path: Path, site: Site, authority: Authority) -> None:
    der = authority.crl()
    pem = x509.load_der_x509_crl(der).public_bytes(serialization.Encoding.PEM)
    site.pages["/crl"] = pem
    assert a_revocation(tmp_path, site).refresh(NOW).crls == (der,)


def test_a_restart_keeps_what_was_fetched(tmp_path: Path, site: Site, authority: Authority) -> None:
    site.pages["/crl"] = authority.crl()
    kept = a_revocation(tmp_path, site).refresh(NOW).crls
    del site.pages["/crl"]
    state = a_revocation(tmp_path, site).refresh(NOW + timedelta(hours=2))
    assert (state.crls, state.faults) == (kept, {})


def test_a_broken_file_is_as_good_as_none(tmp_path: Path, site: Site, authority: Authority) -> None:
    site.pages["/crl"] = authority.crl()
    kept = a_revocation(tmp_path, site).refresh(NOW).crls
    for path in tmp_path.iterdir():
        path.write_bytes(b"x")
    revocation = a_revocation(tmp_path, site)
    assert revocation.state(NOW).crls == ()
    assert revocation.refresh(NOW).crls == kept


def test_a_list_that_cannot_be_fetched_is_told_once_its_time_is_over(
    tmp_path: Path, site: Site, authority: Authority
) -> None:
    site.pages["/crl"] = authority.crl()
    revocation = a_revocation(tmp_path, site)
    revocation.refresh(NOW)
    del site.pages["/crl"]
    assert revocation.refresh(NOW + timedelta(hours=23)).faults == {}
    faults = revocation.refresh(NOW + timedelta(hours=25)).faults
    assert "404" in faults[f"{site.url}/crl"]


def test_a_place_that_fails_is_asked_again_after_a_while(tmp_path: Path, site: Site) -> None:
    revocation = a_revocation(tmp_path, site)
    revocation.refresh(NOW)
    revocation.refresh(NOW + timedelta(seconds=29))
    assert len(site.asked) == 1
    revocation.refresh(NOW + timedelta(seconds=61))
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<html>Đăng nhập mạng khách</html>".encode(), id="a login page"),
        pytest.param(b"-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----\n", id="bad pem"),
        pytest.param(Authority("Other").crl(NOW + timedelta(hours=1)), id="another authority"),
        pytest.param(Authority("CA").crl(NOW + timedelta(hours=1)), id="the name only"),
    ],
)
def test_what_is_no_list_of_ours_never_displaces_the_good_one(
    tmp_path: Path, site: Site, authority: Authority, page: bytes
) -> None:
    site.pages["/crl"] = authority.crl()
    issuers = (authority.certificate(1).public_bytes(DER),)
    revocation = a_revocation(tmp_path, site, issuers=issuers)
    good = revocation.refresh(NOW).crls
    assert len(good) == 1
    site.pages["/crl"] = page
    assert revocation.refresh(NOW + timedelta(hours=2)).crls == good


def test_an_older_list_never_displaces_a_newer_one(
    tmp_path: Path, site: Site, authority: Authority
) -> None:
    site.pages["/crl"] = newer = authority.crl()
    revocation = a_revocation(tmp_path, site)
    revocation.refresh(NOW)
    site.pages["/crl"] = authority.crl(NOW - timedelta(hours=3))
    assert revocation.refresh(NOW + timedelta(hours=2)).crls == (newer,)


def test_another_authoritys_list_makes_no_way_for_an_older_one(
    tmp_path: Path, site: Site, authority: Authority
) -> None:
    """Lists come over plain HTTP: whoever sits on the line may send any that was ever signed."""
    root = Authority("Root CA")
    issuers = tuple(one.certificate(1).public_bytes(DER) for one in (authority, root))
    revocation = a_revocation(tmp_path, site, issuers=issuers)
    site.pages["/crl"] = newer = authority.crl()
    revocation.refresh(NOW)
    for hours, page in ((2, root.crl()), (4, authority.crl(NOW - timedelta(hours=3)))):
        site.pages["/crl"] = page
        assert revocation.refresh(NOW + timedelta(hours=hours)).crls == (newer,)

    site.pages["/crl"] = theirs = root.crl(NOW + timedelta(hours=25))
    assert revocation.refresh(NOW + timedelta(hours=25)).crls == (theirs,)


def test_an_answer_is_asked_for_and_kept(tmp_path: Path, site: Site, authority: Authority) -> None:
    site.pages["/ocsp"] = answer = authority.answer(7)
    revocation = a_revocation(tmp_path, site, ocsp_urls=(f"{site.url}/ocsp",))
    certificate = authority.certificate(7).public_bytes(DER)
    issuer = authority.certificate(1).public_bytes(DER)
    assert revocation.ocsp(certificate, issuer, NOW) == answer
    assert revocation.ocsp(certificate, issuer, NOW + timedelta(minutes=30)) == answer
    assert len(site.asked) == 1
    assert ocsp.load_der_ocsp_request(site.posted[0]).serial_number == 7
    del site.pages["/ocsp"]
    assert revocation.ocsp(certificate, issuer, NOW + timedelta(hours=11)) == answer
    with pytest.raises(TryLaterError):
        revocation.ocsp(certificate, issuer, NOW + timedelta(hours=13))


def test_without_a_responder_there_is_no_answer_and_nobody_is_asked(
    tmp_path: Path, site: Site, authority: Authority
) -> None:
    certificate = authority.certificate(7).public_bytes(DER)
    assert a_revocation(tmp_path, site).ocsp(certificate, certificate, NOW) is None
    assert site.asked == []


@pytest.mark.parametrize("hours", [12, 1])
def test_an_answer_of_another_certificate_or_time_is_not_taken(
    tmp_path: Path, site: Site, authority: Authority, hours: int
) -> None:
    other = authority.answer(8 if hours == 12 else 7, NOW - timedelta(hours=2), hours)
    site.pages |= {"/bad": other, "/good": authority.answer(7)}
    bad, good = f"{site.url}/bad", f"{site.url}/good"
    certificate = authority.certificate(7).public_bytes(DER)
    issuer = authority.certificate(1).public_bytes(DER)
    with pytest.raises(TryLaterError):
        a_revocation(tmp_path, site, ocsp_urls=(bad,)).ocsp(certificate, issuer, NOW)
    both = a_revocation(tmp_path, site, ocsp_urls=(bad, good))
    assert both.ocsp(certificate, issuer, NOW) == site.pages["/good"]


def test_a_server_that_drips_or_floods_is_left(site: Site) -> None:
    site.pages |= {"/slow": AGES, "/big": b"x" * 100_000}
    with long_before_ages(), pytest.raises(TryLaterError):
        exchange(f"{site.url}/slow", HttpLimits(seconds=0.5))
    with pytest.raises(TryLaterError):
        exchange(f"{site.url}/big", HttpLimits(bytes=50_000))


def test_a_redirect_leads_no_further_than_the_same_host(site: Site) -> None:
    other_name = site.url.replace("127.0.0.1", "localhost")
    site.pages |= {"/out": f"{other_name}/page", "/file": "file:///etc/passwd", "/in": "/page"}
    site.pages["/page"] = b"page"
    assert exchange(f"{site.url}/in", HttpLimits()) == b"page"
    for path in ("/out", "/file"):
        with pytest.raises(TryLaterError):
            exchange(site.url + path, HttpLimits())
    assert site.asked == ["/in", "/page", "/out", "/file"]
