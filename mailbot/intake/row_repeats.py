"""Rows that ask for the same twice, inside one list or in another open case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.name import spelling_key
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.cases.same_person import id_digits, person_key, phone_key
from mailbot.intake.row_known import NumberedRow

Mark = tuple[str, ...]

_COLUMN = {
    "same_national_id": "national_id",
    "same_person": "name",
    "same_name_and_phone": "name",
    "same_organisation": "name",
    "same_mailbox": "email",
}
_EVERYWHERE = frozenset({"same_national_id", "same_mailbox"})
_SEVERITY = {"same_national_id": Severity.BLOCKS}


def judge_repeats(
    rows: Sequence[NumberedRow], open_rows: Iterable[tuple[str, Row]]
) -> Iterator[Finding]:
    """Yield, at the later row, what an earlier row or another open case already asks for."""
    first: dict[Mark, NumberedRow] = {}
    for numbered in rows:
        again = {mark[0]: first[mark] for mark in _marks(numbered.row) if mark in first}
        if "same_person" in again:
            again.pop("same_name_and_phone", None)
        for kind, other in again.items():
            yield _repeated(numbered, kind, other)
        for mark in _marks(numbered.row):
            first.setdefault(mark, numbered)
    if not rows:
        return
    elsewhere = {mark: case for case, row in open_rows for mark in _marks_elsewhere(row)}
    for numbered in rows:
        cases = {elsewhere[mark] for mark in _marks_elsewhere(numbered.row) if mark in elsewhere}
        for case in sorted(cases):
            yield numbered.finding("in_open_case", Severity.LOOK, case=case)


def _repeated(numbered: NumberedRow, kind: str, other: NumberedRow) -> Finding:
    severity, column = _SEVERITY.get(kind, Severity.LOOK), _COLUMN[kind]
    found = numbered.finding(kind, severity, column, row=other.label)
    return replace(found, against=other.row.place_of(column))


def _marks(row: Row) -> Iterator[Mark]:
    """Yield what makes two rows the same; new and reset rows of one person meet in their name, in
    whatever unit where the telephone is the same as well.
    """
    unit = spelling_key(row.unit or row.parent_agency)
    if row.holder is Holder.ORGANISATION and row.name:
        yield "same_organisation", spelling_key(row.name), spelling_key(row.parent_agency)
    elif row.name:
        yield "same_person", spelling_key(row.name), unit
        if phone := phone_key(row.phone):
            yield "same_name_and_phone", person_key(row.name), phone
    if row.procedure is Procedure.NEW and row.national_id:
        yield "same_national_id", id_digits(row.national_id).zfill(12)
    if row.procedure is Procedure.RESET and row.email:
        yield "same_mailbox", row.email.lower()


def _marks_elsewhere(row: Row) -> Iterator[Mark]:
    """Yield what makes rows of different cases the same.

    Every agency has a `Văn phòng` and people of one name, so a name counts with its superior only;
    who asks for a new mailbox counts with the telephone, who forgot a password by the mailbox.
    """
    for mark in _marks(row):
        if mark[0] == "same_name_and_phone":
            if row.procedure is Procedure.NEW:
                yield mark
        elif mark[0] in _EVERYWHERE:
            yield mark
        elif row.parent_agency:
            yield *mark, spelling_key(row.parent_agency)
