"""The digest that a signature is over: what a signed file is known again by."""

from __future__ import annotations

from asn1crypto import cms
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)


def signed_digest(info: cms.SignerInfo) -> str:
    """Return the message digest among the signed attributes, in hex; "" where there is not one.
    It stays whatever is added to the file, or to the signature, later.
    """
    try:
        digest = find_unique_cms_attribute(info["signed_attrs"], "message_digest")
    except (MultivaluedAttributeError, NonexistentAttributeError):
        return ""
    return str(digest.native.hex())
