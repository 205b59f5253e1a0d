"""What changes about an agency, and which changes need a second person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.name import name_key

# Whoever can set one of these can have requests believed that are not the agency's: from which
# mailbox it asks, by which certificates it is known, and whose passwords it may have reset.
NEEDS_SECOND_PERSON = frozenset(
    {
        "mailbox",
        "superior_code",
        "certificate_names",
        "certificate_emails",
        "certificate_fingerprints",
    }
)
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


def changed_fields(before: Agency, after: Agency) -> tuple[str, ...]:
    """Return the names of the fields that differ, in the order of the agency's own."""
    names = (field.name for field in fields(Agency))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def needs_second_person(before: Agency, after: Agency) -> bool:
    """Return whether the change waits until a second person confirms it."""
    return not NEEDS_SECOND_PERSON.isdisjoint(changed_fields(before, after))


def renamed(agency: Agency, name: str, on: date) -> Agency:
    """Return the agency with its new name from this local date; the old one stays known."""
    if name_key(name) == name_key(agency.name):
        return replace(agency, name=name)
    former = tuple(one for one in agency.former_names if name_key(one) != name_key(name))
    return replace(agency, name=name, former_names=(*former, agency.name), valid_from=on)


def change_faults(before: Agency, after: Agency, registry: Registry) -> tuple[Finding, ...]:
    """Return why the change cannot be made; nothing means that it can."""
    return tuple(_faults(before, after, registry))


def _faults(before: Agency, after: Agency, registry: Registry) -> Iterator[Finding]:
    if before == after:
        yield _fault("unchanged")
    if not after.name:
        yield _fault("no_name")
    if after.mailbox and not _ADDRESS.fullmatch(after.mailbox):
        yield _fault("no_address", given=after.mailbox)
    holder = registry.by_mailbox(after.mailbox)
    if holder is not None and holder.code != before.code:
        yield _fault("mailbox_taken", address=after.mailbox, name=holder.name)
    if after.superior_code and not _may_be_above(after, registry):
        yield _fault("no_superior", code=after.superior_code)
    if after.valid_from and after.valid_to and after.valid_to < after.valid_from:
        yield _fault("ends_before_it_begins")


def _may_be_above(agency: Agency, registry: Registry) -> bool:
    above = registry.by_code(agency.superior_code)
    if above is None or above.code == agency.code:
        return False
    return all(one.code != agency.code for one in registry.superiors(above))


def _fault(code: str, /, **fields_: str) -> Finding:
    return Finding(f"office.agency_{code}", Severity.BLOCKS, fields_)
