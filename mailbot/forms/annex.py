"""The four annexes: whose list it is, its columns in the decision's order, what a cell may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.row import Holder, Procedure
from mailbot.words import Words


class Entry(StrEnum):
    """What kind of text a cell takes; the value ends the code of its prompt."""

    STT = "stt"
    ORGANISATION = "organisation"
    NAME = "name"
    PARENT_AGENCY = "parent_agency"
    UNIT = "unit"
    POSITION = "position"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    EMAIL = "email"
    MANAGER = "manager"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is the row's field; the manager's one cell holds three of them."""

    field: str
    entry: Entry
    heading: str
    width_mm: int


@dataclass(frozen=True, slots=True)
class Annex:
    """One of the decision's lists: for a procedure, for agencies or for people."""

    procedure: Procedure
    holder: Holder

    @property
    def code(self) -> str:
        """Return `new_person` and the like: the end of its codes in the texts."""
        return f"{self.procedure}_{self.holder}"

    def columns(self, words: Words) -> tuple[Column, ...]:
        """Return the columns in the decision's order (Quyết định 2829/QĐ-UBND, Phụ lục I)."""
        asked = words.say(f"forms.asked_{self.procedure}")
        return tuple(
            Column(field, entry, words.say(f"forms.column_{heading}", asked=asked), width)
            for field, entry, heading, width in _COLUMNS[self.procedure, self.holder]
        )


ANNEXES = tuple(Annex(procedure, holder) for procedure in Procedure for holder in Holder)

_STT = ("stt", Entry.STT, "stt", 14)
_NOTE = ("note", Entry.NOTE, "note", 30)
_UNIT_NAME = ("name", Entry.ORGANISATION, "organisation", 58)
_PARENT = ("parent_agency", Entry.PARENT_AGENCY, "parent_agency", 44)
_MANAGER = ("manager", Entry.MANAGER, "manager", 66)
_UNIT_PHONE = ("phone", Entry.PHONE, "organisation_phone", 40)
_PERSON = ("name", Entry.NAME, "name", 46)
_UNIT = ("unit", Entry.UNIT, "unit", 44)
_POSITION = ("position", Entry.POSITION, "position", 32)
_NATIONAL_ID = ("national_id", Entry.NATIONAL_ID, "national_id", 32)
_PHONE = ("phone", Entry.PHONE, "phone", 28)
_EMAIL = ("email", Entry.EMAIL, "email", 56)

_COLUMNS: Mapping[tuple[Procedure, Holder], tuple[tuple[str, Entry, str, int], ...]] = {
    (Procedure.NEW, Holder.ORGANISATION): (
        *(_STT, _UNIT_NAME, _PARENT, _MANAGER, _UNIT_PHONE, _NOTE),
    ),
    (Procedure.NEW, Holder.PERSON): (
        *(_STT, _PERSON, _PARENT, _UNIT, _POSITION, _NATIONAL_ID, _PHONE, _NOTE),
    ),
    (Procedure.RESET, Holder.ORGANISATION): (
        *(_STT, _UNIT_NAME, _EMAIL, _MANAGER, _UNIT_PHONE, _NOTE),
    ),
    (Procedure.RESET, Holder.PERSON): (*(_STT, _PERSON, _UNIT, _POSITION, _PHONE, _EMAIL, _NOTE),),
}
