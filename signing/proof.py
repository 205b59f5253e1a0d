"""What the certificate, the time and the cryptography of one signature prove.

The words are those of ETSI EN 319 102-1. What pyHanko leaves out is checked here: the signing time
must lie within the certificate's validity, and not in the future.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.ades.report import (
    AdESFailure,
    AdESIndeterminate,
    AdESStatus,
    AdESSubIndic,
)
from pyhanko.sign.validation.ades import AdESWithTimeValidationResult
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec

from signing.policy import STRONG_DIGESTS
from signing.report import Reason, Revocation, TimeSource, Verdict
from signing.validation import (
    CmsSignature,
    Outcome,
    Result,
    attached_stamps,
    holds_without_revocation,
    is_passed,
    validate,
)

CLOCK_TOLERANCE = timedelta(minutes=10)

_CODES = {
    "HASH_FAILURE": "hash_mismatch",
    "SIG_CRYPTO_FAILURE": "signature_invalid",
    "FORMAT_FAILURE": "format_failure",
    "REVOKED": "certificate_revoked",
    "REVOKED_NO_POE": "certificate_revoked",
    "REVOKED_CA_NO_POE": "issuer_revoked",
    "NOT_YET_VALID": "certificate_not_yet_valid",
    "EXPIRED": "certificate_expired",
    "OUT_OF_BOUNDS_NO_POE": "certificate_expired",
    "OUT_OF_BOUNDS_NOT_REVOKED": "certificate_expired",
    "NO_POE": "time_unproven",
    "CRYPTO_CONSTRAINTS_FAILURE": "algorithm_weak",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "algorithm_weak",
    "NO_CERTIFICATE_CHAIN_FOUND": "chain_untrusted",
    "CHAIN_CONSTRAINTS_FAILURE": "chain_unsuitable",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": "revocation_unknown",
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": "revocation_unknown",
    "TRY_LATER": "revocation_unknown",
    "TIMESTAMP_ORDER_FAILURE": "timestamp_invalid",
    "NO_SIGNING_CERTIFICATE_FOUND": "certificate_missing",
    "SIG_CONSTRAINTS_FAILURE": "signature_unsuitable",
    "SIGNATURE_POLICY_NOT_AVAILABLE": "signature_unsuitable",
}

VERDICTS = {
    "TOTAL-PASSED": Verdict.PASSED,
    "TOTAL-FAILED": Verdict.FAILED,
    "INDETERMINATE": Verdict.INDETERMINATE,
}

# Codes that are told but speak against nothing, and the standard's word for our own ones.
NOTES = frozenset({"sha1_timestamp_imprint", "revocation_checked_after_expiry"})
_OWN = {
    "timestamp_imprint_weak": "CRYPTO_CONSTRAINTS_FAILURE",
    "signed_outside_validity": "OUT_OF_BOUNDS_NO_POE",
    "signed_in_future": "TIMESTAMP_ORDER_FAILURE",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Indication and sub-indication, our own codes, the time and the signer's revocation."""

    indication: str
    sub_indication: str = ""
    reasons: tuple[Reason, ...] = ()
    signed_at: datetime | None = None
    time_source: TimeSource = TimeSource.CLAIMED
    revocation: Revocation = Revocation.UNKNOWN
    has_timestamp: bool = False


def prove(
    embedded: CmsSignature,
    later_stamps: Iterable[EmbeddedPdfSignature],
    spec: SignatureValidationSpec,
    at: datetime,
) -> Proof:
    """Return what can be proven about the signature as of `at`.

    Args:
        later_stamps: document time stamps that cover the signature, oldest first.
    """
    outcome = validate(embedded, later_stamps, spec, at)
    stamps = attached_stamps(embedded)
    claimed = _claimed_time(embedded)
    signed_at = outcome.proven.astimezone(UTC) if outcome.proven else claimed
    reasons = [] if outcome.passed else [_reason(embedded, outcome, spec)]
    reasons += _imprint_reasons(stamps)
    reasons += _time_reasons(embedded.signer_cert, signed_at, at)
    if outcome.passed and _asked_too_late(embedded.signer_cert, spec):
        reasons.append(Reason("revocation_checked_after_expiry"))
    indication, sub_indication = _words(outcome.result, reasons)
    return Proof(
        indication=indication,
        sub_indication=sub_indication,
        reasons=tuple(reasons),
        signed_at=signed_at,
        time_source=TimeSource.TIMESTAMP if outcome.proven else TimeSource.CLAIMED,
        revocation=_revocation(outcome.result),
        has_timestamp=bool(stamps),
    )


def _asked_too_late(certificate: x509.Certificate, spec: SignatureValidationSpec) -> bool:
    """Return whether all that is known of revocation is younger than the certificate's end: a CA
    may leave expired certificates out of its lists (RFC 5280 §3.3).
    """
    end = certificate.not_valid_after
    known = spec.local_knowledge
    if known.known_ocsps or all(one.issuance_date <= end for one in known.known_crls):
        return False
    issuer = certificate.issuer.hashable
    return not any(
        one.issuance_date <= end and one.crl_data.issuer.hashable == issuer
        for one in known.known_crls
    )


def _words(result: Result, reasons: list[Reason]) -> tuple[str, str]:
    if result.ades_subindic.status is AdESStatus.FAILED:
        return "TOTAL-FAILED", result.ades_subindic.standard_name
    if not is_passed(result):
        return "INDETERMINATE", result.ades_subindic.standard_name
    for reason in reasons:
        if reason.code not in NOTES:
            return "INDETERMINATE", _OWN[reason.code]
    return "TOTAL-PASSED", ""


def _reason(embedded: CmsSignature, outcome: Outcome, spec: SignatureValidationSpec) -> Reason:
    result = outcome.result
    name = result.ades_subindic.standard_name
    detail = f"{name} {result.failure_msg or ''}".strip()[:300]
    if _timestamp_is_at_fault(result):
        broken = result.ades_subindic.status is AdESStatus.FAILED
        return Reason("timestamp_invalid" if broken else "timestamp_untrusted", detail)
    return Reason(
        _chain_code(name, embedded, outcome, spec) or code_of(result.ades_subindic), detail
    )


def code_of(indication: AdESSubIndic | None) -> str:
    """Return our code for a sub-indication of the standard."""
    name = indication.standard_name if indication is not None else ""
    return _CODES.get(name, "not_provable")


def _chain_code(
    name: str, embedded: CmsSignature, outcome: Outcome, spec: SignatureValidationSpec
) -> str:
    """Return the exact fault where the standard has one word for several, else nothing."""
    certificate = embedded.signer_cert
    if name == "CHAIN_CONSTRAINTS_FAILURE":
        if certificate.self_issued:
            return "chain_untrusted"
        return "" if _may_sign(embedded) else "key_usage_unsuitable"
    if name == "CERTIFICATE_CHAIN_GENERAL_FAILURE":
        if outcome.as_of < certificate.not_valid_before:
            return "certificate_not_yet_valid"
        if not holds_without_revocation(embedded, spec, outcome.as_of):
            return "chain_unsuitable"
    return ""


def _timestamp_is_at_fault(result: Result) -> bool:
    """The signer was found trusted, or its one fault is what a good time stamp would have cured."""
    status = result.api_status
    if status is None or not isinstance(result, AdESWithTimeValidationResult):
        return False
    return bool(
        status.intact and status.valid and status.trust_problem_indic is not result.ades_subindic
    )


def _may_sign(embedded: CmsSignature) -> bool:
    use = embedded.signer_cert.key_usage_value
    return use is not None and "non_repudiation" in use.native


def _imprint_reasons(stamps: list[Any]) -> list[Reason]:
    """SHA-1 is tolerated in a time stamp's imprint, where the government's tools put it, and kept
    in mind; anything weaker or unknown is not.
    """
    imprints = {_imprint(stamp) for stamp in stamps}
    reasons = [Reason("sha1_timestamp_imprint")] if "sha1" in imprints else []
    weak = imprints - STRONG_DIGESTS - {"sha1"}
    return reasons + [Reason("timestamp_imprint_weak", name) for name in sorted(weak)]


def _imprint(stamp: Any) -> str:
    info = stamp["encap_content_info"]["content"].parsed
    return str(info["message_imprint"]["hash_algorithm"]["algorithm"].native)


def _time_reasons(
    certificate: x509.Certificate, signed_at: datetime | None, at: datetime
) -> list[Reason]:
    """Law: Thông tư 15/2025/TT-BKHCN 1.1, the signing time lies within the validity."""
    if signed_at is None:
        return []
    reasons = []
    if not certificate.not_valid_before <= signed_at <= certificate.not_valid_after:
        reasons.append(Reason("signed_outside_validity", signed_at.isoformat()))
    if signed_at > at + CLOCK_TOLERANCE:
        reasons.append(Reason("signed_in_future", signed_at.isoformat()))
    return reasons


def _revocation(result: Result) -> Revocation:
    if result.ades_subindic in (AdESIndeterminate.REVOKED_NO_POE, AdESFailure.REVOKED):
        return Revocation.REVOKED
    status = result.api_status
    problem = getattr(status, "trust_problem_indic", None)
    if problem is AdESIndeterminate.REVOKED_NO_POE and not is_passed(result):
        return Revocation.REVOKED
    trusted = status is not None and getattr(status, "trusted", False)
    return Revocation.GOOD if is_passed(result) or trusted else Revocation.UNKNOWN


def _claimed_time(embedded: CmsSignature) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except (ValueError, TypeError, PdfError):
        return None
    if claimed is None:
        return None
    aware = claimed if claimed.tzinfo is not None else claimed.replace(tzinfo=UTC)
    return aware.astimezone(UTC)
