"""A time stamping authority in the test process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.pki.certificates import Identity


def stamper(tsa: Identity, at: datetime | None = None) -> DummyTimeStamper:
    """Return pyHanko's own TSA with this identity, its clock stopped at `at`."""
    key = tsa.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(tsa.der)
    above = SimpleCertificateStore.from_certs(
        [asn1_x509.Certificate.load(c.public_bytes(Encoding.DER)) for c in tsa.chain]
    )
    return DummyTimeStamper(
        certificate, keys.PrivateKeyInfo.load(key), certs_to_embed=above, fixed_dt=at
    )


def asking(tsa: Identity, at: datetime | None = None) -> Callable[[bytes], bytes]:
    """Return what `signing.sign_pdf` takes as `timestamper`."""
    authority = stamper(tsa, at)

    def ask(request: bytes) -> bytes:
        return bytes(authority.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    return ask


def sha1_imprint(tsa: Identity, at: datetime) -> DummyTimeStamper:
    """Return a TSA asked, as the government's tools ask, for a stamp over a SHA-1 imprint.

    The token itself is signed with SHA-256.
    """
    return weak_imprint(tsa, at, "sha1")


def weak_imprint(tsa: Identity, at: datetime, digest: str) -> DummyTimeStamper:
    """Return a TSA that stamps imprints of this digest."""
    return _WeakImprint(tsa, at, digest)


class _WeakImprint(DummyTimeStamper):
    def __init__(self, tsa: Identity, at: datetime, digest: str) -> None:
        made = stamper(tsa, at)
        super().__init__(made.tsa_cert, made.tsa_key, fixed_dt=at, override_md="sha256")
        self._digest = digest
        self.signature = b""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        del message_digest, md_algorithm
        weak = hashlib.new(self._digest, self.signature, usedforsecurity=False).digest()
        return await super().async_timestamp(weak, self._digest)
