"""Keeping what a judgement rests on: verdicts, their material, the agencies' certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.clock import Clock, local_date
from mailbot.intake.assessment import papers_relied_on
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.row_known import without_ids
from mailbot.intake.signature_binding import is_organisation
from mailbot.storage import certificates, verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.messages import Stored
from mailbot.storage.verdicts import KeptVerdict, Shas, material_of
from signing import Signature, Signer, TrustStore, Verdict


@dataclass(frozen=True, slots=True)
class KeepProof:
    """Keeps it so that every verdict can be given again years later."""

    archive: AnyArchive
    clock: Clock

    def verdicts(self, stored: Stored, dossier: Dossier, means: Means) -> tuple[KeptVerdict, ...]:
        """Return the verdicts; what they rest on lies in the archive before the case does."""
        trust = replace(means.trust, ocsps=(*means.trust.ocsps, *dossier.ocsps))
        return tuple(
            KeptVerdict(
                message_id=stored.id,
                file_sha=paper.sha256,
                file_name=without_ids(paper.name),
                judged_as_of=stored.arrived_at,
                report=paper.report,
                material=self._kept(material_of(paper.report, trust)),
            )
            for paper in (*dossier.papers, *dossier.mail_papers)
        )

    def keep(self, connection: Connection, case_id: int, kept: Sequence[KeptVerdict]) -> None:
        """Write the verdicts; TryLaterError where what they rest on was purged since it was put."""
        self.archive.hold(connection, {sha for one in kept for sha in one.material.every()})
        verdicts.keep(connection, case_id, kept)

    def _kept(self, material: TrustStore) -> Shas:
        def put(ders: tuple[bytes, ...]) -> tuple[str, ...]:
            return tuple(self.archive.put(der) for der in ders)

        return Shas(
            roots=put(material.roots),
            tsa_roots=put(material.tsa_roots),
            certificates=put(material.intermediates),
            crls=put(material.crls),
            ocsps=put(material.ocsps),
        )

    def certificates(
        self, connection: Connection, agency: Agency | None, dossier: Dossier, stored: Stored
    ) -> None:
        """Keep what the agency's own certificates were, of the letter and its lists: nobody looks
        at other files. Which may be trusted is judged anew.
        """
        if agency is None:
            return
        on = local_date(stored.arrived_at)
        for paper in papers_relied_on(dossier):
            if paper.report.verdict is not Verdict.PASSED:
                continue
            for one in paper.report.signatures:
                if one.signer and is_organisation(one.signer, agency, on):
                    certificates.remember(connection, _seen(one, one.signer, agency), self.clock())


def _seen(signature: Signature, signer: Signer, agency: Agency) -> SeenCertificate:
    return SeenCertificate(
        signer.fingerprint, agency.code, signer.name, signature.certificate, signer.not_after
    )
