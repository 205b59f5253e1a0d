"""The form of an agency: its fields as text, and the agency that edited fields make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from mailbot.cases.agency import Agency, AgencyKind, CertificateName
from mailbot.cases.agency_change import renamed
from mailbot.cases.name import clean_text
from mailbot.console.typed_day import asked_day, told_day
from mailbot.errors import BadInputError
from mailbot.words import say

Form = Mapping[str, Sequence[str]]


def fields_of(agency: Agency) -> dict[str, str]:
    """Return the agency as the form's fields show it."""
    return {
        "name": agency.name,
        "mailbox": agency.mailbox,
        "superior": agency.superior_code,
        "kind": agency.kind,
        "abbreviation": agency.abbreviation,
        "phone": agency.phone,
        "former": "\n".join(agency.former_names),
        "certificates": "\n".join(map(_told_certificate_name, agency.certificate_names)),
        "emails": "\n".join(agency.certificate_emails),
        "fingerprints": "\n".join(agency.certificate_fingerprints),
        "valid_from": told_day(agency.valid_from),
        "valid_to": told_day(agency.valid_to),
    }


def agency_of_form(form: Form, agency: Agency, today: date) -> Agency:
    """Return the agency as edited; BadInputError names the field that cannot be read.

    A new name makes the old one a former one, from the day given (else today).
    """
    told = {name: next(iter(values), "").strip() for name, values in form.items()}
    begins = _date(told, "valid_from")
    edited = replace(
        agency,
        mailbox=told.get("mailbox", "").lower(),
        superior_code=told.get("superior", ""),
        kind=_kind(told.get("kind", "")),
        abbreviation=told.get("abbreviation", ""),
        phone=told.get("phone", ""),
        former_names=tuple(map(clean_text, _lines(told, "former"))),
        certificate_names=tuple(map(_certificate_name, _lines(told, "certificates"))),
        certificate_emails=tuple(one.lower() for one in _lines(told, "emails")),
        certificate_fingerprints=tuple(map(_fingerprint, _lines(told, "fingerprints"))),
        valid_from=begins,
        valid_to=_date(told, "valid_to"),
    )
    name = clean_text(told.get("name", ""))
    if not name:
        return replace(edited, name="")
    moved = begins if begins != agency.valid_from and begins else today
    return renamed(edited, name, moved)


def _lines(told: Mapping[str, str], name: str) -> list[str]:
    return [line.strip() for line in told.get(name, "").splitlines() if line.strip()]


def _kind(text: str) -> AgencyKind:
    try:
        return AgencyKind(text)
    except ValueError as error:
        raise BadInputError(say("office.no_kind")) from error


def _date(told: Mapping[str, str], name: str) -> date | None:
    return _day(told.get(name, ""))


def _day(text: str) -> date | None:
    return asked_day(text) if text else None


def _told_certificate_name(name: CertificateName) -> str:
    days = [told_day(one) for one in (name.valid_from, name.valid_to)]
    parts = [name.common_name, name.organisation, name.locality, *(days if any(days) else ())]
    return "; ".join(parts).rstrip("; ")


def _certificate_name(line: str) -> CertificateName:
    parts = [part.strip() for part in line.split(";")]
    if not 3 <= len(parts) <= 5 or not all(parts[:3]):
        raise BadInputError(say("office.bad_certificate_name", line=line[:80]))
    days = [*map(_day, parts[3:]), None, None]
    return CertificateName(parts[0], parts[1], parts[2], days[0], days[1])


def _fingerprint(line: str) -> str:
    plain = re.sub(r"[:\s]", "", line).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise BadInputError(say("office.bad_fingerprint", line=line[:80]))
    return plain
