"""Signatures outside of PDF: detached (.p7s, multipart/signed), enveloping (.p7m, opaque mail).

RFC 5652 for the container, RFC 8551 for the mail. They are judged as the signatures of a PDF are;
the whole content is covered by nature, and there is nothing to be changed after.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec

from signing.certificate import signer_of
from signing.examination import mishap, unjudged, worst
from signing.policy import MAIL_USE, SIGNING_USE, validation_spec
from signing.proof import VERDICTS, Proof, prove
from signing.report import Level, Reason, Signature, SignatureReport, TimeSource, Verdict
from signing.signed_digest import signed_digest
from signing.trust import TrustStore

MAX_SIGNERS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What an enveloping signature holds (None if it cannot be opened) and what it is worth."""

    content: bytes | None
    report: SignatureReport


def verify_detached(
    data: bytes, signature: bytes, trust: TrustStore, at: datetime, *, mail: bool = False
) -> SignatureReport:
    """Return what a detached signature (DER, PEM or base64) proves about the data.

    Args:
        mail: the signature of a mail, for which a certificate to sign with (digitalSignature)
            will do; `data` is then the signed part's own bytes, see `canonical_part`.
    """
    try:
        return _report(_signed_data(signature), data, trust, at, mail=mail)
    except Exception as error:  # noqa: BLE001 - hostile bytes: every exception is a verdict
        return SignatureReport(Verdict.UNREADABLE, (mishap("container_unreadable", error),))


def open_enveloping(
    container: bytes, trust: TrustStore, at: datetime, *, mail: bool = False
) -> Opened:
    """Return the content of an enveloping signature (.p7m, opaque S/MIME) and its report."""
    try:
        signed = _signed_data(container)
        content = signed["encap_content_info"]["content"].native
        if not isinstance(content, bytes):
            return Opened(None, SignatureReport(Verdict.UNREADABLE, (Reason("container_empty"),)))
        return Opened(content, _report(signed, content, trust, at, mail=mail))
    except Exception as error:  # noqa: BLE001 - as above
        reason = mishap("container_unreadable", error)
        return Opened(None, SignatureReport(Verdict.UNREADABLE, (reason,)))


def canonical_part(raw: bytes) -> bytes:
    """Return the signed part of a multipart/signed mail as it was signed: CRLF line ends.

    RFC 8551 §3.1.1. The bytes must be the part's own, between the boundaries, without the line
    end that belongs to the boundary; never what a mail library writes anew.
    """
    return re.sub(rb"\r?\n|\r", b"\r\n", raw)


def _signed_data(data: bytes) -> cms.SignedData:
    container = cms.ContentInfo.load(_der(data), strict=False)
    if container["content_type"].native != "signed_data":
        raise ValueError(f"content type {container['content_type'].native}")
    return container["content"]


def _der(data: bytes) -> bytes:
    text = re.sub(rb"-----(BEGIN|END) [A-Z0-9# ]+-----|\s", b"", data)
    if data[:1] == b"\x30" or re.fullmatch(rb"[A-Za-z0-9+/]+=*", text) is None:
        return data
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return data


def _report(
    signed: cms.SignedData, content: bytes, trust: TrustStore, at: datetime, *, mail: bool
) -> SignatureReport:
    count = len(signed["signer_infos"])
    if count > MAX_SIGNERS:
        return SignatureReport(Verdict.UNREADABLE, (Reason("too_many_signers", str(count)),))
    spec = validation_spec(trust, use=MAIL_USE if mail else SIGNING_USE)
    signatures = tuple(
        _judged(number, one, content, spec, at.astimezone(UTC))
        for number, one in enumerate(_one_by_one(signed), start=1)
    )
    if not signatures:
        return SignatureReport(Verdict.UNSIGNED, (Reason("no_signature"),))
    reasons = dict.fromkeys(reason for one in signatures for reason in one.reasons)
    return SignatureReport(worst(one.verdict for one in signatures), tuple(reasons), signatures)


def _one_by_one(signed: cms.SignedData) -> Iterator[cms.SignedData]:
    """Yield the container once for each signer: leader and organisation may share one.

    The content is taken out, so that nothing but the bytes given is ever judged.
    """
    kind = signed["encap_content_info"]["content_type"].native
    for info in signed["signer_infos"]:
        alone = signed.copy()
        alone["signer_infos"] = cms.SignerInfos([info])
        alone["encap_content_info"] = {"content_type": kind}
        yield alone


@dataclass(frozen=True, slots=True)
class _Signed:
    """One signer's signature over the content, in the shape `prove` asks for."""

    signed_data: cms.SignedData
    signer_info: cms.SignerInfo
    signer_cert: x509.Certificate
    content: bytes

    @property
    def self_reported_timestamp(self) -> datetime | None:
        """Return what the signer says about the time."""
        return extract_self_reported_ts(self.signer_info)

    def compute_digest(self) -> bytes:
        """Return the digest of the content by the signer's algorithm."""
        name = self.signer_info["digest_algorithm"]["algorithm"].native
        return hashlib.new(name, self.content, usedforsecurity=False).digest()


def _judged(
    number: int, signed: cms.SignedData, content: bytes, spec: SignatureValidationSpec, at: datetime
) -> Signature:
    field = str(number)
    if not signed["signer_infos"][0]["signed_attrs"]:
        # What was signed may be the attributes of a signature over something else (RFC 5652
        # §5.4 hashes either): a genuine signature would then be one over its own attributes.
        reason = Reason("signed_attributes_missing")
        return unjudged(field, Verdict.INDETERMINATE, reason)
    try:
        certificate = extract_certificate_info(signed).signer_cert
        one = _Signed(signed, signed["signer_infos"][0], certificate, content)
        return _signature(field, one, prove(one, (), spec, at))
    except Exception as error:  # noqa: BLE001 - every exception is a verdict
        return unjudged(field, Verdict.INDETERMINATE, mishap("check_failed", error))


def _signature(field: str, one: _Signed, proof: Proof) -> Signature:
    verdict = VERDICTS[proof.indication]
    altered = any(reason.code == "hash_mismatch" for reason in proof.reasons)
    return Signature(
        field=field,
        verdict=verdict,
        reason="" if verdict is Verdict.PASSED else proof.reasons[0].code,
        reasons=proof.reasons,
        indication=proof.indication,
        sub_indication=proof.sub_indication,
        signer=signer_of(one.signer_cert),
        signed_at=proof.signed_at,
        time_source=proof.time_source,
        level=Level.B_T if proof.time_source is TimeSource.TIMESTAMP else Level.B_B,
        covers_whole_document=True,
        changed_after_signing=altered,
        revocation=proof.revocation,
        certificate=one.signer_cert.dump(),
        digest=signed_digest(one.signer_info),
    )
