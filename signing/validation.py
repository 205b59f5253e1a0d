"""Running pyHanko's validation as of the right moment.

Each of its processes says something wrong about the other kinds of signature, so the kind is
looked at first (ETSI EN 319 102-1 §5.3 without a time stamp, §5.5 with one). Where that does not
pass, document time stamps may carry the moment back (§5.6): the newest is judged as of now, the
one before as of the newest, and the signature, with all the validation data the stamps cover, as
of the oldest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_basic_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, CertRevTrustPolicy

from signing.waiting import run

Result = AdESBasicValidationResult[Any]


class CmsSignature(Protocol):
    """One signer's CMS signature over something of which the digest is known."""

    @property
    def signed_data(self) -> Any:
        """Return the CMS SignedData with its one signer."""

    @property
    def signer_info(self) -> Any:
        """Return that signer's part of it."""

    @property
    def signer_cert(self) -> Any:
        """Return that signer's certificate (asn1crypto)."""

    @property
    def self_reported_timestamp(self) -> datetime | None:
        """Return when the signer says to have signed."""

    def compute_digest(self) -> bytes:
        """Return the digest of what is signed, by the signer's algorithm."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """pyHanko's result, the moment as of which it was found, and the moment before which the
    signature is proven to have been made (None: only the signer says when).
    """

    result: Result
    as_of: datetime
    proven: datetime | None = None

    @property
    def passed(self) -> bool:
        """Return whether nothing was found against the signature."""
        return is_passed(self.result)


def validate(
    embedded: CmsSignature,
    later_stamps: Iterable[EmbeddedPdfSignature],
    spec: SignatureValidationSpec,
    at: datetime,
) -> Outcome:
    """Return the outcome as of `at`, or as of the oldest document time stamp if that helps.

    Args:
        later_stamps: document time stamps that cover the signature, oldest first.
    """
    now = _judge(embedded, spec, at)
    expires = embedded.signer_cert.not_valid_after
    if now.passed and at <= expires:
        return now if now.proven else _dated(now, later_stamps, spec)
    oldest = carried_back(later_stamps, spec, at)
    if oldest < at:
        then = _judge(embedded, spec, oldest)
        if then.passed:
            return Outcome(then.result, oldest, then.proven or oldest)
    if now.passed and now.proven is not None:
        # pyHanko takes an expired certificate with a good time stamp without asking whether it
        # was revoked: asked here as of the time stamp, with today's revocation data.
        result = run(_validate(embedded, spec, now.proven, stamped=False))
        return Outcome(result, at, now.proven)
    return now


def carried_back(
    stamps: Iterable[EmbeddedPdfSignature], spec: SignatureValidationSpec, at: datetime
) -> datetime:
    """Return the oldest moment that an unbroken chain of valid document time stamps proves."""
    moment = at
    for stamp in reversed(list(stamps)):
        result = run(_validate_stamp(stamp, spec, moment))
        if not is_passed(result) or result.api_status is None:
            break
        moment = min(moment, result.api_status.timestamp)
    return moment


def holds_without_revocation(
    embedded: CmsSignature, spec: SignatureValidationSpec, moment: datetime
) -> bool:
    """Return whether revocation data is all that is missing; pyHanko has one word for both."""
    policy = replace(spec.cert_validation_policy, revinfo_policy=CertRevTrustPolicy(NO_REVOCATION))
    lenient = replace(spec, cert_validation_policy=policy)
    return is_passed(run(_validate(embedded, lenient, moment, stamped=False)))


def is_passed(result: Result) -> bool:
    """Return whether the indication is PASSED."""
    return bool(result.ades_subindic.status is AdESStatus.PASSED)


def attached_stamps(embedded: CmsSignature) -> list[Any]:
    """Return the time stamps over the signature, as CMS SignedData."""
    return list(extract_tst_data_iter(embedded.signer_info, signed=False))


def _dated(
    now: Outcome, stamps: Iterable[EmbeddedPdfSignature], spec: SignatureValidationSpec
) -> Outcome:
    """Have a document time stamp say when, for a signature without one of its own."""
    oldest = carried_back(stamps, spec, now.as_of)
    return Outcome(now.result, now.as_of, oldest if oldest < now.as_of else None)


def _judge(embedded: CmsSignature, spec: SignatureValidationSpec, moment: datetime) -> Outcome:
    stamped = bool(attached_stamps(embedded))
    result = run(_validate(embedded, spec, moment, stamped=stamped))
    proven = getattr(result, "best_signature_time", None) if is_passed(result) else None
    return Outcome(result, moment, proven)


async def _validate(
    embedded: CmsSignature,
    spec: SignatureValidationSpec,
    moment: datetime,
    *,
    stamped: bool,
) -> Result:
    timing = ValidationTimingInfo(moment, moment, point_in_time_validation=True)
    digest = embedded.compute_digest()
    if not stamped:
        return await ades_basic_validation(
            embedded.signed_data, spec, timing_info=timing, raw_digest=digest
        )
    return await ades_with_time_validation(
        embedded.signed_data,
        spec,
        timing_info=timing,
        raw_digest=digest,
    )


async def _validate_stamp(
    stamp: EmbeddedPdfSignature, spec: SignatureValidationSpec, moment: datetime
) -> Result:
    timing = ValidationTimingInfo(moment, moment, point_in_time_validation=True)
    return await ades_timestamp_validation(
        stamp.signed_data, spec, stamp.compute_digest, timing_info=timing
    )
