"""A signing key, read once and kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from signing.errors import SigningError

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Key(Protocol):
    """What signing needs of a key, wherever it is kept."""

    @property
    def certificate(self) -> bytes:
        """Return the signer's certificate, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Return the issuers' certificates that go along, DER."""

    @property
    def mechanism(self) -> str:
        """Return the CMS name of the signature algorithm."""

    @property
    def signature_size(self) -> int:
        """Return the greatest length of a signature in bytes."""

    def sign(self, data: bytes) -> bytes:
        """Return the SHA-256 signature over the data."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate (DER) and the issuers' certificates that go with it."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private: Private = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """Return the SHA-256 signature over the data: PKCS#1 v1.5 for RSA, ECDSA else."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))

    @property
    def mechanism(self) -> str:
        """Return the CMS name of the signature algorithm."""
        return "sha256_rsa" if isinstance(self.private, rsa.RSAPrivateKey) else "sha256_ecdsa"

    @property
    def signature_size(self) -> int:
        """Return the greatest length of a signature in bytes."""
        bits = self.private.key_size
        return bits // 8 if isinstance(self.private, rsa.RSAPrivateKey) else bits // 4 + 16


def load_pkcs12(data: bytes, passphrase: bytes) -> SigningKey:
    """Open a PKCS#12 file. SigningError: `wrong_passphrase` (or damaged), `no_key`."""
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(data, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningError("wrong_passphrase") from error
    if certificate is None or not isinstance(
        private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise SigningError("no_key")
    if private.public_key() != certificate.public_key():
        raise SigningError("key_mismatch")
    return SigningKey(
        certificate=certificate.public_bytes(Encoding.DER),
        chain=tuple(other.public_bytes(Encoding.DER) for other in others),
        private=private,
    )
