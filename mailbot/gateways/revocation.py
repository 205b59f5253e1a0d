"""Revocation data from the operator's own places: CRLs (RFC 5280) and OCSP answers (RFC 6960).

No address is ever taken from a document or a certificate. What was fetched is kept, in memory and
in a directory, for as long as it says of itself. Whether an answer may be believed is decided by
`signing`; here only what could displace a good one is kept out.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from mailbot.errors import TryLaterError
from mailbot.gateways.backoff import Backoff
from mailbot.gateways.http import HttpLimits, exchange
from mailbot.words import say

Exchange = Callable[[str, HttpLimits, bytes | None, str], bytes]

CRL_LIMITS = HttpLimits()
OCSP_LIMITS = HttpLimits(bytes=100_000, seconds=10.0)
OCSP_REQUEST = "application/ocsp-request"
ANSWERS_KEPT = 1000
DER = serialization.Encoding.DER


@dataclass(frozen=True, slots=True)
class RevocationState:
    """The CRLs at hand (DER), and why each address that has no list in force has none, or did not
    answer when it was last asked.
    """

    crls: tuple[bytes, ...]
    faults: dict[str, str]


@dataclass(slots=True)
class _Source:
    """What is known of one address; instants are aware, in UTC."""

    content: bytes = b""
    fetched_at: datetime | None = None
    failures: int = 0
    try_at: datetime | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A responder's answer."""

    content: bytes
    fetched_at: datetime

    def over(self, now: datetime) -> bool:
        """Return whether its own time is over."""
        answers = ocsp.load_der_ocsp_response(self.content).responses
        return any(_over(one.next_update_utc, now) for one in answers)


@dataclass(eq=False)
class Revocation:
    """Fetches ahead, keeps, and tells what it could not fetch. Thread-safe.

    `issuers` are DER certificates of the authorities whose lists are taken; without any, every
    well-formed list is.
    """

    directory: Path
    crl_urls: tuple[str, ...] = ()
    ocsp_urls: tuple[str, ...] = ()
    issuers: tuple[bytes, ...] = ()
    refresh_seconds: int = 3600
    backoff: Backoff = field(default_factory=lambda: Backoff(60, 3600))
    exchange: Exchange = exchange
    _sources: dict[str, _Source] = field(default_factory=dict, init=False)
    _answers: dict[bytes, _Answer] = field(default_factory=dict, init=False)
    _silent: dict[str, str] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def refresh(self, now: datetime) -> RevocationState:
        """Fetch the lists that are due, and return what is at hand. Never raises for a list."""
        with self._lock:
            for url in self.crl_urls:
                self._refresh_one(url, now)
        return self.state(now)

    def state(self, now: datetime) -> RevocationState:
        """Return what is at hand without asking anybody."""
        sources = {url: self._source(url) for url in self.crl_urls}
        faults = {
            url: source.fault or say("outside.list_not_fetched")
            for url, source in sources.items()
            if not source.content or _over(_next_update(source.content), now)
        }
        lists = tuple(source.content for source in sources.values() if source.content)
        return RevocationState(lists, {**faults, **self._silent})

    def ocsp(self, certificate: bytes, issuer: bytes, now: datetime) -> bytes | None:
        """Return a responder's answer (DER) for a certificate, fresh or kept; None where no
        responder is configured, TryLaterError where none of them answers.
        """
        if not self.ocsp_urls:
            return None
        key = hashlib.sha256(issuer + certificate).digest()
        kept = self._answers.get(key)
        if kept is not None and now < kept.fetched_at + self._keep and not kept.over(now):
            return kept.content
        try:
            content = self._asked(certificate, issuer, now)
        except TryLaterError:
            if kept is None or kept.over(now):
                raise
            return kept.content
        with self._lock:
            self._answers[key] = _Answer(content, now)
            while len(self._answers) > ANSWERS_KEPT:
                del self._answers[next(iter(self._answers))]
        return content

    def _asked(self, certificate: bytes, issuer: bytes, now: datetime) -> bytes:
        request, serial_number = _request(certificate, issuer)
        faults = []
        for url in self.ocsp_urls:
            try:
                content = self.exchange(url, OCSP_LIMITS, request, OCSP_REQUEST)
                _check_answer(content, serial_number, now)
            except (TryLaterError, ValueError) as error:
                self._silent[url] = str(error)
                faults.append(f"{url}: {error}")
            else:
                self._silent.pop(url, None)
                return content
        raise TryLaterError(say("outside.status_unknown", faults="; ".join(faults)))

    def _refresh_one(self, url: str, now: datetime) -> None:
        source = self._source(url)
        if not self._due(source, now):
            return
        try:
            content = _crl(self.exchange(url, CRL_LIMITS, None, ""))
            self._check_list(content, source, now)
        except (TryLaterError, ValueError, UnsupportedAlgorithm) as error:
            source.failures += 1
            source.fault = str(error)
            chance = random.random()  # noqa: S311 - only spreads the load
            source.try_at = now + timedelta(seconds=self.backoff.delay(source.failures, chance))
        else:
            self._keep_content(url, source, content, now)

    def _due(self, source: _Source, now: datetime) -> bool:
        if source.try_at is not None:
            return now >= source.try_at
        return source.fetched_at is None or now >= source.fetched_at + self._keep

    def _check_list(self, content: bytes, source: _Source, now: datetime) -> None:
        """Raise ValueError for a list that must not displace the one we have."""
        new = x509.load_der_x509_crl(content)
        if self.issuers and not any(_signed_by(new, issuer) for issuer in self.issuers):
            raise ValueError(say("outside.list_of_unknown_authority"))
        if source.content:
            old = x509.load_der_x509_crl(source.content)
            if new.issuer != old.issuer and not _over(old.next_update_utc, now):
                raise ValueError(say("outside.list_of_another_authority"))
            if new.issuer == old.issuer and new.last_update_utc < old.last_update_utc:
                raise ValueError(say("outside.list_older"))

    @property
    def _keep(self) -> timedelta:
        return timedelta(seconds=self.refresh_seconds)

    def _source(self, key: str) -> _Source:
        if key not in self._sources:
            self._sources[key] = _Source(_kept_list(self._path(key)))
        return self._sources[key]

    def _keep_content(self, key: str, source: _Source, content: bytes, now: datetime) -> None:
        source.content, source.fetched_at = content, now
        source.failures, source.try_at, source.fault = 0, None, ""
        self.directory.mkdir(parents=True, exist_ok=True)
        new = self._path(key).with_suffix(".new")
        new.write_bytes(content)
        new.replace(self._path(key))

    def _path(self, key: str) -> Path:
        return self.directory / hashlib.sha256(key.encode()).hexdigest()


def _kept_list(path: Path) -> bytes:
    """Return the list a former run kept, nothing where there is none that can be read."""
    try:
        return _crl(path.read_bytes())
    except (OSError, ValueError):
        return b""


def _crl(content: bytes) -> bytes:
    """Return a list in DER, whichever form it came in; ValueError if it is none."""
    if content.lstrip().startswith(b"-----BEGIN"):
        return x509.load_pem_x509_crl(content).public_bytes(DER)
    return x509.load_der_x509_crl(content).public_bytes(DER)


def _signed_by(crl: x509.CertificateRevocationList, issuer: bytes) -> bool:
    certificate = x509.load_der_x509_certificate(issuer)
    if certificate.subject != crl.issuer:
        return False
    key = certificate.public_key()
    return crl.is_signature_valid(key)  # type: ignore[arg-type]


def _next_update(content: bytes) -> datetime | None:
    return x509.load_der_x509_crl(content).next_update_utc


def _over(end: datetime | None, now: datetime) -> bool:
    return end is not None and now >= end


def _request(certificate: bytes, issuer: bytes) -> tuple[bytes, int]:
    """Return the question (DER) and the serial number it asks about."""
    asked = x509.load_der_x509_certificate(certificate)
    by = x509.load_der_x509_certificate(issuer)
    # SHA-1 only names the certificate here; it is what every responder understands (RFC 5019).
    builder = ocsp.OCSPRequestBuilder().add_certificate(asked, by, hashes.SHA1())  # noqa: S303
    return builder.build().public_bytes(DER), asked.serial_number


def _check_answer(content: bytes, serial_number: int, now: datetime) -> None:
    """Raise ValueError unless the answer speaks of this certificate, and now."""
    answer = ocsp.load_der_ocsp_response(content)
    if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError(say("outside.ocsp_status", status=answer.response_status.name))
    mine = [one for one in answer.responses if one.serial_number == serial_number]
    if not mine:
        raise ValueError(say("outside.ocsp_other_certificate"))
    if any(_over(one.next_update_utc, now) for one in mine):
        raise ValueError(say("outside.ocsp_over"))
