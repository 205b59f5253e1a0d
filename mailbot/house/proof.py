"""The wing of proof: what a mail and its signatures are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from mailbot import logbook
from mailbot.cases.agency import Registry
from mailbot.gateways.dns_txt import txt_record
from mailbot.gateways.live_trust import LiveTrust
from mailbot.gateways.revocation import Revocation
from mailbot.house.ground import Ground
from mailbot.intake.dossier import Dossier, Means, read_dossier, read_dossiers
from mailbot.intake.filing import Filed, read_filing
from mailbot.intake.sender import wanted_dkim_keys
from mailbot.intake.sender_rules import EvidenceRules, evidence_rules, own_addresses
from signing import Signature, SigningError, TrustStore, load_trust


class Proof(Ground):
    """What our own mail servers write, whom we trust, and the reading of hostile bytes."""

    @cached_property
    def evidence(self) -> EvidenceRules:
        """What our own mail servers write into a mail."""
        return evidence_rules(self.settings.evidence, self.settings.department)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The department's own addresses."""
        return own_addresses(self.settings.department)

    @cached_property
    def installed_trust(self) -> TrustStore:
        """What the operator installed: roots, intermediates, lists as files."""
        chosen = self.settings.trust
        try:
            return load_trust(
                chosen.roots, chosen.intermediates, chosen.tsa_roots, chosen.crl_files
            )
        except SigningError as error:
            raise self.unusable(error) from error

    @cached_property
    def revocation(self) -> Revocation:
        """Lists and answers of the configured authorities, fetched ahead and kept."""
        chosen = self.settings.trust
        return Revocation(
            directory=self.settings.archive.directory / "revocation",
            crl_urls=chosen.crl_urls,
            ocsp_urls=chosen.ocsp_urls,
            issuers=self.installed_trust.authorities,
            refresh_seconds=chosen.refresh_seconds,
        )

    @cached_property
    def live_trust(self) -> LiveTrust:
        """Roots with the revocation data of this moment."""
        return LiveTrust(self.installed_trust, self.revocation)

    @property
    def trust(self) -> TrustStore:
        """The trust as of now."""
        return self.live_trust.at(self.clock())

    def refresh_revocation(self) -> None:
        """Fetch the lists that are due, and say what could not be had."""
        for source, fault in self.revocation.refresh(self.clock()).faults.items():
            logbook.revocation_unavailable(source, fault)

    def means(self, registry: Registry, head: bytes) -> Means:
        """Return what a mail that begins so is read with as things stand. It may ask the DNS: not
        to be called in a transaction.
        """
        keys = {name: txt_record(name) for name in wanted_dkim_keys(head, self.evidence)}
        known = {name: record for name, record in keys.items() if record is not None}
        return Means(registry, self.evidence, self.own_addresses, self.trust, known)

    def read(self, mail: Iterable[bytes], means: Means, arrived_at: datetime) -> Dossier:
        """Read a mail, given in pieces, in the sandbox; ask about certificates in doubt, and look
        once more.
        """
        dossier = self.sandbox.run_on(read_dossier, mail, means, arrived_at)
        trust = self._asked_about(dossier, means.trust)
        if trust is means.trust:
            return dossier
        told = self.sandbox.run_on(read_dossier, mail, replace(means, trust=trust), arrived_at)
        return replace(told, ocsps=trust.ocsps)

    def read_together(
        self, mails: Sequence[bytes], means: Means, arrived_at: Sequence[datetime]
    ) -> list[Dossier]:
        """Read several small mails at once; one with a signature is read once more, by itself."""
        sizes = tuple(map(len, mails))
        told = self.sandbox.run_on(read_dossiers, mails, sizes, means, tuple(arrived_at))
        return [
            self.read((mail,), means, at) if _signatures(dossier) else dossier
            for dossier, mail, at in zip(told, mails, arrived_at, strict=True)
        ]

    def read_filed(self, raw: bytes, means: Means, arrived_at: datetime, agency: str) -> Filed:
        """Read a filing in the sandbox; ask about certificates in doubt, and look once more."""
        filed = self.sandbox.run(read_filing, raw, means, arrived_at, agency)
        trust = self._asked_about(filed.dossier, means.trust)
        if trust is means.trust:
            return filed
        again = self.sandbox.run(read_filing, raw, replace(means, trust=trust), arrived_at, agency)
        return replace(again, dossier=replace(again.dossier, ocsps=trust.ocsps))

    def _asked_about(self, dossier: Dossier, trust: TrustStore) -> TrustStore:
        """Return the trust with answers on certificates in doubt; the same where none is."""
        return self.live_trust.with_answers(trust, _signatures(dossier), self.clock())


def _signatures(dossier: Dossier) -> list[Signature]:
    return [one for paper in dossier.papers for one in paper.report.signatures]
