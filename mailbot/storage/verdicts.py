"""What was proven of each file when it was judged, and what that rests on: kept as evidence."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Text, cast, delete, insert, select, update

from mailbot.storage.tables import cases, verdict
from signing import Signature, SignatureReport, TrustStore, material_for

_report = TypeAdapter(SignatureReport)


@dataclass(frozen=True, slots=True)
class Shas:
    """The SHA-256 under which the archive keeps what a verdict rests on. Roots stand apart: they
    are trusted because an operator installed them.
    """

    roots: tuple[str, ...] = ()
    tsa_roots: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    crls: tuple[str, ...] = ()
    ocsps: tuple[str, ...] = ()
    purged: bool = False  # its time was over; the verdict stands without it

    def every(self) -> tuple[str, ...]:
        """Return all of them."""
        return (*self.roots, *self.tsa_roots, *self.certificates, *self.crls, *self.ocsps)


_signature = TypeAdapter(Signature)
_shas = TypeAdapter(Shas)


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """The verdict on one file of one mail, as of the mail's arrival."""

    message_id: int
    file_sha: str
    file_name: str
    judged_as_of: datetime
    report: SignatureReport
    material: Shas = field(default_factory=Shas)


def material_of(report: SignatureReport, trust: TrustStore) -> TrustStore:
    """Return the part of the trust that the report rests on."""
    rests = [material_for(der, trust) for der in (*_signers(report), *trust.tsa_roots)]
    above = _all(one.certificates for one in rests)
    return TrustStore(
        roots=tuple(der for der in trust.roots if der in above),
        intermediates=tuple(der for der in trust.intermediates if der in above),
        tsa_roots=trust.tsa_roots,
        crls=_all(one.crls for one in rests),
        ocsps=_all(one.ocsps for one in rests),
        accept_sha1_certificates=trust.accept_sha1_certificates,
    )


def keep(connection: Connection, case_id: int, kept: Iterable[KeptVerdict]) -> None:
    """Write the verdicts on a mail's files; those on the same mail from before are replaced."""
    for one in kept:
        same = (verdict.c.message_id == one.message_id) & (verdict.c.file_sha == one.file_sha)
        connection.execute(delete(verdict).where(same))
        connection.execute(
            insert(verdict).values(
                case_id=case_id,
                message_id=one.message_id,
                file_sha=one.file_sha,
                file_name=one.file_name,
                judged_as_of=one.judged_as_of,
                report=report_json(one.report),
                material=_shas.dump_python(one.material, mode="json"),
                mark=mark_of(one.report),
            )
        )


def mark_of(report: SignatureReport) -> str:
    """Return what a signed file is known again by, whatever was added to it later: what its first
    signature is over; empty where that is not known.
    """
    return next((one.digest for one in report.signatures if one.digest), "")


def cases_with(connection: Connection, marks: Collection[str], but_of: int) -> tuple[str, ...]:
    """Return the numbers of the other cases to which a file of these marks came."""
    if not marks:
        return ()
    came = select(verdict.c.case_id).where(verdict.c.mark.in_(marks), verdict.c.case_id != but_of)
    numbers = select(cases.c.number).where(cases.c.id.in_(came)).order_by(cases.c.id)
    return tuple(connection.execute(numbers).scalars())


def purge_material(connection: Connection, case_id: int) -> tuple[KeptVerdict, ...]:
    """Forget what the case's verdicts rest on, the signers' certificates included; return those it
    was taken from as they were. What was proven stays.
    """
    gone = []
    rows = connection.execute(select(verdict).filter_by(case_id=case_id).order_by(verdict.c.id))
    for row in rows.all():
        kept = _kept(row)
        if kept.material.purged:
            continue
        gone.append(kept)
        signers = tuple(replace(one, certificate=b"") for one in kept.report.signatures)
        connection.execute(
            update(verdict)
            .filter_by(id=row.id)
            .values(
                report=report_json(replace(kept.report, signatures=signers)),
                material=_shas.dump_python(Shas(purged=True), mode="json"),
            )
        )
    return tuple(gone)


def of_case(connection: Connection, case_id: int) -> tuple[KeptVerdict, ...]:
    """Return the verdicts on the files of the case's mails, oldest first."""
    rows = connection.execute(select(verdict).filter_by(case_id=case_id).order_by(verdict.c.id))
    return tuple(_kept(row) for row in rows)


def speak_of(connection: Connection, sha: str) -> bool:
    """Return whether a verdict rests on what the archive keeps under this SHA-256."""
    named = cast(verdict.c.material, Text).contains(sha)
    return connection.execute(select(verdict.c.id).where(named).limit(1)).first() is not None


def every_sha(connection: Connection) -> frozenset[str]:
    """Return the SHA-256 of everything in the archive that a verdict rests on."""
    found = connection.execute(select(verdict.c.material)).scalars()
    return frozenset(sha for kept in found for sha in _shas.validate_python(kept).every())


def report_json(report: SignatureReport) -> dict[str, Any]:
    """Return the report as JSON keeps it; the signers' certificates are base64."""
    bare = tuple(replace(one, certificate=b"") for one in report.signatures)
    told: dict[str, Any] = _report.dump_python(replace(report, signatures=bare), mode="json")
    for one, signature in zip(told["signatures"], report.signatures, strict=True):
        one["certificate"] = b64encode(signature.certificate).decode()
    return told


def report_from(told: Mapping[str, Any]) -> SignatureReport:
    """Return the report that `report_json` told; ValueError where it is none."""
    report = _report.validate_python({**told, "signatures": ()})
    signatures = tuple(_signature_from(one) for one in told["signatures"])
    return replace(report, signatures=signatures)


def _signature_from(told: Mapping[str, Any]) -> Signature:
    certificate = b64decode(told["certificate"], validate=True)
    return replace(
        _signature.validate_python({**told, "certificate": b""}), certificate=certificate
    )


def _kept(row: Row[Any]) -> KeptVerdict:
    return KeptVerdict(
        message_id=row.message_id,
        file_sha=row.file_sha,
        file_name=row.file_name,
        judged_as_of=row.judged_as_of,
        report=report_from(row.report),
        material=_shas.validate_python(row.material),
    )


def _all(parts: Iterable[tuple[bytes, ...]]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(der for part in parts for der in part))


def _signers(report: SignatureReport) -> list[bytes]:
    return [one.certificate for one in report.signatures if one.certificate]
