"""What a request list is judged against, gathered once for the whole list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.discretion import PHONE_COLUMNS, phone_shown
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.holder import Holders, family_of, holders_of
from mailbot.cases.mailbox import MailboxDirectory
from mailbot.cases.name import name_key
from mailbot.cases.row import Row
from mailbot.cases.same_person import GivenBefore, nothing_given
from mailbot.intake.phone_number import is_phone_number

_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]*\d){8,}")
_OUR_OWN = frozenset({"case", "imported"})  # fields that never come from a row
_COMMITTEE = "Ủy ban nhân dân "
_WRITTEN_OUT = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "TP": "thành phố"}


@dataclass(frozen=True, slots=True)
class Known:
    """What mailbot knows when it judges a list; dates are local.

    `ground` holds the letter's grounds separated by commas: recruited, founded, forgotten, other.
    `sending_mailbox` is where the request came from, empty on paper. `open_rows` are the rows of
    other open cases, each with its case's number; `given_before` tells what cases that have ended
    made.
    """

    asker: Agency
    registry: Registry
    directory: MailboxDirectory
    ground: str
    letter_date: date | None
    on: date
    domains: tuple[str, ...]
    directory_max_age_days: int = 30
    sending_mailbox: str = ""
    open_rows: Iterable[tuple[str, Row]] = ()
    given_before: GivenBefore = nothing_given


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What follows from it: the asker's units, superiors and mailbox holders, agencies by name.

    `units` are the keys of the units that the directory has for the asker's own mailboxes.
    """

    known: Known
    family: frozenset[str]
    superiors: frozenset[str]
    holders: Holders
    agencies: Mapping[str, tuple[Agency, ...]]
    units: frozenset[str]

    def called(self, name: str) -> tuple[Agency, ...]:
        """Return every agency of this name or abbreviation, present or former."""
        return self.agencies.get(agency_key(name), ()) if name else ()


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row with its index in the case."""

    index: int
    row: Row

    @property
    def label(self) -> str:
        """Return the number people know the row by: its STT, else its place in the list."""
        return self.row.stt or str(self.index + 1)

    def finding(self, code: str, severity: Severity, column: str = "", **fields: str) -> Finding:
        """Return a finding about this row, with what may be a national ID number left out."""
        told = {"stt": self.label, "name": self.row.name} | fields
        safe = {name: self._told(name, value, column) for name, value in told.items()}
        return Finding(f"row.{code}", severity, safe, self.index, column, self.row.place)

    def _told(self, name: str, value: str, column: str) -> str:
        if name in _OUR_OWN:
            return value
        if name == "value" and column in PHONE_COLUMNS:
            return phone_shown(value, self.row.national_id)
        return without_ids(value)


def surroundings_of(known: Known) -> Surroundings:
    """Return what follows from what is known."""
    by_name: dict[str, tuple[Agency, ...]] = {}
    for agency in known.registry.agencies:
        for key in _keys_of(agency, known.registry):
            by_name[key] = (*by_name.get(key, ()), agency)
    holders = holders_of(known.asker, known.registry, known.directory)
    return Surroundings(
        known,
        family_of(known.asker, known.registry),
        frozenset(above.code for above in known.registry.superiors(known.asker)),
        holders,
        by_name,
        frozenset(map(name_key, holders.units())),
    )


def without_ids(text: str) -> str:
    """Return the text with every number that may be a national ID replaced by `###`.

    In a shifted column or a note an ID stands where nobody expects it. Telephone numbers stay.
    """
    return _LONG_NUMBER.sub(lambda match: match[0] if _is_phone(match[0]) else "###", text)


def _is_phone(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit())
    return digits.startswith("0") and len(digits) in {10, 11} and is_phone_number(digits)


def _keys_of(agency: Agency, registry: Registry) -> set[str]:
    """Return the keys of everything the agency is called, its place added or not: `Sở Tư pháp`
    under Ủy ban nhân dân thành phố Cần Thơ is `Sở Tư pháp thành phố Cần Thơ` too.
    """
    names = {agency.name, *agency.former_names}
    superior = registry.by_code(agency.superior_code)
    committee, of, place = superior.name.partition(_COMMITTEE) if superior else ("", "", "")
    if of and not committee:
        names |= {f"{name} {place}" for name in names}
    return {agency_key(name) for name in names | {agency.abbreviation} if name}


def agency_key(name: str) -> str:
    """Return the name's key with what everybody abbreviates written out."""
    words = name.replace(".", ". ").replace(",", " ").split()
    return name_key(" ".join(_WRITTEN_OUT.get(word.rstrip(".").upper(), word) for word in words))
