"""Why cases went to a person: stable codes beside the sealed case, so that they can be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, select, text

from mailbot.cases.case import Case
from mailbot.cases.finding import Severity
from mailbot.cases.report import Outcome
from mailbot.cases.state import State
from mailbot.storage.database import before_commit, waiting_for_commit
from mailbot.storage.letters import LetterState
from mailbot.storage.tables import SUPPLEMENTS, cases, letter, review_reason


@dataclass(frozen=True, slots=True)
class Reason:
    """How many cases a finding sent to a person; `blocks` where it forbade approval."""

    code: str
    count: int
    blocks: bool


@dataclass(frozen=True, slots=True)
class _Noted:
    """What a case goes to a person for, by code; True where it forbids approval."""

    case_id: int
    codes: Mapping[str, bool]
    at: datetime


def note(connection: Connection, case: Case, now: datetime) -> None:
    """Write why the case waits for a person, with what else this transaction has to write; a
    reason is written once for each case.
    """
    if case.state is not State.IN_REVIEW:
        return
    codes = {
        one.code: one.severity is Severity.BLOCKS
        for one in case.findings
        if one.severity is not Severity.NOTE
    }
    if codes:
        before_commit(connection, _write, _Noted(case.id, codes, now))


def _write(connection: Connection, noted: Sequence[_Noted]) -> None:
    case_ids = {one.case_id for one in noted}
    known = select(review_reason.c.case_id, review_reason.c.code)
    rows = connection.execute(known.where(review_reason.c.case_id.in_(case_ids)))
    written = {(row.case_id, row.code) for row in rows}
    fresh: dict[tuple[int, str], dict[str, object]] = {}
    for one in noted:
        for code in sorted(one.codes):
            row = {"case_id": one.case_id, "code": code, "blocks": one.codes[code]}
            fresh.setdefault((one.case_id, code), {**row, "first_at": one.at})
    values = [row for key, row in fresh.items() if key not in written]
    if values:
        connection.execute(insert(review_reason), values)


def counted(connection: Connection, since: datetime, until: datetime) -> tuple[Reason, ...]:
    """Return the reasons first given from `since` up to `until`, the most frequent first."""
    count = func.count()
    rows = connection.execute(
        select(review_reason.c.code, review_reason.c.blocks, count)
        .where(review_reason.c.first_at >= since, review_reason.c.first_at < until)
        .group_by(review_reason.c.code, review_reason.c.blocks)
    )
    found = [Reason(row[0], row[2], row[1]) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.count, one.code)))


def of_ended(connection: Connection, outcome: Outcome, since: datetime) -> Mapping[str, int]:
    """Return by code how many of the cases that ended this way since then had each reason."""
    ended = (cases.c.ended_at >= since) & (cases.c.outcome == outcome)
    same = cases.c.id == review_reason.c.case_id
    return _by_code(connection, select(review_reason.c.code).join(cases, same).where(ended))


def of_supplements(connection: Connection, since: datetime) -> Mapping[str, int]:
    """Return the same of the cases that were asked for a supplement since then."""
    asked = and_(
        text(f"letter.{SUPPLEMENTS}"),
        letter.c.state != LetterState.WITHDRAWN,
        letter.c.composed_at >= since,
    )
    same = letter.c.case_id == review_reason.c.case_id
    return _by_code(connection, select(review_reason.c.code).join(letter, same).where(asked))


def _by_code(connection: Connection, wanted: Select[Any]) -> Mapping[str, int]:
    counted = wanted.add_columns(func.count()).group_by(review_reason.c.code)
    return {row.code: row[1] for row in connection.execute(counted)}


def with_reasons(connection: Connection, case_ids: frozenset[int]) -> frozenset[int]:
    """Return those of the cases that a person ever had to see."""
    rows = connection.execute(
        select(review_reason.c.case_id).where(review_reason.c.case_id.in_(case_ids)).distinct()
    )
    waiting = {one.case_id for one in waiting_for_commit(connection, _write)}
    return frozenset(rows.scalars()) | (case_ids & waiting)
