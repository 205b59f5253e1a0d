"""The organisation certificates agencies have validly signed with, and who approved them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from mailbot.cases.agency import Agency, Registry
from mailbot.storage import registry_store
from mailbot.storage.database import lock
from mailbot.storage.tables import certificate


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """A certificate of an agency; `der` is the certificate, `fingerprint` its SHA-256 in hex.

    `approved_by` is the officer who approved a case signed with it, or nobody so far.
    """

    fingerprint: str
    agency_code: str
    holder: str
    der: bytes
    not_after: datetime
    first_seen_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None


def remember(connection: Connection, seen: SeenCertificate, now: datetime) -> None:
    """Keep the certificate; one that is known stays as it is."""
    if _is_known(connection, seen):
        return
    # Another may be writing it down at this moment.
    lock(connection, f"certificate.{seen.fingerprint}")
    if not _is_known(connection, seen):
        connection.execute(
            insert(certificate).values(
                fingerprint=seen.fingerprint,
                agency_code=seen.agency_code,
                holder=seen.holder,
                der=seen.der,
                not_after=seen.not_after,
                first_seen_at=now,
            )
        )


def approve(
    connection: Connection, fingerprint: str, agency_code: str, officer: str, now: datetime
) -> bool:
    """Write that an officer takes this certificate for the agency's own; False where it is not
    known as the agency's, or approved already.
    """
    same = (certificate.c.fingerprint == fingerprint) & (certificate.c.agency_code == agency_code)
    changed = connection.execute(
        update(certificate)
        .where(same, certificate.c.approved_at.is_(None))
        .values(approved_by=officer, approved_at=now)
    )
    return changed.rowcount == 1


def registry(connection: Connection) -> Registry:
    """Return the registry as judging needs it, with the approved certificates pinned."""
    return with_approved(connection, registry_store.load_registry(connection))


def with_approved(connection: Connection, registry: Registry) -> Registry:
    """Return the registry, every agency with the certificates officers approved as pinned ones."""
    rows = connection.execute(
        select(certificate.c.agency_code, certificate.c.fingerprint)
        .where(certificate.c.approved_at.is_not(None))
        .order_by(certificate.c.fingerprint)
    )
    approved: dict[str, list[str]] = {}
    for code, fingerprint in rows:
        approved.setdefault(code, []).append(fingerprint)
    if not approved:
        return registry
    return Registry(tuple(_pinned(one, approved.get(one.code, [])) for one in registry.agencies))


def newest(connection: Connection, agency_code: str, now: datetime) -> bytes | None:
    """Return the agency's certificate that is valid longest, or None where none is valid now: of
    those pinned for it or approved. Any other only says that it is the agency's.
    """
    agency = registry_store.agency_with(connection, agency_code)
    pinned = agency.certificate_fingerprints if agency else ()
    statement = (
        select(certificate.c.der)
        .where(certificate.c.agency_code == agency_code, certificate.c.not_after > now)
        .where(certificate.c.approved_at.is_not(None) | certificate.c.fingerprint.in_(pinned))
        .order_by(certificate.c.not_after.desc())
        .limit(1)
    )
    found: bytes | None = connection.execute(statement).scalar_one_or_none()
    return found


def of_agency(connection: Connection, agency_code: str) -> tuple[SeenCertificate, ...]:
    """Return every certificate seen on the agency's letters, the one valid longest first."""
    rows = connection.execute(
        select(certificate)
        .where(certificate.c.agency_code == agency_code)
        .order_by(certificate.c.not_after.desc())
    )
    return tuple(_seen(row) for row in rows)


def newest_of_each(connection: Connection) -> tuple[SeenCertificate, ...]:
    """Return each agency's certificate that is valid longest, by agency."""
    rows = connection.execute(
        select(certificate).order_by(certificate.c.agency_code, certificate.c.not_after)
    )
    return tuple({row.agency_code: _seen(row) for row in rows}.values())


def _is_known(connection: Connection, seen: SeenCertificate) -> bool:
    known = select(certificate.c.fingerprint).filter_by(fingerprint=seen.fingerprint)
    return connection.execute(known).first() is not None


def _pinned(agency: Agency, approved: list[str]) -> Agency:
    if not approved:
        return agency
    every = dict.fromkeys((*agency.certificate_fingerprints, *approved))
    return replace(agency, certificate_fingerprints=tuple(every))


def _seen(row: Row[Any]) -> SeenCertificate:
    return SeenCertificate(
        fingerprint=row.fingerprint,
        agency_code=row.agency_code,
        holder=row.holder,
        der=row.der,
        not_after=row.not_after,
        first_seen_at=row.first_seen_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )
