"""Whose certificate signed: the agency's own, a person's in it, another agency's, nobody's known.

An organisation's certificate has the agency's name as CN and its superior's as O; a person's has
a human name as CN and the agency among O and OU. Commune names repeat across the country: a name
binds only together with the superior's O and the L, as the registry has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailbot.cases.agency import Agency, CertificateName, Registry
from mailbot.cases.name import name_key
from signing.report import Signer

# As certificates and registries shorten them; keys and values as `name_key` gives them.
_ABBREVIATIONS = {
    short: name_key(long)
    for short, long in (
        ("ubnd", "Ủy ban nhân dân"),
        ("hđnd", "Hội đồng nhân dân"),
        ("tp", "thành phố"),
        ("tx", "thị xã"),
        ("p", "phường"),
        ("q", "quận"),
        ("h", "huyện"),
        ("x", "xã"),
    )
}


class Binding(StrEnum):
    """What a certificate is to the agency that asks."""

    ORGANISATION = "organisation"
    PERSON = "person"
    PERSON_ELSEWHERE = "person_elsewhere"
    OTHER_AGENCY = "other_agency"
    NAME_NOT_IN_FORCE = "name_not_in_force"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bond:
    """The binding, the other agency where it is one's, and whether the certificate is new: none of
    those pinned for the agency or approved before. `named`: it bears the agency's name, not only
    its address.
    """

    binding: Binding
    agency: Agency | None = None
    first_seen: bool = False
    named: bool = True


def bind(signer: Signer | None, agency: Agency, registry: Registry, on: date) -> Bond:
    """Return what the certificate is to the agency on this local date."""
    if signer is None:
        return Bond(Binding.UNKNOWN)
    owner = _pinned_by(signer, registry)
    if owner is not None and owner.code != agency.code:
        return Bond(Binding.OTHER_AGENCY, owner)
    if is_organisation(signer, agency, on):
        known = signer.fingerprint in agency.certificate_fingerprints
        return Bond(
            Binding.ORGANISATION, first_seen=not known, named=_is_called(signer.name, agency)
        )
    other = named_agency(signer, registry, on)
    if other is not None and other.code != agency.code:
        return Bond(Binding.OTHER_AGENCY, other)
    if any(_has_name(signer, one) for one in agency.certificate_names):
        return Bond(Binding.NAME_NOT_IN_FORCE)
    return _as_person(signer, agency, registry)


def _as_person(signer: Signer, agency: Agency, registry: Registry) -> Bond:
    if _works_in(signer, agency):
        return Bond(Binding.PERSON)
    employer = _employer(signer, agency, registry)
    return Bond(Binding.PERSON_ELSEWHERE, employer) if employer else Bond(Binding.UNKNOWN)


def _employer(signer: Signer, agency: Agency, registry: Registry) -> Agency | None:
    """Return another agency the person works in; the superiors stand in everybody's O."""
    above = {agency.code, *(one.code for one in registry.superiors(agency))}
    others = (one for one in registry.agencies if one.code not in above)
    return next((one for one in others if _works_in(signer, one)), None)


def named_agency(signer: Signer, registry: Registry, on: date) -> Agency | None:
    """Return the one agency whose own certificate this is; None also where several could be."""
    owner = _pinned_by(signer, registry)
    if owner is not None:
        return owner
    found = [one for one in registry.agencies if is_organisation(signer, one, on)]
    return found[0] if len(found) == 1 else None


def _pinned_by(signer: Signer, registry: Registry) -> Agency | None:
    """Return the agency that pinned this very certificate: stronger than any name in it."""
    return next(
        (one for one in registry.agencies if signer.fingerprint in one.certificate_fingerprints),
        None,
    )


def is_organisation(signer: Signer, agency: Agency, on: date) -> bool:
    """Return whether the certificate is the agency's own: pinned, or by its e-mail address, or by
    name with superior and place. An address does not make a person's certificate the agency's,
    nor does it revive a name whose time is over.
    """
    if signer.fingerprint in agency.certificate_fingerprints:
        return True
    names = [one for one in agency.certificate_names if _has_name(signer, one)]
    if names:
        return any(one.in_force(on) for one in names)
    addresses = {agency.mailbox, *agency.certificate_emails} - {""}
    if addresses.isdisjoint(signer.emails):
        return False
    return _is_called(signer.name, agency) or not _works_in(signer, agency)


def _has_name(signer: Signer, known: CertificateName) -> bool:
    shown = (signer.name, signer.organisation, signer.locality)
    wanted = (known.common_name, known.organisation, known.locality)
    return all(shown) and [*map(name_key, shown)] == [*map(name_key, wanted)]


def _works_in(signer: Signer, agency: Agency) -> bool:
    """Return whether O or an OU is the agency while the common name is somebody else's."""
    return not _is_called(signer.name, agency) and any(
        _is_called(part, agency)
        for part in (signer.organisation, *signer.organisational_unit.split("; "))
    )


def _is_called(name: str, agency: Agency) -> bool:
    return bool(name) and _spelt_out(name) in {
        _spelt_out(known)
        for known in (
            agency.name,
            *agency.former_names,
            *(one.common_name for one in agency.certificate_names),
        )
    }


def _spelt_out(name: str) -> str:
    """Return the name's key with the usual abbreviations spelt out: `UBND P. Cái Khế`."""
    words = name_key(name.replace(".", " ")).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)
