"""Entries become rows: values normalised, every doubt a flag with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from parsers.columns import SHARED
from parsers.flag import Flag, FlagCode
from parsers.request import IndividualRow, OrganisationRow, Row
from parsers.rows.changed_over import are_changed_over
from parsers.rows.misplaced import is_no_name
from parsers.rows.people_lines import line_doubts
from parsers.rows.two_units import unit_doubts
from parsers.tables import Entry, ListTable
from parsers.tables.sex_columns import sex_cells, tells_sex
from parsers.text.words import bare, foreign_letters
from parsers.values.birth import day_of_serial, is_odd
from parsers.values.doubt import is_as_above, is_placeholder, without_bullet
from parsers.values.email import read_email
from parsers.values.manager import Manager, read_manager
from parsers.values.national_id import agrees_with_birth, agrees_with_sex, read_national_id
from parsers.values.person_name import (
    OF_A_NAME,
    PersonName,
    read_person_name,
)
from parsers.values.phone import is_either, read_phone
from parsers.values.sex import says_nothing, sex_by_blank, sex_in_all

NAMED = frozenset({"unit", "parent_agency", "position"})
"""Columns that name an agency, a part of one or an office."""

WORDS = frozenset({"name", "note"}) | NAMED
"""Columns of words."""

REQUIRED = {
    ("new", "individual"): {"national_id": FlagCode.NATIONAL_ID_MISSING},
    ("reset", "individual"): {"email": FlagCode.EMAIL_MISSING},
    ("reset", "organisation"): {"email": FlagCode.EMAIL_MISSING},
    ("new", "organisation"): {"manager_name": FlagCode.MANAGER_MISSING},
}

WITHIN = {"manager_name": "manager"}
"""Fields that may stand in a cell of several."""


@dataclass(slots=True)
class RowMaker:
    """Makes the rows of one table of a procedure; `flags` gather with the row's index.

    `above` holds the texts of the row before, for cells that only repeat them.
    """

    table: ListTable
    procedure: str
    letter_date: date | None
    flags: list[Flag] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    tells_sex: bool = field(init=False)

    def __post_init__(self) -> None:
        self.tells_sex = tells_sex(self.table)

    def row(self, entry: Entry, index: int) -> Row:
        """Return the entry as a row that stands at `index` of the whole request."""
        return _OneRow(self, entry, index).row()

    def missing_columns(self) -> frozenset[str]:
        """Return the fields this procedure needs and the table has no column for."""
        held = set(self.table.columns.fields)
        if "manager" in held:
            held |= {"manager_name"}
        if "family_name" in held:
            held |= {"name"}
        return frozenset(self.required()) - held

    def required(self) -> dict[str, FlagCode]:
        """Return the fields a row cannot do without, with the code for its lack."""
        return REQUIRED.get((self.procedure, self.table.columns.shape), {})


@dataclass(slots=True)
class _OneRow:
    maker: RowMaker
    entry: Entry
    index: int

    def row(self) -> Row:
        shape = self.maker.table.columns.shape
        doubts = (line_doubts(self.entry, shape), unit_doubts(self.entry, shape))
        for code, column in chain(self.entry.doubts, *doubts):
            self._flag(code, column, text=self.entry.texts.get(column, ""))
        if shape == "organisation":
            return self._organisation()
        return self._individual()

    def _individual(self) -> IndividualRow:
        position = self._text("position")
        name, beside = self._person_name()
        unit = self._text("unit")
        if not unit and self.entry.group and "unit" not in self.entry.texts:
            unit = self.entry.group
        row = IndividualRow(
            procedure=self.maker.procedure,
            stt=self._stt(),
            name=name,
            parent_agency=self._text("parent_agency"),
            unit=unit,
            position=position or beside,
            national_id=self._national_id(),
            phone=self._phone("phone"),
            email=self._email("email"),
            note=self._text("note"),
            raw=self.entry.raw,
            place=self.entry.place,
            cells=dict(self.entry.places),
        )
        self._look_over(row)
        return row

    def _organisation(self) -> OrganisationRow:
        manager = self._manager()
        row = OrganisationRow(
            procedure=self.maker.procedure,
            stt=self._stt(),
            name=self._text("name"),
            parent_agency=self._text("parent_agency"),
            email=self._email("email"),
            manager_name=manager.name,
            manager_phone=manager.phone,
            manager_email=manager.email,
            phone=self._phone("phone"),
            note=self._text("note"),
            raw=self.entry.raw,
            place=self.entry.place,
            cells=dict(self.entry.places),
        )
        self._look_over(row)
        return row

    def _text(self, column: str) -> str:
        text = self.entry.proposals.get(column) or self.entry.texts.get(column, "")
        if is_as_above(text) and column != "note":
            text = self._as_above(column, text)
        elif is_placeholder(text):
            text = ""
        elif column in NAMED:
            text, several = without_bullet(text)
            if several or is_no_name(column, text):
                self._flag(FlagCode.ROW_UNCLEAR, column, text=text)
        if column in WORDS and foreign_letters(text):
            self._flag(FlagCode.LETTER_FOREIGN, column, text=text)
        self.maker.above[column] = text
        return text

    def _as_above(self, column: str, text: str) -> str:
        """Return the text of the row above as a proposal; a number or address is never shared."""
        proposal = self.maker.above.get(column, "") if column in SHARED else ""
        self._flag(FlagCode.VALUE_AS_ABOVE, column, text=text, proposal=proposal)
        return proposal

    def _stt(self) -> str:
        return self.entry.texts.get("stt", "").strip(" .)(")

    def _person_name(self) -> tuple[str, str]:
        text = self._text("name")
        if not text:  # a column of its own may hold just "Na" or "Không", which are names there
            parts = (self.entry.texts.get(part, "") for part in ("family_name", "given_name"))
            text = " ".join(part for part in parts if any(char.isalnum() for char in part))
        if not text:
            return "", ""
        found = self._called(text, "name")
        return found.name, found.position

    def _called(self, text: str, column: str) -> PersonName:
        """Return the name in a cell of its own; what was taken off it, or is odd, is flagged."""
        found = read_person_name(text)
        for code in found.doubts:
            self._flag(code, column, text=text, proposal=found.name)
        return found

    def _national_id(self) -> str:
        text, birth = self._text("national_id"), self._birth()
        if not text:
            return ""
        value = read_national_id(text, self.maker.letter_date)
        for code in value.doubts:
            self._flag(code, "national_id", digits=str(sum(char.isdigit() for char in text)))
        if len(value.text) == 12 and value.text.isdigit():
            self._compare_with_id(value.text, birth)
        return value.text

    def _birth(self) -> str:
        """Return the date of birth; of a number that a workbook made of one, what it proposes."""
        text = self.entry.texts.get("birth", "")
        proposal = day_of_serial(text)
        if proposal:
            self._flag(FlagCode.BIRTH_NUMBER, "birth", text=text, proposal=proposal)
        return proposal or text

    def _compare_with_id(self, digits: str, birth: str) -> None:
        """Flag what else the row says of the person where the number says otherwise."""
        if is_odd(birth):
            self._flag(FlagCode.BIRTH_ODD, "birth", text=birth)
        elif not agrees_with_birth(digits, birth):
            self._flag(FlagCode.NATIONAL_ID_BIRTH, "national_id", birth=birth)
        self._compare_sex(digits)

    def _compare_sex(self, digits: str) -> None:
        """Flag a sex that is not the number's, is not clear, or that this row alone leaves out."""
        cells = sex_cells(self.entry, self.maker.table)
        said = " / ".join(text for text, _ in cells if not says_nothing(text))
        if not said and not self.maker.tells_sex:
            return
        sex = sex_in_all(cells) if said else sex_by_blank(cells)
        if sex is None:
            code = FlagCode.GENDER_ODD if said else FlagCode.GENDER_MISSING
            self._flag(code, "gender", text=said)
        elif not agrees_with_sex(digits, sex):
            self._flag(FlagCode.NATIONAL_ID_SEX, "national_id", gender=said)

    def _phone(self, column: str) -> str:
        text = self._text(column)
        value = read_phone(text) if text else None
        if value is None:
            return ""
        doubts = value.doubts
        if FlagCode.PHONE_ZERO in doubts and self._is_personal(column) and is_either(value.text):
            doubts = (FlagCode.PHONE_ODD,)
        for code in doubts:
            self._flag(code, column, text=text, proposal=value.text)
        return value.text

    def _is_personal(self, column: str) -> bool:
        """Return whether a person is called here: an office's number is a landline by custom."""
        return column != "phone" or self.maker.table.columns.shape == "individual"

    def _email(self, column: str) -> str:
        text = self._text(column)
        value = read_email(text) if text else None
        if value is None:
            return ""
        for code in value.doubts:
            self._flag(code, column, text=text, proposal=value.text)
        return value.text

    def _manager(self) -> Manager:
        texts = self.entry.texts
        if "manager" in texts and not {"manager_phone", "manager_email"} & set(texts):
            text = self._text("manager")
            manager = read_manager(text) if text else Manager()
            for code in self._doubts_of(manager):
                if code in OF_A_NAME:
                    self._flag(code, "manager_name", text=text, proposal=manager.name)
                else:
                    self._flag(code, "manager", text=text, proposal=manager.phone)
            return manager
        text = self._text("manager_name") or self._text("manager")
        name = self._called(text, "manager_name").name if text else ""
        return Manager(name, self._phone("manager_phone"), self._email("manager_email"))

    def _doubts_of(self, manager: Manager) -> Iterator[FlagCode]:
        """Yield what is doubtful of a cell with an officer; it may hold no more than the name where
        the next column tells a telephone, and does not say that it is the office's.
        """
        table = self.maker.table
        columns, alone = table.columns.fields, not (manager.phone or manager.email)
        beside = columns.get("phone") == columns["manager"] + 1 and self.entry.texts.get("phone")
        called = beside and not re.search("co quan|don vi", bare(table.headers[columns["phone"]]))
        for code in manager.doubts:
            if code is not FlagCode.MANAGER_INCOMPLETE or not (alone and called):
                yield code

    def _look_over(self, row: Row) -> None:
        """Flag what the whole row lacks, and a unit that stands where its superior should."""
        unit = row.unit if isinstance(row, IndividualRow) else row.name
        if are_changed_over(unit, row.parent_agency):
            self._flag(FlagCode.ROW_UNCLEAR, "parent_agency", text=row.parent_agency)
        if not row.name:
            self._flag(FlagCode.NAME_MISSING, "name")
        lacking = self.maker.missing_columns()
        for column, code in self.maker.required().items():
            if column not in lacking and not getattr(row, column):
                self._flag(code, column)
        if "phone" in self.entry.texts and not row.phone:
            self._flag(FlagCode.PHONE_MISSING, "phone")

    def _flag(self, code: FlagCode, column: str = "", **fields: str) -> None:
        fields["stt"] = self._stt() or str(self.index + 1)
        places = self.entry.places
        place = places.get(column) or places.get(WITHIN.get(column, ""), self.entry.place)
        if column == "national_id":
            fields.pop("text", None)
        self.maker.flags.append(
            Flag(code, tuple(sorted(fields.items())), place, self.index, column)
        )
