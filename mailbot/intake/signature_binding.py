"""Whose certificate signed: the agency's own, a person's in it, another agency's, nobody's known.

An organisation's certificate has the agency's name as CN and its superior's as O; a person's has
a human name as CN and the agency among O and OU. Commune names repeat across the country: a name
binds only together with the superior's O and the L, as the registry has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.agency import Agency, Registry
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
    OTHER_AGENCY = "other_agency"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bond:
    """The binding, the other agency where it is one's, and whether the certificate is new: none of
    those pinned for the agency or approved before.
    """

    binding: Binding
    agency: Agency | None = None
    first_seen: bool = False


def bind(signer: Signer | None, agency: Agency, registry: Registry) -> Bond:
    """Return what the certificate is to the agency."""
    if signer is None:
        return Bond(Binding.UNKNOWN)
    owner = _pinned_by(signer, registry)
    if owner is not None and owner.code != agency.code:
        return Bond(Binding.OTHER_AGENCY, owner)
    if is_organisation(signer, agency):
        known = signer.fingerprint in agency.certificate_fingerprints
        return Bond(Binding.ORGANISATION, first_seen=not known)
    other = named_agency(signer, registry)
    if other is not None and other.code != agency.code:
        return Bond(Binding.OTHER_AGENCY, other)
    return Bond(Binding.PERSON if _works_in(signer, agency) else Binding.UNKNOWN)


def named_agency(signer: Signer, registry: Registry) -> Agency | None:
    """Return the one agency whose own certificate this is; None also where several could be."""
    owner = _pinned_by(signer, registry)
    if owner is not None:
        return owner
    found = [one for one in registry.agencies if is_organisation(signer, one)]
    return found[0] if len(found) == 1 else None


def _pinned_by(signer: Signer, registry: Registry) -> Agency | None:
    """Return the agency that pinned this very certificate: stronger than any name in it."""
    return next(
        (one for one in registry.agencies if signer.fingerprint in one.certificate_fingerprints),
        None,
    )


def is_organisation(signer: Signer, agency: Agency) -> bool:
    """Return whether the certificate is the agency's own: pinned, or by its e-mail address, or by
    name with superior and place. An address does not make a person's certificate the agency's.
    """
    if signer.fingerprint in agency.certificate_fingerprints:
        return True
    if _has_certificate_name(signer, agency):
        return True
    addresses = {agency.mailbox, *agency.certificate_emails} - {""}
    if addresses.isdisjoint(signer.emails):
        return False
    return _is_called(signer.name, agency) or not _works_in(signer, agency)


def _has_certificate_name(signer: Signer, agency: Agency) -> bool:
    shown = (name_key(signer.name), name_key(signer.organisation), name_key(signer.locality))
    return all(shown) and any(
        shown
        == (name_key(known.common_name), name_key(known.organisation), name_key(known.locality))
        for known in agency.certificate_names
    )


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
