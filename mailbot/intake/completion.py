"""The completion of a case: a dossier sent anew takes the place of what the case held."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from mailbot.cases.case import Case, Earlier
from mailbot.cases.change import ChangeKind, row_changes
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mending import agency_findings
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.intake.sender import Sender
from mailbot.storage import effects

OPEN_TO_COMPLETION = frozenset(
    {State.AWAITING_SUPPLEMENT, State.AWAITING_AUTHORITY, State.IN_REVIEW}
)
"""Where nothing of the case is decided, or the agency was asked for more."""

_MOST_CORRECTIONS = 2


def speaks_for(sender: Sender, case: Case) -> bool:
    """Return whether a mail of this sender belongs to the case: it is that agency's, and no less
    proven than what the case was made of. Whoever knows a case's number could else take its place.
    """
    if not case.agency_code or sender.agency_code != case.agency_code:
        return False
    return sender.verdict == "accepted" or (sender.verdict == "held" and _is_unproven(case))


def _is_unproven(case: Case) -> bool:
    return any(one.code.startswith("sender.") for one in case.findings)


def may_be_completed(connection: Connection, case: Case) -> bool:
    """Return whether new rows may take the place of the case's: none of them is done yet."""
    return case.state in OPEN_TO_COMPLETION and not effects.of_case(connection, case.id)


def remarks_on(case: Case, rows: tuple[Row, ...], *, is_sound: bool) -> tuple[Finding, ...]:
    """Return why a person must see these rows, which complete the case: nothing where they are what
    was asked for once.
    """
    remarks = _remark_on(case, rows, is_sound=is_sound), _beside(case, rows)
    return tuple(remark for remark in remarks if remark is not None)


def _remark_on(case: Case, rows: tuple[Row, ...], *, is_sound: bool) -> Finding | None:
    if case.state is not State.AWAITING_SUPPLEMENT:
        return Finding("case.replaced_in_review", Severity.LOOK)
    if case.corrections + 1 >= _MOST_CORRECTIONS and not is_sound:
        return Finding("case.corrected_again", Severity.LOOK)
    dropped = _dropped(case, rows)
    if dropped:
        return Finding("case.rows_dropped", Severity.LOOK, {"rows": ", ".join(dropped)})
    return None


def _beside(case: Case, rows: tuple[Row, ...]) -> Finding | None:
    """Return what is said of rows that a case of rows held back did not hold: what the others of
    its letter asked for may be done by now, and to set a password again undoes the one handed over.
    """
    if case.parent_id is None:
        return None
    changes = row_changes(case.rows, rows)
    added = [one.after for one in changes if one.kind is ChangeKind.ADDED]
    told = ", ".join(rows[n].stt or str(n + 1) for n in added if n is not None)
    return Finding("case.rows_added", Severity.LOOK, {"rows": told}) if told else None


def _dropped(case: Case, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the rows, by what they are called, that nothing was said against and that are not
    there any more: maybe only what was to be mended was sent again.
    """
    asked = {one.row for one in agency_findings(case.findings)}
    removed = (one for one in row_changes(case.rows, rows) if one.kind is ChangeKind.REMOVED)
    gone = (one.before for one in removed if one.before is not None and one.before not in asked)
    return tuple(case.rows[n].stt or str(n + 1) for n in gone)


def completed(case: Case, fresh: Case) -> Case:
    """Return the case with the dossier of `fresh`; only what was asked for restarts the clock."""
    restarts = case.state is State.AWAITING_SUPPLEMENT
    return replace(
        case.moved(fresh.state),
        reply_to=fresh.reply_to,
        procedure=fresh.procedure,
        letter=fresh.letter,
        rows=fresh.rows,
        unserved=fresh.unserved,
        findings=fresh.findings,
        edits=(),
        thread=tuple(dict.fromkeys((*case.thread, *fresh.thread))),
        decision=None,
        corrections=case.corrections + restarts,
        earlier=Earlier(case.letter, case.rows),
        arrived_at=fresh.arrived_at if restarts else case.arrived_at,
        due_at=fresh.due_at if restarts else case.due_at,
        paperwork=fresh.paperwork,
        sender=fresh.sender,
        mail=fresh.mail,
    )
