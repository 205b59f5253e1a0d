"""The operator's trust: roots, intermediates, time stamp roots and revocation data, as bytes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.x509 import ocsp

from signing.errors import SigningError

_PEM = re.compile(
    rb"-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END \1-----",
)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Everything a verification may rest on, DER; nothing is ever fetched.

    Without `tsa_roots` time stamps are held to `roots`; the time stamping purpose is required
    of their certificates either way. `accept_sha1_certificates` lets certificates and revocation
    lists be signed with SHA-1 until March 2030, as the first generation's are: never a signature.
    """

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    tsa_roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    accept_sha1_certificates: bool = False

    @property
    def authorities(self) -> tuple[bytes, ...]:
        """Every certificate under which others are issued."""
        return (*self.intermediates, *self.roots, *self.tsa_roots)


def load_trust(
    root_files: Iterable[Path] = (),
    intermediate_files: Iterable[Path] = (),
    tsa_files: Iterable[Path] = (),
    crl_files: Iterable[Path] = (),
    ocsp_files: Iterable[Path] = (),
) -> TrustStore:
    """Read the files, PEM (any number in one file) or DER. SigningError names the unusable one."""
    return TrustStore(
        roots=_read_all(root_files, read_certificates),
        intermediates=_read_all(intermediate_files, read_certificates),
        tsa_roots=_read_all(tsa_files, read_certificates),
        crls=_read_all(crl_files, read_crls),
        ocsps=_read_all(ocsp_files, read_ocsps),
    )


def read_certificates(data: bytes) -> tuple[bytes, ...]:
    """Return the DER certificates in PEM or DER bytes; SigningError `not_a_certificate`."""
    return _checked(
        _blocks(data, (b"CERTIFICATE", b"TRUSTED CERTIFICATE", b"X509 CERTIFICATE")),
        x509.load_der_x509_certificate,
        "not_a_certificate",
    )


def read_crls(data: bytes) -> tuple[bytes, ...]:
    """Return the DER revocation lists in PEM or DER bytes; SigningError `not_a_crl`."""
    return _checked(_blocks(data, (b"X509 CRL", b"CRL")), x509.load_der_x509_crl, "not_a_crl")


def read_ocsps(data: bytes) -> tuple[bytes, ...]:
    """Return the DER OCSP answer in these bytes; SigningError `not_an_ocsp_answer`."""
    return _checked([data], ocsp.load_der_ocsp_response, "not_an_ocsp_answer")


def _read_all(
    files: Iterable[Path], read: Callable[[bytes], tuple[bytes, ...]]
) -> tuple[bytes, ...]:
    return tuple(der for file in files for der in _read(file, read))


def _read(file: Path, read: Callable[[bytes], tuple[bytes, ...]]) -> tuple[bytes, ...]:
    try:
        return read(file.read_bytes())
    except OSError as error:
        raise SigningError(
            "file_unreadable", file=str(file), detail=error.strerror or str(error)
        ) from error
    except SigningError as error:
        raise SigningError(error.code, file=str(file)) from error


def _blocks(data: bytes, labels: tuple[bytes, ...]) -> list[bytes]:
    if b"-----BEGIN" not in data:
        return [data]
    found = [body for label, body in _PEM.findall(data) if label in labels]
    try:
        return [base64.b64decode(body) for body in found]
    except binascii.Error:
        return []


def _checked(blocks: list[bytes], load: Callable[[bytes], object], code: str) -> tuple[bytes, ...]:
    if not blocks:
        raise SigningError(code)
    try:
        for der in blocks:
            load(der)
    except (ValueError, TypeError) as error:
        raise SigningError(code) from error
    return tuple(blocks)
