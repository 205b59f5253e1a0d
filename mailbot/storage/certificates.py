"""The organisation certificates agencies have validly signed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from mailbot.storage.tables import certificate


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """A certificate of an agency; `der` is the certificate, `fingerprint` its SHA-256 in hex."""

    fingerprint: str
    agency_code: str
    holder: str
    der: bytes
    not_after: datetime


def remember(connection: Connection, seen: SeenCertificate, now: datetime) -> None:
    """Keep the certificate; one that is known stays as it is."""
    known = select(certificate.c.fingerprint).filter_by(fingerprint=seen.fingerprint)
    if connection.execute(known).first() is None:
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


def newest(connection: Connection, agency_code: str, now: datetime) -> bytes | None:
    """Return the agency's certificate that is valid longest, or None where none is valid now."""
    statement = (
        select(certificate.c.der)
        .where(certificate.c.agency_code == agency_code, certificate.c.not_after > now)
        .order_by(certificate.c.not_after.desc())
        .limit(1)
    )
    found: bytes | None = connection.execute(statement).scalar_one_or_none()
    return found
