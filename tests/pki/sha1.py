"""A certificate signed with SHA-1, as the first generation's were."""

from __future__ import annotations

from datetime import datetime, timedelta

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.pki.certificates import Identity, Subject, certify, rsa_key


def sha1_certificate(issuer: Identity, subject: Subject, now: datetime) -> Identity:
    """Return an identity whose certificate is re-signed with SHA-1."""
    span = (now - timedelta(days=30), now + timedelta(days=300))
    made = certify(subject, rsa_key("organisation"), issuer, span)
    certificate = asn1_x509.Certificate.load(made.der)
    weak = {"algorithm": "sha1_rsa", "parameters": None}
    certificate["tbs_certificate"]["signature"] = weak
    certificate["signature_algorithm"] = weak
    assert isinstance(issuer.key, rsa.RSAPrivateKey)
    certificate["signature_value"] = issuer.key.sign(
        certificate["tbs_certificate"].dump(force=True), padding.PKCS1v15(), hashes.SHA1()
    )
    der = certificate.dump(force=True)
    return Identity(x509.load_der_x509_certificate(der), made.key, made.chain)
