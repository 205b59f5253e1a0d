"""How a case ended, kept beside its sealed content: reports count it where it stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from mailbot.cases.case import Case
from mailbot.cases.report import Outcome, timing_of
from mailbot.cases.state import OPEN_STATES, State
from mailbot.storage import review_reasons
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.tables import cases, letter

_STILL_OPEN: dict[str, object] = {
    "ended_at": None,
    "outcome": Outcome.OPEN,
    "timing": "",
    "by_itself": False,
}


def ending_of(connection: Connection, case: Case, now: datetime) -> dict[str, object]:
    """Return the columns that tell how the case ends now, or did: what is written into a case
    that has ended, such as an erasure, ends it no second time.
    """
    if case.state in OPEN_STATES:
        return _STILL_OPEN
    ended_before = select(cases.c.ended_at).where(cases.c.id == case.id)
    ended_at = connection.execute(ended_before).scalar_one() or now
    outcome = _outcome(connection, case)
    seen = review_reasons.with_reasons(connection, frozenset({case.id}))
    return {
        "ended_at": ended_at,
        "outcome": outcome,
        "timing": timing_of(outcome, ended_at, case.due_at) or "",
        "by_itself": outcome is not Outcome.CLOSED and not seen,
    }


def _outcome(connection: Connection, case: Case) -> Outcome:
    if case.state is State.CLOSED:
        return Outcome.CLOSED
    answers = {LetterKind.RESULT, LetterKind.REFUSAL}
    last = connection.execute(
        select(letter.c.kind)
        .where(letter.c.case_id == case.id, letter.c.kind.in_(answers))
        .where(letter.c.state != LetterState.WITHDRAWN)
        .order_by(letter.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return Outcome.REFUSED if last == LetterKind.REFUSAL else Outcome.GRANTED
