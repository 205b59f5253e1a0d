"""PDF bytes and trust to a report. Nothing here raises for what a file contains."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from signing.document import (
    Document,
    UnreadableError,
    end_of_pdf,
    open_document,
    signature_fields,
)
from signing.embedded import embedded_knowledge
from signing.examination import Bench, document_timestamp, mishap, take_apart, worst
from signing.policy import validation_spec
from signing.report import Reason, Signature, SignatureReport, Verdict
from signing.trust import TrustStore


def verify_pdf(data: bytes, trust: TrustStore, at: datetime) -> SignatureReport:
    """Return what the signatures of a PDF prove as of `at` (aware). Never raises for bad input."""
    moment = at.astimezone(UTC)
    end = end_of_pdf(data)
    if end < len(data):
        return _spoilt(verify_pdf(data[:end], trust, moment))
    try:
        return _verify(open_document(data), trust, moment)
    except UnreadableError as error:
        return SignatureReport(Verdict.UNREADABLE, (error.reason,))
    except Exception as error:  # noqa: BLE001 - hostile bytes: every exception is a verdict
        return _verify_leniently(data, trust, moment, mishap("strict_read_failed", error))


def _spoilt(report: SignatureReport) -> SignatureReport:
    """Return the report on a PDF behind whose end stands more than a reader looks through."""
    if not report.signatures:
        return SignatureReport(Verdict.UNREADABLE, (Reason("pdf_unreadable", "cut off"),))
    reason = Reason("data_after_end")
    signatures = tuple(
        replace(
            one,
            verdict=Verdict.FAILED,
            reason=reason.code,
            reasons=(reason, *one.reasons),
            indication="TOTAL-FAILED",
            sub_indication="FORMAT_FAILURE",
            covers_whole_document=False,
            changed_after_signing=True,
        )
        for one in report.signatures
    )
    return SignatureReport(Verdict.FAILED, (reason, *report.reasons), signatures)


def _verify_leniently(data: bytes, trust: TrustStore, at: datetime, why: Reason) -> SignatureReport:
    """Judge a file that breaks the standard, so that a person learns what may be in it."""
    try:
        return _verify(open_document(data, why), trust, at)
    except UnreadableError as error:
        return SignatureReport(Verdict.UNREADABLE, (error.reason,))
    except Exception as error:  # noqa: BLE001 - as above
        return SignatureReport(Verdict.UNREADABLE, (mishap("pdf_unreadable", error),))


def _verify(document: Document, trust: TrustStore, at: datetime) -> SignatureReport:
    fields = signature_fields(document)
    signing = [field for field in fields if not field.is_document_timestamp]
    if not signing:
        code = "only_document_timestamp" if fields else "no_signature"
        return SignatureReport(Verdict.UNSIGNED, (Reason(code), *document.oddities))
    knowledge = embedded_knowledge(document.reader)
    bench = Bench(document, validation_spec(trust, knowledge), knowledge, at)
    taken = [take_apart(field, document) for field in signing]
    stamps = [document_timestamp(one, document) for one in fields if one.is_document_timestamp]
    return _report(document, bench.judge(taken, stamps))


def _report(document: Document, signatures: tuple[Signature, ...]) -> SignatureReport:
    told = dict.fromkeys(reason for one in signatures for reason in one.reasons)
    verdict = worst(one.verdict for one in signatures)
    return SignatureReport(verdict, tuple(dict.fromkeys((*told, *document.oddities))), signatures)
