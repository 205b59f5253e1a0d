"""Who gives the forms out and whom they address, as the settings name it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.settings import Department, Forms


@dataclass(frozen=True, slots=True)
class Office:
    """`system` is whose mailboxes they are (`thành phố Cần Thơ`), `grounds` the regulation a
    request rests on, `place` where letters are dated.
    """

    addressee: str
    system: str
    grounds: str
    legal_basis: str
    place: str
    inbox: str
    domains: tuple[str, ...]
    author: str

    def fields(self) -> dict[str, str]:
        """Return what fills the wording of the forms."""
        return {
            "addressee": self.addressee,
            "system": self.system,
            "grounds": self.grounds,
            "legal_basis": self.legal_basis,
            "place": self.place,
            "inbox": self.inbox,
            "domains": " / ".join(f"@{domain}" for domain in self.domains),
        }


def office_of(department: Department, forms: Forms) -> Office:
    """Return the office of these settings."""
    return Office(
        addressee=forms.addressee,
        system=forms.system,
        grounds=forms.grounds,
        legal_basis=department.legal_basis,
        place=department.place,
        inbox=department.inbox,
        domains=department.domains,
        author=department.name,
    )
