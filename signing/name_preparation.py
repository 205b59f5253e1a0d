"""Names compared once (RFC 4518 §2): building and checking a path compares the same few names
again and again, and asn1crypto takes them apart each time, preparing their parts letter by letter.
"""

from __future__ import annotations

from functools import lru_cache

from asn1crypto import x509

_PREPARE = x509.NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - it has no other name
_EQUAL = x509.RDNSequence.__eq__
_LONGEST = 200
_LONGEST_NAME = 1000


def prepared(name: x509.NameTypeAndValue, text: object) -> str:
    """Return the text ready to be compared; ValueError as asn1crypto raises it."""
    if isinstance(text, str) and len(text) <= _LONGEST:
        return _remembered(text)
    return str(_PREPARE(name, text))


@lru_cache(maxsize=512)
def _remembered(text: str) -> str:
    return str(_PREPARE(x509.NameTypeAndValue(), text))


def equal(name: x509.RDNSequence, other: object) -> bool:
    """Return whether two names are the same; ValueError as asn1crypto raises it."""
    if not isinstance(other, x509.RDNSequence):
        return False
    one, two = name.dump(), other.dump()
    if max(len(one), len(two)) > _LONGEST_NAME:
        return bool(_EQUAL(name, other))
    return _remembered_equal(one, two)


@lru_cache(maxsize=512)
def _remembered_equal(one: bytes, two: bytes) -> bool:
    return bool(_EQUAL(x509.RDNSequence.load(one), x509.RDNSequence.load(two)))


def install() -> None:
    """Have asn1crypto use these functions."""
    x509.NameTypeAndValue._ldap_string_prep = prepared  # noqa: SLF001
    x509.RDNSequence.__eq__ = equal
