"""Who a certificate names, and until when."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime

from asn1crypto import x509

from signing.errors import SigningError
from signing.report import Signer
from signing.trust import read_certificates


def read_certificate(data: bytes) -> Signer:
    """Return whom a certificate (PEM or DER) names; SigningError `not_a_certificate`."""
    der = read_certificates(data)[0]
    try:
        return signer_of(x509.Certificate.load(der))
    except (ValueError, TypeError, KeyError) as error:
        raise SigningError("not_a_certificate") from error


def signer_of(certificate: x509.Certificate) -> Signer:
    """Return whom the certificate names."""
    subject = certificate.subject.native
    return Signer(
        name=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        organisational_unit=_text(subject.get("organizational_unit_name")),
        locality=_text(subject.get("locality_name")),
        emails=_emails(certificate),
        issuer=_text(certificate.issuer.native.get("common_name")),
        serial_number=str(certificate.serial_number),
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        not_before=_utc(certificate.not_valid_before),
        not_after=_utc(certificate.not_valid_after),
    )


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


def _emails(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return subject E= and SAN rfc822Name addresses, each once, in that order."""
    in_subject = _values(certificate.subject.native.get("email_address"))
    names = certificate.subject_alt_name_value or ()
    in_san = [str(name.native) for name in names if name.name == "rfc822_name"]
    return tuple(dict.fromkeys(_nfc(address).strip().lower() for address in (*in_subject, *in_san)))


def _text(value: object) -> str:
    """Return an attribute as text; several values are joined by semicolons, in their order.

    Names of agencies hold commas ("Sở Văn hóa, Thể thao và Du lịch").
    """
    return "; ".join(_nfc(part).strip() for part in _values(value))


def _values(value: object) -> list[str]:
    if value is None:
        return []
    parts = value if isinstance(value, list) else [value]
    return [str(part) for part in parts]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
