"""PDF signatures: bytes in, reports and signed bytes out.

Knows no mail and no cases; opens no network connection for a document. What runs in a limited
child process (`verify_pdf`, `is_signed_copy`) takes and returns plain picklable values.
"""

import signing.offline  # noqa: F401 (before anything of pyHanko)
from signing.appearance import Appearance
from signing.certificate import read_certificate
from signing.cms_signature import Opened, canonical_part, open_enveloping, verify_detached
from signing.encrypt import (
    allows_encryption,
    encrypt_pdf_to_certificate,
    encrypt_pdf_with_passphrase,
    takes_passphrase,
)
from signing.errors import SigningError
from signing.inventory import Inventory, expiry_remark, take_inventory
from signing.key import Key, SigningKey, load_pkcs12
from signing.long_term import (
    add_document_timestamp,
    add_validation_data,
    validation_data_for,
)
from signing.material import Material, material_for
from signing.office import is_signed_office_file
from signing.report import (
    Level,
    Reason,
    Revocation,
    Signature,
    SignatureReport,
    Signer,
    TimeSource,
    Verdict,
)
from signing.sign import sign_detached, sign_pdf
from signing.signed_copy import is_signed_copy
from signing.trust import TrustStore, load_trust
from signing.verify import verify_pdf

__all__ = [
    "Appearance",
    "Inventory",
    "Key",
    "Level",
    "Material",
    "Opened",
    "Reason",
    "Revocation",
    "Signature",
    "SignatureReport",
    "Signer",
    "SigningError",
    "SigningKey",
    "TimeSource",
    "TrustStore",
    "Verdict",
    "add_document_timestamp",
    "add_validation_data",
    "allows_encryption",
    "canonical_part",
    "encrypt_pdf_to_certificate",
    "encrypt_pdf_with_passphrase",
    "expiry_remark",
    "is_signed_copy",
    "is_signed_office_file",
    "load_pkcs12",
    "load_trust",
    "material_for",
    "open_enveloping",
    "read_certificate",
    "sign_detached",
    "sign_pdf",
    "take_inventory",
    "takes_passphrase",
    "validation_data_for",
    "verify_detached",
    "verify_pdf",
]
