"""CMS signatures over anything: .p7s, .p7m, signed mails."""

from __future__ import annotations

from datetime import datetime

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests.pki.certificates import Identity


def detached(data: bytes, *signers: Identity, digest: hashes.HashAlgorithm | None = None) -> bytes:
    """Return a detached signature (DER) of all signers in one container."""
    return _sign(data, signers, [pkcs7.PKCS7Options.DetachedSignature], digest)


def enveloping(data: bytes, *signers: Identity) -> bytes:
    """Return the data inside a signature (DER)."""
    return _sign(data, signers, [], None)


def _sign(
    data: bytes,
    signers: tuple[Identity, ...],
    options: list[pkcs7.PKCS7Options],
    digest: hashes.HashAlgorithm | None,
) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    chosen = digest or hashes.SHA256()
    for signer in signers:
        builder = builder.add_signer(signer.certificate, signer.key, chosen)  # type: ignore[arg-type]
        for above in signer.chain:
            builder = builder.add_certificate(above)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary, *options])


def claimed_time(container: bytes) -> datetime:
    """Return when the (first) signer says to have signed."""
    info = cms.ContentInfo.load(container)["content"]["signer_infos"][0]
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            moment: datetime = attribute["values"][0].native
            return moment
    raise AssertionError("no signing time")
