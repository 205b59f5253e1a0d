"""An agency of the registry: who may ask, from which mailbox, with which certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailbot.cases.name import name_key


class AgencyKind(StrEnum):
    """Who may ask: state agencies and their subordinate units (Quyết định 2829/QĐ-UBND)."""

    STATE_AGENCY = "state_agency"
    SUBORDINATE_UNIT = "subordinate_unit"
    OTHER = "other"


def _within(first: date | None, last: date | None, on: date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


@dataclass(frozen=True, slots=True)
class CertificateName:
    """An organisation's name as its certificate has it: CN, with the superior's O and the L.

    Commune names repeat across the country, so `common_name` alone never binds. A name binds from
    its first to its last day (local, inclusive); None means open.
    """

    common_name: str
    organisation: str
    locality: str
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Return whether certificates with this name are the agency's on this local date."""
        return _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Agency:
    """One registered agency. Names are NFC, `mailbox` and e-mails lower case, fingerprints are
    SHA-256 of the DER certificate in lower-case hex. A unit may have no mailbox of its own.
    Validity dates are local and inclusive; None means open.
    """

    code: str
    name: str
    mailbox: str = ""
    superior_code: str = ""
    kind: AgencyKind = AgencyKind.STATE_AGENCY
    abbreviation: str = ""
    former_names: tuple[str, ...] = ()
    certificate_names: tuple[CertificateName, ...] = ()
    certificate_emails: tuple[str, ...] = ()
    certificate_fingerprints: tuple[str, ...] = ()
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Return whether the agency exists on this local date."""
        return _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Registry:
    """All agencies mailbot knows."""

    agencies: tuple[Agency, ...] = ()

    def by_code(self, code: str) -> Agency | None:
        """Return the agency with this code, or None."""
        return next((agency for agency in self.agencies if agency.code == code), None)

    def by_mailbox(self, address: str) -> Agency | None:
        """Return the agency whose official mailbox is exactly this lower-case address, or None."""
        if not address:
            return None
        return next((agency for agency in self.agencies if agency.mailbox == address), None)

    def by_name(self, name: str) -> tuple[Agency, ...]:
        """Return every agency with this name, present or former, however its tones are placed."""
        wanted = name_key(name)
        return tuple(
            agency
            for agency in self.agencies
            if wanted in {name_key(known) for known in (agency.name, *agency.former_names)}
        )

    def superiors(self, agency: Agency) -> Iterator[Agency]:
        """Yield the agency's superiors, nearest first; a circle in the registry ends the walk."""
        seen = {agency.code}
        above = self.by_code(agency.superior_code)
        while above is not None and above.code not in seen:
            yield above
            seen.add(above.code)
            above = self.by_code(above.superior_code)

    def answers_for(self, asker: Agency, owner_code: str) -> bool:
        """Return whether `owner_code` is the asker itself or one of its subordinate units."""
        owner = self.by_code(owner_code)
        if owner is None:
            return False
        return owner.code == asker.code or any(
            above.code == asker.code for above in self.superiors(owner)
        )
