"""What a verdict rests on: the issuers of a certificate, and what they say about revocation.

For the evidence that is kept with a case, and for what a B-LT signature carries along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import crl, ocsp, x509

from signing.trust import TrustStore

_MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Material:
    """Issuers' certificates (nearest first), revocation lists and OCSP answers, DER."""

    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]


def material_for(certificate: bytes, trust: TrustStore) -> Material:
    """Return the part of the store that speaks of this certificate and of its issuers."""
    above = tuple(_issuers(certificate, trust))
    chain = [_names(der) for der in (certificate, *above)]
    issuers = {one.issuer for one in chain}
    serials = {one.serial_number for one in chain}
    return Material(
        certificates=above,
        crls=tuple(der for der in trust.crls if _issuer_of_list(der) in issuers),
        ocsps=tuple(der for der in trust.ocsps if serials & set(answered(der))),
    )


def _issuers(certificate: bytes, trust: TrustStore) -> Iterator[bytes]:
    known = trust.authorities
    current = _names(certificate)
    for _ in range(_MAX_DEPTH):
        if current.subject == current.issuer:
            return
        above = next((der for der in known if _names(der).subject == current.issuer), None)
        if above is None:
            return
        yield above
        current = _names(above)


@dataclass(frozen=True, slots=True)
class _Names:
    """Who a certificate (DER) speaks of, by whom; names made comparable."""

    subject: str
    issuer: str
    serial_number: int


@lru_cache(maxsize=512)
def _names(certificate: bytes) -> _Names:
    read = x509.Certificate.load(certificate)
    return _Names(read.subject.hashable, read.issuer.hashable, read.serial_number)


@lru_cache(maxsize=32)
def _issuer_of_list(der: bytes) -> str:
    return str(crl.CertificateList.load(der).issuer.hashable)


def answered(der: bytes, at: datetime | None = None) -> Iterator[int]:
    """Yield the serial numbers an OCSP answer (DER) speaks of, and is in force for as of `at`."""
    answer = ocsp.OCSPResponse.load(der)
    if answer["response_status"].native != "successful":
        return
    for response in answer.response_data["responses"]:
        end = response["next_update"].native
        if at is None or end is None or at < end:
            yield response["cert_id"]["serial_number"].native
