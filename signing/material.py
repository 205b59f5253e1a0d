"""What a verdict rests on: the issuers of a certificate, and what they say about revocation.

For the evidence that is kept with a case, and for what a B-LT signature carries along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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
    chain = [x509.Certificate.load(certificate), *_issuers(certificate, trust)]
    issuers = {one.issuer.hashable for one in chain}
    serials = {one.serial_number for one in chain}
    return Material(
        certificates=tuple(one.dump() for one in chain[1:]),
        crls=tuple(
            der for der in trust.crls if crl.CertificateList.load(der).issuer.hashable in issuers
        ),
        ocsps=tuple(der for der in trust.ocsps if serials & set(answered(der))),
    )


def _issuers(certificate: bytes, trust: TrustStore) -> Iterator[x509.Certificate]:
    known = [
        x509.Certificate.load(der) for der in (*trust.intermediates, *trust.roots, *trust.tsa_roots)
    ]
    current = x509.Certificate.load(certificate)
    for _ in range(_MAX_DEPTH):
        if current.self_issued:
            return
        above = next((one for one in known if one.subject == current.issuer), None)
        if above is None:
            return
        yield above
        current = above


def answered(der: bytes, at: datetime | None = None) -> Iterator[int]:
    """Yield the serial numbers an OCSP answer (DER) speaks of, and is in force for as of `at`."""
    answer = ocsp.OCSPResponse.load(der)
    if answer["response_status"].native != "successful":
        return
    for response in answer.response_data["responses"]:
        end = response["next_update"].native
        if at is None or end is None or at < end:
            yield response["cert_id"]["serial_number"].native
