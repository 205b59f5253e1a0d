"""Whether the document still is what was signed: coverage of the bytes, changes since."""

from __future__ import annotations

from dataclasses import dataclass

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.byte_range import ByteRange, read_byte_range
from signing.difference import AFTER_THE_LAST, BEFORE_THE_LAST, is_signed_only, is_unchanged, told
from signing.document import Document, Field
from signing.report import Reason, Verdict
from signing.tail import examine_tail

_WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


@dataclass(frozen=True, slots=True)
class Integrity:
    """What the bytes say. `verdict` passed means nothing speaks against the document."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    covers_whole: bool = False
    changed: bool = False


def covered(field: Field, embedded: EmbeddedPdfSignature, document: Document) -> ByteRange | Reason:
    """Return the bytes the signature covers, or why it covers nothing reliably."""
    if field.value.raw_get("/ByteRange") is not embedded.byte_range:
        return Reason("byte_range_unusual", "two byte ranges")
    found = read_byte_range(field.value, embedded.pkcs7_content, document.data)
    if isinstance(found, ByteRange) and embedded.evaluate_signature_coverage() not in _WHOLE:
        return Reason("byte_range_unusual", "the revision is not covered as a whole")
    return found


def examine_last(embedded: EmbeddedPdfSignature, found: ByteRange, document: Document) -> Integrity:
    """Judge the signature that reaches furthest: after it only validation data is explained."""
    embedded.compute_integrity_info(AFTER_THE_LAST)
    if found.end == len(document.data):
        return Integrity(Verdict.PASSED, covers_whole=True)
    if not is_unchanged(embedded.diff_result):
        return _changed("changed_after_signing", told(embedded.diff_result))
    extra = examine_tail(document.data, found.end, document.reader, embedded.signed_revision)
    if extra is None:
        return Integrity(Verdict.PASSED, covers_whole=True)
    if extra.code == "white_space_after_end":
        return Integrity(Verdict.INDETERMINATE, (extra,))
    return _changed(extra.code, extra.detail)


def examine_earlier(embedded: EmbeddedPdfSignature, *, last_is_sound: bool) -> Integrity:
    """Judge a signature that others follow. A change the last one covers (the issuing tools stamp
    number and date) is for a person to look at; one its signer forbade (DocMDP) is a failure.
    """
    embedded.compute_integrity_info(BEFORE_THE_LAST)
    allowed = embedded.summarise_integrity_info()["docmdp_ok"] is not False
    if is_signed_only(embedded.diff_result) and allowed:
        return Integrity(Verdict.PASSED)
    detail = told(embedded.diff_result)
    if embedded.docmdp_level is not None and not allowed:
        return _changed("forbidden_change", detail)
    if not last_is_sound:
        return _changed("changed_after_signing", detail)
    reason = Reason("changed_before_last_signature", detail)
    return Integrity(Verdict.INDETERMINATE, (reason,), changed=True)


def _changed(code: str, detail: str) -> Integrity:
    return Integrity(Verdict.FAILED, (Reason(code, detail),), changed=True)
