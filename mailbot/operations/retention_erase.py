"""Erasing what we derived about one person, on request: rows of ended cases, names of effects.

The originals, mail and notices, are records; they go by retention (`retention.py`). Cases are
looked through in short readings, and each that speaks of the person is erased from by itself: what
a crash leaves undone is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TypeVar
from unicodedata import normalize

from sqlalchemy import Connection, or_, select, update

from mailbot.cases.case import Case
from mailbot.cases.name import name_key
from mailbot.cases.row import ERASED, ListedRow
from mailbot.cases.same_person import id_digits
from mailbot.cases.state import OPEN_STATES
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.storage import erasures
from mailbot.storage.case_store import CaseStore, forget_opened
from mailbot.storage.database import Database
from mailbot.storage.notes import Notes
from mailbot.storage.tables import effect, message
from mailbot.words import say

_NO_WORD = re.compile(r"[\W_]+")
_NO_DIGIT = re.compile(r"\D+")
_SHORTEST_NUMBER = 8  # of an old ID card's nine digits, without a zero in front
_OF_NOBODY = frozenset({"procedure", "asked", "holder", "stt", "parent_agency"})
_Listed = TypeVar("_Listed", bound=ListedRow)
PORTION = 50  # cases in one reading: on SQLite a reader stops the writers


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to erase, and where.

    `person` is a full name in any spelling of its marks, or an official mailbox's address. `case`
    is the number of the one case to look at, `agency` the code of the one agency; empty: all.
    """

    person: str
    case: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A case that speaks of the person: in these rows, in others that nobody serves, and in those
    a correction replaced.
    """

    case: Case
    rows: frozenset[int]
    others: tuple[ListedRow, ...]

    @property
    def of_person(self) -> tuple[ListedRow, ...]:
        """Return what is told of the person, for whoever must say that it is the right one."""
        return (*(row for n, row in enumerate(self.case.rows) if n in self.rows), *self.others)


@dataclass(frozen=True, slots=True)
class Erase:
    """Erases a person from cases that have ended; an open case needs its data to be answered."""

    database: Database
    cases: CaseStore
    clock: Clock

    def look(self, wanted: Wanted) -> tuple[Found, ...]:
        """Return where the person is found, and change nothing."""
        if not name_key(wanted.person):
            raise BadInputError(say("retention.nobody_named"))
        return tuple(self._found(wanted))

    def __call__(self, wanted: Wanted, officer: str, reason: str) -> tuple[str, ...]:
        """Erase and return the numbers of the cases the person was erased from.

        BadInputError, and nothing erased, while one of them has not ended.
        """
        found = self.look(wanted)
        _check_ended(*(one.case for one in found))
        numbers = (self._erase_from(one.case.id, wanted, officer, reason) for one in found)
        return tuple(number for number in numbers if number)

    def _found(self, wanted: Wanted) -> Iterator[Found]:
        with self.database.reading() as connection:
            given = _rows_given(connection, wanted.person)
        after = 0
        while True:
            with self.database.reading() as connection:
                looked_at = self._portion(connection, wanted, after)
            found = (_found_in(case, wanted, given) for case in looked_at)
            yield from (one for one in found if one)
            if wanted.case or len(looked_at) < PORTION:
                return
            after = looked_at[-1].id

    def _portion(self, connection: Connection, wanted: Wanted, after: int) -> tuple[Case, ...]:
        if wanted.case:
            return (self.cases.find(connection, wanted.case),)
        return self.cases.portion(connection, after, PORTION)

    def _erase_from(self, case_id: int, wanted: Wanted, officer: str, reason: str) -> str:
        """Erase the person from one case as it is now; return its number, or '' when somebody was
        faster.
        """
        with self.database.transaction() as connection:
            case = self.cases.load(connection, case_id)
            found = _found_in(case, wanted, _rows_given(connection, wanted.person))
            if found is None:
                return ""
            _check_ended(case)
            self._write(connection, found, officer, reason)
            erasures.tell(connection)
        forget_opened()
        return case.number

    def _write(self, connection: Connection, found: Found, officer: str, reason: str) -> None:
        case, rows = found.case, found.rows
        detail = {"rows": str(len(rows)), "reason": reason}
        cleaned = blanked(case, rows, found.others)
        self.cases.save(connection, cleaned, self.clock(), "erased", officer, **detail)
        clean_beside(connection, Notes(self.cases.seal), case, rows, found.others)
        connection.execute(
            update(effect)
            .where(effect.c.case_id == case.id, effect.c.row.in_(rows))
            .values(display_name=ERASED, sealed_password=None, holder_mark="")
        )


def blanked(case: Case, rows: frozenset[int], others: tuple[ListedRow, ...] = ()) -> Case:
    """Return the case without what it tells of these rows, and without what a correction replaced
    or a second person compared. What was said of the case as a whole, or of other rows, goes where
    it names whom these rows are about, or `others` that nobody serves or that stood there before.
    """
    gone = _gone(case, rows, others)
    kept = tuple(_blank(row) if n in rows else row for n, row in enumerate(case.rows))
    unserved = tuple(_blank(row) if row in others else row for row in case.unserved)
    findings = tuple(
        replace(one, fields={} if one.row in rows else _fields_without(one.fields, gone))
        for one in case.findings
    )
    work = replace(case.paperwork, compared=()) if case.paperwork else None
    edits = tuple(one for one in case.edits if one.row not in rows)
    cleaned = replace(
        case,
        rows=kept,
        unserved=unserved,
        findings=findings,
        paperwork=work,
        earlier=None,
        edits=edits,
        subject=_without(case.subject, gone),
    )
    if case.decision is None:
        return cleaned
    reasons = tuple(_without(reason, gone) for reason in case.decision.reasons)
    return replace(cleaned, decision=replace(case.decision, reasons=reasons))


def clean_beside(
    connection: Connection,
    notes: Notes,
    case: Case,
    rows: frozenset[int],
    others: tuple[ListedRow, ...] = (),
) -> None:
    """Let what is kept beside the case name whom these rows are about no more: why a row was not
    done, the subjects of its mails, notes of staff. `case` is as it was before.
    """
    without = partial(_without, gone=_gone(case, rows, others))
    for key, column in ((effect.c.op_key, effect.c.reason), (message.c.id, message.c.subject)):
        of_case = select(key, column).where(column.table.c.case_id == case.id, column != "")
        for row_key, text in connection.execute(of_case).all():
            if (kept := without(text)) != text:
                changed = update(column.table).where(key == row_key)
                connection.execute(changed.values({column.name: kept}))
    notes.erase(connection, case.id, without)


def _gone(case: Case, rows: frozenset[int], others: tuple[ListedRow, ...]) -> tuple[ListedRow, ...]:
    return (*(row for n, row in enumerate(case.rows) if n in rows), *others)


def _fields_without(fields: Mapping[str, str], gone: tuple[ListedRow, ...]) -> Mapping[str, str]:
    return {name: _without(text, gone) for name, text in fields.items()}


def _without(text: str, gone: tuple[ListedRow, ...]) -> str:
    """Return the text, or that it was erased where it names one of these people or their number."""
    words, digits = _words(text), id_digits(text)
    named = any(_words(name) in words for row in gone for name in _names(row))
    numbers = {_NO_DIGIT.sub("", row.national_id).lstrip("0") for row in gone}
    numbered = any(len(one) >= _SHORTEST_NUMBER and one in digits for one in numbers)
    return ERASED if named or numbered else text


def _names(row: ListedRow) -> tuple[str, ...]:
    """Return the names the row tells; a single word may be anything."""
    names = (row.name, row.manager_name)
    return tuple(one for one in names if one != ERASED and len(one.split()) > 1)


def _words(text: str) -> str:
    """Return the words of a text by their keys, with a space around each."""
    return f" {name_key(_NO_WORD.sub(' ', normalize('NFC', text)))} "


def _check_ended(*cases: Case) -> None:
    still_open = [case.number for case in cases if case.state in OPEN_STATES]
    if still_open:
        raise BadInputError(say("retention.still_open", cases=", ".join(still_open)))


def _found_in(case: Case, wanted: Wanted, given: Mapping[int, frozenset[int]]) -> Found | None:
    if wanted.agency and case.agency_code != wanted.agency:
        return None
    rows = _rows_of(case.rows, wanted.person) | given.get(case.id, frozenset())
    beside = besides_rows(case)
    others = tuple(beside[n] for n in sorted(_rows_of(beside, wanted.person)))
    return Found(case, rows, others) if rows or others else None


def _rows_given(connection: Connection, address: str) -> Mapping[int, frozenset[int]]:
    """Return by case the rows that this mailbox was made for, or was to be, and that still tell
    whose it is, be it by a mark: the address itself stays.
    """
    wanted = select(effect.c.case_id, effect.c.row).where(
        effect.c.address == address.lower(),
        or_(
            effect.c.display_name != ERASED,
            effect.c.holder_mark != "",
            effect.c.sealed_password.is_not(None),
        ),
    )
    found: dict[int, frozenset[int]] = {}
    for case_id, row in connection.execute(wanted):
        found[case_id] = found.get(case_id, frozenset()) | {row}
    return found


def besides_rows(case: Case) -> tuple[ListedRow, ...]:
    """Return what a case lists beside its rows: what nobody serves, and what stood there before."""
    return (*case.unserved, *(case.earlier.rows if case.earlier else ()))


def _rows_of(rows: Sequence[ListedRow], person: str) -> frozenset[int]:
    wanted = name_key(person)
    return frozenset(
        number
        for number, row in enumerate(rows)
        if wanted in {name_key(row.name), name_key(row.email), name_key(row.manager_name)}
    )


def _blank(row: _Listed) -> _Listed:
    kept = {one.name: getattr(row, one.name) for one in fields(row) if one.name in _OF_NOBODY}
    return type(row)(name=ERASED, **kept)
