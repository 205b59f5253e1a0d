"""Certificates and revocation lists of any make, good and bad; keys are made once a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

GOVERNMENT_USE = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
)
CA_USE = ("key_cert_sign", "crl_sign")
ALL_USES = (*GOVERNMENT_USE, "key_agreement", *CA_USE, "encipher_only", "decipher_only")


@lru_cache(maxsize=64)
def rsa_key(slot: str, bits: int = 2048) -> rsa.RSAPrivateKey:  # noqa: ARG001 - the cache's key
    """Return the session's key for this slot; making one takes 0.1 to 0.5 s."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@lru_cache(maxsize=64)
def ec_key(slot: str) -> ec.EllipticCurvePrivateKey:  # noqa: ARG001 - the cache's key
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Subject:
    """The parts of a distinguished name, in the order the government's certificates have them."""

    common_name: str
    organisation: str = ""
    units: tuple[str, ...] = ()
    locality: str = ""
    email: str = ""

    def name(self) -> x509.Name:
        parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
        if self.locality:
            parts.append(x509.NameAttribute(NameOID.LOCALITY_NAME, self.locality))
        if self.organisation:
            parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organisation))
        parts += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit) for unit in self.units]
        parts.append(x509.NameAttribute(NameOID.COMMON_NAME, self.common_name))
        if self.email:
            parts.append(x509.NameAttribute(NameOID.EMAIL_ADDRESS, self.email))
        return x509.Name(parts)


@dataclass(frozen=True)
class Profile:
    """What a certificate allows; the default is the government's signer."""

    use: tuple[str, ...] = GOVERNMENT_USE
    purposes: tuple[x509.ObjectIdentifier, ...] = (
        ExtendedKeyUsageOID.CLIENT_AUTH,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
    )
    purposes_critical: bool = False
    is_ca: bool = False
    path_length: int | None = None
    san_email: str = ""
    ocsp_url: str = ""
    digest: hashes.SHA256 | hashes.SHA384 = field(default_factory=hashes.SHA256)


SIGNER = Profile()
CA = Profile(use=CA_USE, purposes=(), is_ca=True)
TSA = Profile(
    use=("digital_signature", "content_commitment"),
    purposes=(ExtendedKeyUsageOID.TIME_STAMPING,),
    purposes_critical=True,
)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key and its issuers, nearest first."""

    certificate: x509.Certificate
    key: Key
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def pkcs12(self, passphrase: bytes) -> bytes:
        """Return key, certificate and issuers (without the root) as a PKCS#12 file."""
        return pkcs12.serialize_key_and_certificates(
            b"mailbot", self.key, self.certificate, self.chain, BestAvailableEncryption(passphrase)
        )


def certify(
    subject: Subject,
    key: Key,
    issuer: Identity | None,
    valid: tuple[datetime, datetime],
    profile: Profile = SIGNER,
) -> Identity:
    """Return an identity issued by `issuer` (None: self-signed)."""
    name = subject.name()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
    )
    for extension, critical in _extensions(key, issuer, profile):
        builder = builder.add_extension(extension, critical=critical)
    signer = issuer.key if issuer else key
    certificate = builder.sign(signer, profile.digest)
    above = (
        ()
        if issuer is None or issuer.certificate.issuer == issuer.certificate.subject
        else (issuer.certificate, *issuer.chain)
    )
    return Identity(certificate, key, above)


def _extensions(
    key: Key, issuer: Identity | None, profile: Profile
) -> Iterable[tuple[x509.ExtensionType, bool]]:
    above = (issuer.key if issuer else key).public_key()
    yield x509.BasicConstraints(ca=profile.is_ca, path_length=profile.path_length), True
    yield x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
    yield x509.AuthorityKeyIdentifier.from_issuer_public_key(above), False
    if profile.use:
        yield x509.KeyUsage(**{use: use in profile.use for use in ALL_USES}), True
    if profile.purposes:
        yield x509.ExtendedKeyUsage(profile.purposes), profile.purposes_critical
    if profile.ocsp_url:
        place = x509.UniformResourceIdentifier(profile.ocsp_url)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        yield x509.AuthorityInformationAccess([access]), False
    if profile.san_email:
        yield x509.SubjectAlternativeName([x509.RFC822Name(profile.san_email)]), False


def revocation_list(
    issuer: Identity,
    issued: datetime,
    revoked: Iterable[tuple[Identity, datetime]] = (),
    lifetime: timedelta = timedelta(days=7),
) -> bytes:
    """Return a CRL (DER) of the issuer with these certificates revoked."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(issued)
        .next_update(issued + lifetime)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False
        )
        .add_extension(x509.CRLNumber(1), False)
    )
    entries = [
        x509.RevokedCertificateBuilder()
        .serial_number(identity.certificate.serial_number)
        .revocation_date(when)
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), False)
        .build()
        for identity, when in revoked
    ]
    # Adding them one by one copies the list each time: hours for a government's list.
    builder._revoked_certificates = entries
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
