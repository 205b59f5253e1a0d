"""Which certificates end soon: the store's, our own, the agencies'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.storage.certificates import SeenCertificate
from signing import TrustStore, expiry_remark, read_certificate


@dataclass(frozen=True, slots=True)
class Expiry:
    """A certificate to renew. `role`: root, intermediate, tsa_root, own or agency; `code`:
    expires_soon (within 60 days), expired, or not_yet_valid.
    """

    role: str
    name: str
    fingerprint: str
    not_after: datetime
    code: str


def expiries(
    trust: TrustStore,
    own: Iterable[bytes],
    agencies: Iterable[SeenCertificate],
    at: datetime,
) -> tuple[Expiry, ...]:
    """Return what has ended or ends within 60 days of `at`, what ends first first."""
    held = [
        *(("root", der) for der in trust.roots),
        *(("intermediate", der) for der in trust.intermediates),
        *(("tsa_root", der) for der in trust.tsa_roots),
        *(("own", der) for der in own),
        *(("agency", seen.der) for seen in agencies),
    ]
    found = [expiry for role, der in held if (expiry := _expiry(role, der, at)) is not None]
    return tuple(sorted(found, key=lambda one: one.not_after))


def _expiry(role: str, der: bytes, at: datetime) -> Expiry | None:
    signer = read_certificate(der)
    remark = expiry_remark(signer, at)
    if remark is None:
        return None
    return Expiry(role, signer.name, signer.fingerprint, signer.not_after, remark.code)
