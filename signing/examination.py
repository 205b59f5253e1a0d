"""One signature after the other: taken apart, its integrity and its proof put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec

from signing.byte_range import ByteRange
from signing.certificate import signer_of
from signing.document import Document, Field
from signing.embedded import level_of
from signing.integrity import Integrity, covered, examine_earlier, examine_last
from signing.proof import VERDICTS, Proof, code_of, prove
from signing.report import Level, Reason, Revocation, Signature, Signer, TimeSource, Verdict
from signing.signed_digest import signed_digest

KNOWN_SUBFILTERS = frozenset(
    {
        SigSeedSubFilter.ADOBE_PKCS7_DETACHED.value,
        SigSeedSubFilter.PADES.value,
        SigSeedSubFilter.PBAD_PADES.value,
    }
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A signature that could be taken apart, with the bytes it covers."""

    field: Field
    embedded: EmbeddedPdfSignature
    range: ByteRange


def take_apart(field: Field, document: Document) -> Taken | Signature:
    """Return the signature ready to be judged, or the verdict where it cannot be."""
    kind = field.value.get("/SubFilter")
    if kind not in KNOWN_SUBFILTERS:
        return unjudged(
            str(field.name), Verdict.INDETERMINATE, Reason("subfilter_unknown", str(kind)[:80])
        )
    try:
        embedded = EmbeddedPdfSignature(document.reader, field.field, field.name)
        found = covered(field, embedded, document)
    except Exception as error:  # noqa: BLE001 - whatever a crooked CMS makes its parser raise
        return unjudged(str(field.name), Verdict.FAILED, mishap("format_failure", error))
    if isinstance(found, Reason):
        return unjudged(str(field.name), Verdict.FAILED, found, embedded)
    return Taken(field, embedded, found)


def document_timestamp(field: Field, document: Document) -> Taken | Signature:
    """Return the time stamp over the document, or a doubt where it covers not what it claims."""
    try:
        embedded = EmbeddedPdfSignature(document.reader, field.field, field.name)
        found = covered(field, embedded, document)
    except Exception as error:  # noqa: BLE001 - as above
        found = mishap("timestamp_invalid", error)
    if isinstance(found, ByteRange):
        return Taken(field, embedded, found)
    reason = Reason("timestamp_invalid", f"{found.code} {found.detail}".strip()[:300])
    return unjudged(str(field.name), Verdict.INDETERMINATE, reason)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every signature of one document is judged with."""

    document: Document
    spec: SignatureValidationSpec
    knowledge: LocalKnowledge
    at: datetime

    def judge(
        self, taken: list[Taken | Signature], stamped: list[Taken | Signature]
    ) -> tuple[Signature, ...]:
        """Return a verdict for each, in the order of signing; the unreadable ones come last, and
        with them time stamps that are none.
        """
        stamps = sorted(
            (one for one in stamped if isinstance(one, Taken)), key=lambda one: one.range.end
        )
        reads = sorted(
            (one for one in taken if isinstance(one, Taken)), key=lambda one: one.range.end
        )
        judged = [self._judge_one(reads[-1], stamps, None)] if reads else []
        for read in reversed(reads[:-1]):
            judged.insert(0, self._judge_one(read, stamps, judged[-1]))
        return (*judged, *(one for one in (*taken, *stamped) if isinstance(one, Signature)))

    def _judge_one(self, read: Taken, stamps: list[Taken], last: Signature | None) -> Signature:
        try:
            integrity = self._integrity(read, last)
            later = [stamp.embedded for stamp in stamps if stamp.range.end > read.range.end]
            proof = prove(read.embedded, later, self.spec, self.at)
            level = level_of(self.knowledge, stamped=proof.has_timestamp, later_stamp=bool(later))
        except SignatureValidationError as error:
            reason = Reason(code_of(error.ades_subindication), str(error)[:300])
            return unjudged(str(read.field.name), Verdict.INDETERMINATE, reason, read.embedded)
        except Exception as error:  # noqa: BLE001 - every exception is a verdict
            reason = mishap("check_failed", error)
            return unjudged(str(read.field.name), Verdict.INDETERMINATE, reason, read.embedded)
        return _signature(read, integrity, proof, level, self.document.oddities)

    def _integrity(self, read: Taken, last: Signature | None) -> Integrity:
        if last is None:
            return examine_last(read.embedded, read.range, self.document)
        sound = last.covers_whole_document and last.verdict is Verdict.PASSED
        return examine_earlier(read.embedded, last_is_sound=sound)


def _signature(
    read: Taken, integrity: Integrity, proof: Proof, level: Level, oddities: tuple[Reason, ...]
) -> Signature:
    reasons = (*integrity.reasons, *proof.reasons, *oddities)
    doubt = Verdict.INDETERMINATE if oddities else Verdict.PASSED
    verdict = worst((integrity.verdict, VERDICTS[proof.indication], doubt))
    broken = integrity.verdict is Verdict.FAILED
    return Signature(
        field=str(read.field.name),
        verdict=verdict,
        reason="" if verdict is Verdict.PASSED else reasons[0].code,
        reasons=reasons,
        indication="TOTAL-FAILED" if broken else proof.indication,
        sub_indication="FORMAT_FAILURE" if broken else proof.sub_indication,
        signer=signer_of(read.embedded.signer_cert),
        signed_at=proof.signed_at,
        time_source=proof.time_source,
        level=level,
        covers_whole_document=integrity.covers_whole,
        changed_after_signing=integrity.changed or _is_altered(proof),
        revocation=proof.revocation,
        certificate=read.embedded.signer_cert.dump(),
        digest=signed_digest(read.embedded.signer_info),
    )


def _is_altered(proof: Proof) -> bool:
    return any(reason.code == "hash_mismatch" for reason in proof.reasons)


def unjudged(
    field: str,
    verdict: Verdict,
    reason: Reason,
    embedded: EmbeddedPdfSignature | None = None,
) -> Signature:
    """Return the verdict on a signature that cannot be taken apart or judged."""
    failed = verdict is Verdict.FAILED
    signer, certificate = _signer(embedded)
    return Signature(
        field=field,
        verdict=verdict,
        reason=reason.code,
        reasons=(reason,),
        indication="TOTAL-FAILED" if failed else "INDETERMINATE",
        sub_indication="FORMAT_FAILURE" if failed else "GENERIC",
        signer=signer,
        signed_at=None,
        time_source=TimeSource.CLAIMED,
        level=Level.B_B,
        covers_whole_document=False,
        changed_after_signing=reason.code == "byte_range_forged",
        revocation=Revocation.UNKNOWN,
        certificate=certificate,
    )


def _signer(embedded: EmbeddedPdfSignature | None) -> tuple[Signer | None, bytes]:
    """Return whom the certificate names, nobody where it cannot be read."""
    if embedded is None:
        return None, b""
    try:
        return signer_of(embedded.signer_cert), embedded.signer_cert.dump()
    except Exception:  # noqa: BLE001 - the verdict is given already; the name is only told
        return None, b""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that decides: one failed signature fails the file."""
    found = set(verdicts)
    for verdict in (Verdict.FAILED, Verdict.INDETERMINATE):
        if verdict in found:
            return verdict
    return Verdict.PASSED


def mishap(code: str, error: BaseException) -> Reason:
    """Return an exception as a reason."""
    return Reason(code, f"{type(error).__name__}: {error}"[:300])
