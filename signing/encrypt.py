"""A PDF only its addressee can open: by a passphrase, or by the key of a certificate."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from signing.errors import SigningError
from signing.plain_encryption import PlainFile
from signing.plain_object import NotPlainError


def takes_passphrase(passphrase: str) -> bool:
    """Return whether a PDF can be encrypted with it: controls and signs newer than Unicode 3.2, as
    most pictures among them, are not allowed in one (ISO 32000-2 §7.6.4.3, RFC 4013).
    """
    try:
        StandardSecurityHandler.build_from_pw(passphrase, passphrase, pdf_mac=False)
    except ValueError:
        return False
    return True


def encrypt_pdf_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return the PDF encrypted with AES-256 (ISO 32000-2 §7.6.4), opened with the passphrase."""
    if not passphrase:
        raise SigningError("wrong_passphrase")
    # The message authentication code of ISO/TS 32004 is left out: many viewers refuse it.
    handler = StandardSecurityHandler.build_from_pw(passphrase, passphrase, pdf_mac=False)
    try:
        return PlainFile(data).encrypted(handler)
    except NotPlainError:
        writer = _copied(data)
    writer.encrypt(owner_pass=passphrase, user_pass=passphrase, pdf_mac=False)
    return _written(writer)


def encrypt_pdf_to_certificate(
    data: bytes, certificate_der: bytes, own_certificates: Iterable[bytes] = ()
) -> bytes:
    """Return the PDF encrypted (AES-256) so that the key of any of these certificates opens it.

    SigningError `key_usage_forbids` where a certificate's key usage does not allow encrypting
    keys: most signing certificates; then the hand-over must be by another way.
    """
    recipients = [_recipient(der) for der in (certificate_der, *own_certificates)]
    writer = _copied(data)
    writer.encrypt_pubkey(recipients)
    return _written(writer)


def allows_encryption(certificate_der: bytes) -> bool:
    """Return whether the certificate's key usage (RFC 5280 §4.2.1.3) allows encrypting to it."""
    use = x509.Certificate.load(certificate_der).key_usage_value
    return use is None or "key_encipherment" in use.native


def _recipient(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der)
    if not allows_encryption(der):
        raise SigningError("key_usage_forbids", certificate=certificate.subject.human_friendly)
    return certificate


def _copied(data: bytes) -> PdfFileWriter:
    try:
        return copy_into_new_writer(PdfFileReader(BytesIO(data)))
    except PdfError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error


def _written(writer: PdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
