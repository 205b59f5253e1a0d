"""A practice PKI that imitates the government's profile: certificates, CRLs, OCSP, time stamps."""

from tests.pki.certificates import Identity
from tests.pki.hierarchy import PASSPHRASE, TestPki
from tests.pki.pdf import sign_detached, signed_letter, simple_pdf
from tests.pki.timestamps import asking, sha1_imprint

__all__ = [
    "PASSPHRASE",
    "Identity",
    "TestPki",
    "asking",
    "sha1_imprint",
    "sign_detached",
    "signed_letter",
    "simple_pdf",
]
