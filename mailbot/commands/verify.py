"""`mailbot verify FILE.pdf`: what the signatures of a file prove."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.clock import VIETNAM, local, utc_now
from mailbot.errors import BadInputError, in_vietnamese, os_reason
from mailbot.words import Words, load_words, say

if TYPE_CHECKING:
    from signing import Signature, SignatureReport, TrustStore
    from signing.errors import SigningError

EXIT_CODES = {"passed": 0, "failed": 1, "unsigned": 1, "indeterminate": 2, "unreadable": 2}


@dataclass(frozen=True, slots=True)
class TrustFiles:
    """What `--trust`, `--intermediate`, `--tsa-trust`, `--crl` and `--ocsp` name."""

    trust: tuple[Path, ...] = ()
    intermediate: tuple[Path, ...] = ()
    tsa_trust: tuple[Path, ...] = ()
    crl: tuple[Path, ...] = ()
    ocsp: tuple[Path, ...] = ()


def verify_json(
    file: Path | str, at: str | datetime | None = None, files: TrustFiles | None = None
) -> dict[str, Any]:
    """Return the verdict on a file as of `at` (ISO 8601, default now). Raises BadInputError."""
    return as_json(str(file), verify_file(Path(file), at, files or TrustFiles()))


def verify_file(
    file: Path,
    at: str | datetime | None,
    files: TrustFiles,
    verifier: Callable[[bytes, TrustStore, datetime], SignatureReport] | None = None,
) -> SignatureReport:
    """Return the report on a file. Raises BadInputError for what cannot be opened.

    `verifier` stands in for signing.verify_pdf, so that hostile bytes are read in a child.
    """
    from signing import verify_pdf  # noqa: PLC0415 - takes half a second to import

    words = load_words()
    moment = at if isinstance(at, datetime) else moment_of(at, words)
    trust = load_trust_files(files, words)
    try:
        data = file.read_bytes()
    except OSError as error:
        told = words.say("signature.file_unreadable", file=str(file), detail=os_reason(error))
        raise BadInputError(told) from error
    return (verifier or verify_pdf)(data, trust, moment)


def load_trust_files(files: TrustFiles, words: Words | None = None) -> TrustStore:
    """Return the trust these files hold; BadInputError names the unusable one."""
    from signing import SigningError, load_trust  # noqa: PLC0415 - as above

    try:
        return load_trust(files.trust, files.intermediate, files.tsa_trust, files.crl, files.ocsp)
    except SigningError as error:
        raise BadInputError(say_error(error, words or load_words())) from error


def say_error(error: SigningError, words: Words) -> str:
    """Return an error of the signing library in Vietnamese."""
    return words.say(f"signature.{error.code}", **{**error.fields, **in_vietnamese(error)})


def exit_code(answer: dict[str, Any]) -> int:
    """Return 0 passed, 1 failed or unsigned, 2 indeterminate or unreadable."""
    return EXIT_CODES[answer["verdict"]]


def as_json(file: str, report: SignatureReport) -> dict[str, Any]:
    """Return the report as README documents it; keys may be added, never changed."""
    return {
        "file": file,
        "verdict": str(report.verdict),
        "reasons": list(dict.fromkeys(reason.code for reason in report.reasons)),
        "signatures": [_signature_json(signature) for signature in report.signatures],
    }


def _signature_json(signature: Signature) -> dict[str, Any]:
    return {
        "field": signature.field,
        "verdict": str(signature.verdict),
        "reason": signature.reason,
        "reasons": list(dict.fromkeys(reason.code for reason in signature.reasons)),
        "indication": signature.indication,
        "sub_indication": signature.sub_indication,
        "signer": _signer_json(signature),
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
        "time_source": str(signature.time_source),
        "level": str(signature.level),
        "covers_whole_document": signature.covers_whole_document,
        "changed_after_signing": signature.changed_after_signing,
        "revocation": str(signature.revocation),
    }


def _signer_json(signature: Signature) -> dict[str, Any] | None:
    signer = signature.signer
    if signer is None:
        return None
    return {
        "name": signer.name,
        "organisation": signer.organisation,
        "organisational_unit": signer.organisational_unit,
        "locality": signer.locality,
        "email": signer.emails[0] if signer.emails else "",
        "emails": list(signer.emails),
        "issuer": signer.issuer,
        "serial_number": signer.serial_number,
        "fingerprint": signer.fingerprint,
        "not_before": signer.not_before.isoformat(),
        "not_after": signer.not_after.isoformat(),
    }


def as_text(file: str, report: SignatureReport, words: Words) -> str:
    """Return the report for people, with all that Thông tư 15/2025/TT-BKHCN has software show."""
    verdict = words.say(f"signature.verdict_{report.verdict}")
    lines = [words.say("signature.told_verdict", file=file, verdict=verdict)]
    if not report.signatures:
        lines += _reasons((reason.code for reason in report.reasons), words, {})
    for number, signature in enumerate(report.signatures, start=1):
        lines += ["", *_signature_lines(number, signature, words)]
    return "\n".join(lines)


def _signature_lines(number: int, signature: Signature, words: Words) -> list[str]:
    def say(code: str, **fields: str) -> str:
        return words.say(f"signature.told_{code}", **fields)

    verdict = words.say(f"signature.verdict_{signature.verdict}")
    lines = [say("signature", number=str(number), field=signature.field, verdict=verdict)]
    fields = _fields(signature)
    if signature.signer is not None:
        lines += [say(line, **fields) for line in ("signer", "organisation", "issuer", "validity")]
    time = f"time_{signature.time_source}" if signature.signed_at else "time_none"
    whole = "whole" if signature.covers_whole_document else "part"
    changed = "changed" if signature.changed_after_signing else "unchanged"
    revocation = f"revocation_{signature.revocation}"
    lines += [say(line, **fields) for line in (time, whole, changed, revocation)]
    return lines + _reasons((reason.code for reason in signature.reasons), words, fields)


def _reasons(codes: Iterable[str], words: Words, fields: dict[str, str]) -> list[str]:
    return [
        words.say("signature.told_reason", reason=words.say(f"signature.{code}", **fields))
        for code in dict.fromkeys(codes)
    ]


def _fields(signature: Signature) -> dict[str, str]:
    signer = signature.signer
    told = {"field": signature.field, "signer": signature.field}
    if signature.signed_at is not None:
        told["time"] = say(
            "command.vietnam_time", at=f"{local(signature.signed_at):%H:%M:%S %d/%m/%Y}"
        )
    if signer is None:
        return told
    return told | {
        "signer": signer.name,
        "name": ", ".join((signer.name, *signer.emails)),
        "organisation": ", ".join(
            part
            for part in (signer.organisational_unit, signer.organisation, signer.locality)
            if part
        ),
        "issuer": signer.issuer,
        "serial_number": signer.serial_number,
        "valid_from": local(signer.not_before).strftime("%d/%m/%Y"),
        "valid_to": local(signer.not_after).strftime("%d/%m/%Y"),
    }


def moment_of(text: str | None, words: Words) -> datetime:
    """Return the instant a person typed (ISO 8601; Vietnam time without an offset), or now."""
    if text is None:
        return utc_now()
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInputError(words.say("signature.bad_time", text=text)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
