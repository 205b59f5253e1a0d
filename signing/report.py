"""What a verification says: one report for a file, one entry for each signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """Outcomes of a signature, and of a file (which may also be unsigned or unreadable)."""

    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


class Revocation(StrEnum):
    """What is known of the signer's certificate; `unknown` is never `good`."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class TimeSource(StrEnum):
    """Who says when it was signed: a trusted time stamp, or only the signer."""

    TIMESTAMP = "timestamp"
    CLAIMED = "claimed"


class Level(StrEnum):
    """Baseline levels of ETSI EN 319 142-1, by what the file carries."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable code, and for whoever digs deeper the technical detail in English."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who a certificate names. Texts are NFC, e-mails lower case, `fingerprint` is SHA-256 of the
    DER in lower-case hex, `serial_number` decimal, instants are UTC. Several units stand side by
    side with `; ` between.
    """

    name: str
    organisation: str
    organisational_unit: str
    locality: str
    emails: tuple[str, ...]
    issuer: str
    serial_number: str
    fingerprint: str
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature and what could be proven about it.

    `indication` and `sub_indication` are those of ETSI EN 319 102-1 for the certificate, the
    time and the cryptography; `verdict` adds what that standard does not look at (coverage,
    changes). `reason` is the code that decided, empty when nothing speaks against the signature.
    `covers_whole_document`: nothing stands outside but validation data and time stamps. `digest` is
    what was signed, in hex, empty where it was not read: the file is known again by it.
    """

    field: str
    verdict: Verdict
    reason: str
    reasons: tuple[Reason, ...]
    indication: str
    sub_indication: str
    signer: Signer | None
    signed_at: datetime | None
    time_source: TimeSource
    level: Level
    covers_whole_document: bool
    changed_after_signing: bool
    revocation: Revocation
    certificate: bytes
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """The verdict on a file: its worst signature decides. Signatures in the order of signing."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    signatures: tuple[Signature, ...] = ()
