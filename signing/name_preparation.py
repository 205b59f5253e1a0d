"""Names made comparable once (RFC 4518 §2): building and checking a path compares the same few
names again and again, and asn1crypto prepares their parts anew for each file, letter by letter.
"""

from __future__ import annotations

from functools import lru_cache

from asn1crypto import x509

_PREPARE = x509.NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - it has no other name
_LONGEST = 200


def prepared(name: x509.NameTypeAndValue, text: object) -> str:
    """Return the text ready to be compared; ValueError as asn1crypto raises it."""
    if isinstance(text, str) and len(text) <= _LONGEST:
        return _remembered(text)
    return str(_PREPARE(name, text))


@lru_cache(maxsize=512)
def _remembered(text: str) -> str:
    return str(_PREPARE(x509.NameTypeAndValue(), text))


def install() -> None:
    """Have asn1crypto use this function."""
    x509.NameTypeAndValue._ldap_string_prep = prepared  # noqa: SLF001
