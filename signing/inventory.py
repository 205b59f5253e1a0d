"""What an operator's trust store holds, and what will stop working when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import crl, x509

from signing.certificate import signer_of
from signing.policy import STRONG
from signing.report import Signer
from signing.trust import TrustStore

WARN_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the store to tell: a stable code, and of whom."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TrustedCertificate:
    """One certificate of the store. `role` is root, intermediate or tsa_root; `known_as` the name
    under which its fingerprint is known, empty if it is not.
    """

    role: str
    signer: Signer
    known_as: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One revocation list: whose, of when, good until when, with how many entries."""

    issuer: str
    issued_at: datetime
    next_at: datetime | None
    entries: int
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything in the store, and what is missing in it as a whole."""

    certificates: tuple[TrustedCertificate, ...]
    lists: tuple[RevocationList, ...]
    remarks: tuple[Remark, ...]


def take_inventory(store: TrustStore, known: Mapping[str, str], at: datetime) -> Inventory:
    """Return what the store holds as of `at`.

    Args:
        known: names by SHA-256 fingerprint, lower-case hex.
    """
    found = [
        (role, x509.Certificate.load(der))
        for role, ders in (
            ("root", store.roots),
            ("intermediate", store.intermediates),
            ("tsa_root", store.tsa_roots),
        )
        for der in ders
    ]
    lists = [crl.CertificateList.load(der) for der in store.crls]
    authorities = {certificate.subject.hashable for _, certificate in found}
    return Inventory(
        certificates=tuple(_certificate(role, one, known, at) for role, one in found),
        lists=tuple(_list(one, authorities, at) for one in lists),
        remarks=_missing(found, lists),
    )


def expiry_remark(signer: Signer, at: datetime) -> Remark | None:
    """Return whether a certificate has expired or will within 60 days, or is not valid yet."""
    if at > signer.not_after:
        return Remark("expired")
    if at + WARN_AHEAD > signer.not_after:
        return Remark("expires_soon")
    return Remark("not_yet_valid") if at < signer.not_before else None


def _certificate(
    role: str, certificate: x509.Certificate, known: Mapping[str, str], at: datetime
) -> TrustedCertificate:
    signer = signer_of(certificate)
    name = known.get(signer.fingerprint, "")
    remarks = [Remark("not_known")] if not name else []
    expiry = expiry_remark(signer, at)
    remarks += [expiry] if expiry is not None else []
    if not certificate.ca:
        remarks.append(Remark("no_authority"))
    if role == "root" and not certificate.self_issued:
        remarks.append(Remark("root_not_self_issued"))
    if not STRONG.signature_algorithm_allowed(
        certificate["signature_algorithm"], at, certificate.public_key
    ):
        remarks.append(Remark("weak"))
    return TrustedCertificate(role, signer, name, tuple(remarks))


def _list(one: crl.CertificateList, authorities: set[str], at: datetime) -> RevocationList:
    content = one["tbs_cert_list"]
    next_at = content["next_update"].native
    remarks = []
    if next_at is not None and at > next_at:
        remarks.append(Remark("list_stale"))
    if one.issuer.hashable not in authorities:
        remarks.append(Remark("list_of_a_stranger"))
    return RevocationList(
        issuer=str(one.issuer.native.get("common_name", "")),
        issued_at=content["this_update"].native.astimezone(UTC),
        next_at=next_at.astimezone(UTC) if next_at is not None else None,
        entries=len(content["revoked_certificates"]),
        remarks=tuple(remarks),
    )


def _missing(
    found: list[tuple[str, x509.Certificate]], lists: list[crl.CertificateList]
) -> tuple[Remark, ...]:
    """Return `no_root`, and `list_missing` for every authority without a list."""
    remarks = [] if any(role == "root" for role, _ in found) else [Remark("no_root")]
    issuers = {one.issuer.hashable for one in lists}
    for _, certificate in found:
        if certificate.ca and certificate.subject.hashable not in issuers:
            remarks.append(Remark("list_missing", signer_of(certificate).name))
    return tuple(remarks)
