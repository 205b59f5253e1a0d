"""The CMS of a PAdES signature of level B-B (ETSI EN 319 142-1), put together from its bytes.

pyHanko builds it of objects that write each other anew, some 3,700 times for one signature: five
sixths of signing. Without a time stamp it always has the same parts, so that only these differ:
the digest, the certificates, the signature. The bytes are those that pyHanko writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from asn1crypto import algos, x509

from signing.key import Key

_SEQUENCE, _SET, _OCTETS, _TAGGED_0, _TAGGED_4 = 0x30, 0x31, 0x04, 0xA0, 0xA4
_VERSION_1 = bytes.fromhex("020101")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")


def signed_data(digest: bytes, key: Key) -> bytes:
    """Return the signature over a document of this SHA-256 digest, DER (RFC 5652 §5)."""
    name, serial = _issued(key.certificate)
    named = _der(_SEQUENCE, _der(_SEQUENCE, _der(_TAGGED_4, name)), serial)
    certificate = _der(_SEQUENCE, _der(_OCTETS, sha256(key.certificate).digest()), named)
    attributes = (
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest)),
        _attribute(_SIGNING_CERTIFICATE_V2, _der(_SEQUENCE, _der(_SEQUENCE, certificate))),
    )
    signer = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SEQUENCE, name, serial),
        _SHA256,
        _set_of(attributes, _TAGGED_0),
        _algorithm(key.mechanism),
        _der(_OCTETS, key.sign(_set_of(attributes))),
    )
    signed = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _set_of({key.certificate, *filter(_is_issued, key.chain)}, _TAGGED_0),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_TAGGED_0, signed))


@lru_cache(maxsize=8)
def _issued(certificate: bytes) -> tuple[bytes, bytes]:
    """Return the issuer's name and the serial number as they stand in the certificate."""
    told = x509.Certificate.load(certificate)["tbs_certificate"]
    return told["issuer"].dump(), told["serial_number"].dump()


@lru_cache(maxsize=32)
def _is_issued(certificate: bytes) -> bool:
    """Return whether a certificate goes along: a root does not, whoever trusts it has it."""
    return bool(x509.Certificate.load(certificate).self_signed == "no")


@lru_cache(maxsize=8)
def _algorithm(mechanism: str) -> bytes:
    return bytes(algos.SignedDigestAlgorithm({"algorithm": mechanism}).dump())


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_SET, value))


def _set_of(values: Iterable[bytes], tag: int = _SET) -> bytes:
    """Return a SET OF, whose values DER sorts (X.690 §11.6)."""
    return _der(tag, *sorted(values))


def _der(tag: int, *parts: bytes) -> bytes:
    """Return a value with its tag and length (X.690 §8.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    told = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(told))) + told + content
