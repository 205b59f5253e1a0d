"""Whether an uploaded PDF is our own document with signatures added, and nothing else."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from signing.difference import ONLY_SIGNED, is_signed_only, told
from signing.document import UnreadableError, open_document, signature_fields
from signing.report import Reason


def is_signed_copy(original: bytes, signed: bytes) -> tuple[Reason, ...]:
    """Return every reason why `signed` is not `original` plus explained signatures; none if it is.

    Our bytes must stand unchanged at its start; every later revision may hold signatures (with
    what they show), validation data and time stamps only. What the signatures are worth is for
    `verify_pdf` to say.
    """
    if not signed.startswith(original):
        return (Reason("not_our_bytes"),)
    if len(signed) == len(original):
        return (Reason("no_signature"),)
    try:
        return _explained(original, signed)
    except UnreadableError as error:
        return (error.reason,)
    except Exception as error:  # noqa: BLE001 - an upload is hostile until proven
        return (Reason("pdf_unreadable", f"{type(error).__name__}: {error}"[:300]),)


def _explained(original: bytes, signed: bytes) -> tuple[Reason, ...]:
    document = open_document(signed)
    ours = PdfFileReader(BytesIO(original)).xrefs.total_revisions
    filled = [field for field in signature_fields(document) if not field.is_document_timestamp]
    before = len(signature_fields(open_document(original)))
    reasons = list(document.oddities)
    if len(filled) <= before:
        reasons.append(Reason("no_signature"))
    difference = ONLY_SIGNED.review_file(document.reader, ours - 1)
    if not is_signed_only(difference):
        reasons.append(Reason("changed_beyond_signing", told(difference)))
    return tuple(reasons)
