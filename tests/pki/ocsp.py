"""OCSP answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.pki.certificates import Identity


def ocsp_answer(
    who: Identity, issuer: Identity, at: datetime, revoked_at: datetime | None = None
) -> bytes:
    """Return the issuer's own answer (DER) on the certificate, good for a day."""
    status = ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=who.certificate,
        issuer=issuer.certificate,
        algorithm=hashes.SHA1(),  # as RFC 5019 has it
        cert_status=status,
        this_update=at,
        next_update=at + timedelta(days=1),
        revocation_time=revoked_at,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
