"""Why cases went to a person: stable codes beside the sealed case, so that they can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from mailbot.cases.case import Case
from mailbot.cases.finding import Severity
from mailbot.cases.state import State
from mailbot.storage.tables import review_reason


@dataclass(frozen=True, slots=True)
class Reason:
    """How many cases a finding sent to a person; `blocks` where it forbade approval."""

    code: str
    count: int
    blocks: bool


def note(connection: Connection, case: Case, now: datetime) -> None:
    """Write why the case waits for a person; a reason is written once for each case."""
    if case.state is not State.IN_REVIEW:
        return
    codes = {
        one.code: one.severity is Severity.BLOCKS
        for one in case.findings
        if one.severity is not Severity.NOTE
    }
    known = select(review_reason.c.code).filter_by(case_id=case.id)
    fresh = sorted(codes.keys() - set(connection.execute(known).scalars()))
    rows = [
        {"case_id": case.id, "code": code, "blocks": codes[code], "first_at": now} for code in fresh
    ]
    if rows:
        connection.execute(insert(review_reason), rows)


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


def with_reasons(connection: Connection, case_ids: frozenset[int]) -> frozenset[int]:
    """Return those of the cases that a person ever had to see."""
    rows = connection.execute(
        select(review_reason.c.case_id).where(review_reason.c.case_id.in_(case_ids)).distinct()
    )
    return frozenset(rows.scalars())
