"""Erasing what we derived about one person, on request: rows of ended cases, names of effects.

The originals, mail and notices, are records; they go by retention (`retention.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from mailbot.cases.case import Case
from mailbot.cases.name import name_key
from mailbot.cases.row import Row
from mailbot.cases.state import OPEN_STATES, State
from mailbot.clock import Clock
from mailbot.errors import BadInputError
from mailbot.storage import erasures
from mailbot.storage.case_store import CaseStore, forget_opened
from mailbot.storage.tables import effect
from mailbot.words import say

ERASED = "(đã xóa)"


@dataclass(frozen=True, slots=True)
class Erase:
    """Erases a person from cases that have ended; an open case needs its data to be answered."""

    cases: CaseStore
    clock: Clock

    def __call__(
        self, connection: Connection, person: str, officer: str, reason: str, only: str = ""
    ) -> tuple[str, ...]:
        """Return the numbers of the cases the person was erased from.

        Args:
            person: full name in any spelling of its marks, or an official mailbox's address.
            only: number of the one case to look at; empty: all.
        """
        if not name_key(person):
            raise BadInputError(say("retention.nobody_named"))
        given = _rows_given(connection, person)
        found = [
            (case, rows)
            for case in self._looked_at(connection, only)
            if (rows := _rows_of(case.rows, person) | given.get(case.id, frozenset()))
            or _stood_earlier(case, person)
        ]
        still_open = [case.number for case, _ in found if case.state in OPEN_STATES]
        if still_open:
            raise BadInputError(say("retention.still_open", cases=", ".join(still_open)))
        for case, rows in found:
            self._erase(connection, case, rows, officer, reason)
        erasures.tell(connection)
        forget_opened()
        return tuple(case.number for case, _ in found)

    def _looked_at(self, connection: Connection, only: str) -> tuple[Case, ...]:
        if only:
            return (self.cases.find(connection, only),)
        return self.cases.listed(connection, frozenset(State))

    def _erase(
        self,
        connection: Connection,
        case: Case,
        rows: frozenset[int],
        officer: str,
        reason: str,
    ) -> None:
        kept = tuple(_blank(row) if n in rows else row for n, row in enumerate(case.rows))
        findings = tuple(
            replace(one, fields={}) if one.row in rows else one for one in case.findings
        )
        work = replace(case.paperwork, compared=()) if case.paperwork else None
        edits = tuple(one for one in case.edits if one.row not in rows)
        cleaned = replace(
            case, rows=kept, findings=findings, paperwork=work, earlier=None, edits=edits
        )
        detail = {"rows": str(len(rows)), "reason": reason}
        self.cases.save(connection, cleaned, self.clock(), "erased", officer, **detail)
        connection.execute(
            update(effect)
            .where(effect.c.case_id == case.id, effect.c.row.in_(rows))
            .values(display_name=ERASED, sealed_password=None, holder_mark="")
        )


def _rows_given(connection: Connection, address: str) -> dict[int, frozenset[int]]:
    """Return by case the rows that this mailbox was made for, or was to be."""
    wanted = select(effect.c.case_id, effect.c.row).where(effect.c.address == address.lower())
    found: dict[int, frozenset[int]] = {}
    for case_id, row in connection.execute(wanted):
        found[case_id] = found.get(case_id, frozenset()) | {row}
    return found


def _stood_earlier(case: Case, person: str) -> bool:
    return case.earlier is not None and bool(_rows_of(case.earlier.rows, person))


def _rows_of(rows: tuple[Row, ...], person: str) -> frozenset[int]:
    wanted = name_key(person)
    return frozenset(
        number
        for number, row in enumerate(rows)
        if wanted in {name_key(row.name), name_key(row.email), name_key(row.manager_name)}
    )


def _blank(row: Row) -> Row:
    return Row(row.procedure, row.holder, ERASED, stt=row.stt, parent_agency=row.parent_agency)
