"""What comes out: the letter's facts and the rows it asks for, each cell with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parsers.flag import Flag
from parsers.source import Place

NOTHING: Mapping[str, str] = {}
NOWHERE: Mapping[str, Place] = {}


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The facts of the covering letter, as it writes them.

    `grounds` holds any of "recruited", "founded", "forgotten", "other", the first being the main
    one. `counted_*` is how many the letter says, None where it does not, and `counted` the words
    it says it in; `contradiction` is a count whose figures and words differ ("06 (năm) người").
    """

    number: str = ""
    date: date | None = None
    agency: str = ""
    superior: str = ""
    subject: str = ""
    addressee: str = ""
    signer: str = ""
    signer_title: str = ""
    grounds: tuple[str, ...] = ()
    counted_people: int | None = None
    counted_organisations: int | None = None
    counted_rows: int | None = None
    counted: str = ""
    contradiction: str = ""
    places: Mapping[str, Place] = field(default_factory=lambda: NOWHERE)

    @property
    def ground(self) -> str:
        """Return the ground given, "" for none, "other" for one the decision does not know."""
        return self.grounds[0] if self.grounds else ""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An agency or unit. `procedure` is "new", "reset", "change", "cancel" or ""."""

    procedure: str
    stt: str = ""
    name: str = ""
    parent_agency: str = ""
    email: str = ""
    manager_name: str = ""
    manager_phone: str = ""
    manager_email: str = ""
    phone: str = ""
    note: str = ""
    raw: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    place: Place | None = None
    cells: Mapping[str, Place] = field(default_factory=lambda: NOWHERE)


@dataclass(frozen=True, slots=True)
class IndividualRow:
    """A person. `procedure` is "new", "reset", "change", "cancel" or ""."""

    procedure: str
    stt: str = ""
    name: str = ""
    parent_agency: str = ""
    unit: str = ""
    position: str = ""
    national_id: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    raw: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    place: Place | None = None
    cells: Mapping[str, Place] = field(default_factory=lambda: NOWHERE)


Row = OrganisationRow | IndividualRow


@dataclass(frozen=True, slots=True)
class RequestList:
    """The whole request. `flags` need a person; with none, mailbot would act by itself."""

    procedure: str = "none"
    letter: LetterHead = field(default_factory=LetterHead)
    organisations: tuple[OrganisationRow, ...] = ()
    individuals: tuple[IndividualRow, ...] = ()
    flags: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all rows, organisations first: the order that flags count them in."""
        return (*self.organisations, *self.individuals)
