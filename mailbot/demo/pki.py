"""A PKI made on the spot for the demo: a root, the CA of the state agencies, their certificates.

It imitates the government's profile and says so in every name; nobody should ever trust it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

GOVERNMENT = "Ban Cơ yếu Chính phủ (THỬ NGHIỆM)"
_KEY_BITS = 2048
_CA_USE = ("key_cert_sign", "crl_sign")
_SIGNER_USE = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
_USES = (*_SIGNER_USE, "key_agreement", *_CA_USE, "encipher_only", "decipher_only")


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """A certificate, its key, and the issuer's certificate that goes along with it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        """Return the certificate in DER."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """Return the certificate in PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate in lower-case hex, as the registry pins it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def pkcs12(self, passphrase: bytes) -> bytes:
        """Return key and certificates as a PKCS#12 file."""
        return pkcs12.serialize_key_and_certificates(
            b"mailbot", self.key, self.certificate, self.chain, BestAvailableEncryption(passphrase)
        )


@dataclass(slots=True)
class DemoPki:
    """The hierarchy, and what was revoked in it."""

    now: datetime
    root: DemoIdentity
    intermediate: DemoIdentity
    revoked: list[tuple[DemoIdentity, datetime]] = field(default_factory=list)

    @classmethod
    def build(cls, now: datetime | None = None) -> DemoPki:
        """Return a new hierarchy; its two keys take a few tenths of a second to make."""
        moment = (now or datetime.now(UTC)).replace(microsecond=0)
        root = _certify(_name("RootCA (THỬ NGHIỆM)", GOVERNMENT), None, moment, ca=True)
        name = _name("CA phục vụ các cơ quan Nhà nước (THỬ NGHIỆM)", GOVERNMENT)
        return cls(moment, root, _certify(name, root, moment, ca=True))

    def organisation(
        self, name: str, superior: str, locality: str = "Cần Thơ", email: str = ""
    ) -> DemoIdentity:
        """Return an agency's own identity: CN the agency, O its superior, e-mail in the SAN."""
        subject = _name(name, superior, locality=locality)
        return _certify(subject, self.intermediate, self.now, san=email)

    def person(
        self, name: str, superior: str, agency: str, locality: str = "Cần Thơ", email: str = ""
    ) -> DemoIdentity:
        """Return an official's identity: CN a human name, OU the agency, E= in the subject."""
        subject = _name(name, superior, unit=agency, locality=locality, email=email)
        return _certify(subject, self.intermediate, self.now)

    def revoke(self, identity: DemoIdentity, at: datetime | None = None) -> None:
        """Have the next `crls()` list the identity as revoked, a month ago by default."""
        self.revoked.append((identity, at or self.now - timedelta(days=30)))

    def crls(self, days: int = 30) -> tuple[bytes, bytes]:
        """Return the revocation lists (DER) of the root and of the CA, valid for these days."""
        return (
            _revocation_list(self.root, self.now, days, ()),
            _revocation_list(self.intermediate, self.now, days, self.revoked),
        )


def _name(
    common_name: str,
    organisation: str,
    unit: str = "",
    locality: str = "",
    email: str = "",
) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.LOCALITY_NAME, locality),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.COMMON_NAME, common_name),
        (NameOID.EMAIL_ADDRESS, email),
    )
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts if text])


def _certify(
    subject: x509.Name,
    issuer: DemoIdentity | None,
    now: datetime,
    *,
    ca: bool = False,
    san: str = "",
) -> DemoIdentity:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    signer = issuer.key if issuer else key
    use = _CA_USE if ca else _SIGNER_USE
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400 if ca else 365))
        .not_valid_after(now + timedelta(days=3650 if ca else 730))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{name: name in use for name in _USES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not ca:
        purposes = (ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION)
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    if san:
        names = x509.SubjectAlternativeName([x509.RFC822Name(san)])
        builder = builder.add_extension(names, critical=False)
    above = (issuer.certificate,) if issuer and not ca else ()
    return DemoIdentity(builder.sign(signer, hashes.SHA256()), key, above)


def _revocation_list(
    issuer: DemoIdentity,
    now: datetime,
    days: int,
    revoked: list[tuple[DemoIdentity, datetime]] | tuple[()],
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=days))
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for identity, when in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(identity.certificate.serial_number)
            .revocation_date(when)
            .build()
        )
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
