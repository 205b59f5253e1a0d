"""The one PKI of these tests, its people, and the files they sign; everything made once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from signing import SignatureReport, TrustStore, verify_pdf
from tests.pki import Identity, TestPki, simple_pdf, token
from tests.pki.token import NewToken

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
SIGNED_AT = NOW - timedelta(minutes=30)
AGENCY = "ỦY BAN NHÂN DÂN PHƯỜNG CÁI KHẾ"
CITY = "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"
MAILBOX = "caikhe@cantho.gov.vn"
LEADER = "Nguyễn Hữu Phước"
LEADER_PIN = "8642"


@lru_cache
def pki() -> TestPki:
    """Return the PKI; nobody revokes anything in it (take `fresh_pki` for that)."""
    return TestPki.build(NOW)


def fresh_pki() -> TestPki:
    """Return a PKI of the same keys and names that the test may change."""
    return TestPki.build(NOW)


@lru_cache
def organisation() -> Identity:
    return pki().organisation(AGENCY, CITY, email=MAILBOX)


@lru_cache
def leader() -> Identity:
    return pki().person(LEADER, CITY, AGENCY, email="phuoc@cantho.gov.vn")


@lru_cache
def make_tokens() -> None:
    """Have a token `mailbot` with the keys `lanh-dao` and `van-thu` of the two, and a token
    `giam-doc` of the leader's alone.
    """
    both = NewToken("mailbot", {"van-thu": organisation(), "lanh-dao": leader()})
    token.make(both, NewToken("giam-doc", {"lanh-dao": leader()}, LEADER_PIN))


@lru_cache
def trust() -> TrustStore:
    return pki().trust_store()


@lru_cache
def plain() -> bytes:
    return simple_pdf()


@lru_cache
def signed() -> bytes:
    """Return a letter with the organisation's signature, level B-B."""
    return pki().sign(plain(), organisation())


@lru_cache
def letter() -> bytes:
    """Return a letter signed by the leader, then issued by the organisation."""
    approved = pki().sign(plain(), leader(), field_name="Signature1")
    return pki().sign(approved, organisation(), field_name="Signature2")


def verify(data: bytes, store: TrustStore | None = None, at: datetime = NOW) -> SignatureReport:
    return verify_pdf(data, store or trust(), at)


def codes(report: SignatureReport) -> list[str]:
    return [reason.code for reason in report.reasons]
