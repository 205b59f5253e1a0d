"""The trust of this moment: the operator's roots with the revocation data fetched so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.errors import TryLaterError
from mailbot.gateways.revocation import Revocation
from signing import Revocation as Status
from signing import Signature, TrustStore
from signing.material import material_for


@dataclass(frozen=True, slots=True)
class LiveTrust:
    """Joins what the operator installed with what was fetched ahead. Nothing a document says is
    ever asked: certificates in doubt are asked about at the configured responders only.
    """

    installed: TrustStore
    revocation: Revocation

    def at(self, now: datetime) -> TrustStore:
        """Return the trust with every list at hand."""
        crls = (*self.installed.crls, *self.revocation.state(now).crls)
        return replace(self.installed, crls=tuple(dict.fromkeys(crls)))

    def with_answers(
        self, trust: TrustStore, signatures: Iterable[Signature], now: datetime
    ) -> TrustStore:
        """Return the trust with the responders' answers on certificates still in doubt."""
        doubtful = {s.certificate for s in signatures if s.revocation is Status.UNKNOWN}
        answers = tuple(
            answer
            for certificate in sorted(doubtful - {b""})
            if (answer := self._asked(certificate, trust, now)) is not None
        )
        return replace(trust, ocsps=(*trust.ocsps, *answers)) if answers else trust

    def _asked(self, certificate: bytes, trust: TrustStore, now: datetime) -> bytes | None:
        issuers = material_for(certificate, trust).certificates
        if not issuers:
            return None
        try:
            return self.revocation.ocsp(certificate, issuers[0], now)
        except TryLaterError:
            return None  # "could not be checked" stays what it is: never "good"
