"""An officer's decision: which are open for a case, and the case as it stands after one.

Only a person refuses; only a person asks for a supplement, unless the operator lists the defect
under `auto_supplement`. A decision that cannot be taken is a BadInputError that says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mending import agency_findings
from mailbot.cases.row import ERASED
from mailbot.cases.state import State
from mailbot.errors import BadInputError
from mailbot.review.comparison import uncompared
from mailbot.words import Words, say

_AFTER = {
    DecisionKind.APPROVE: State.ACCEPTED,
    DecisionKind.SUPPLEMENT: State.SUPPLEMENT_ASKED,
    DecisionKind.REFUSE: State.REFUSED,
    DecisionKind.CLOSE: State.CLOSED,
    DecisionKind.REOPEN: State.IN_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The case after the decision and, where rows were held back, the case that will hold them."""

    case: Case
    held: Case | None = None


def decide(case: Case, decision: Decision, words: Words) -> Decided:
    """Return what the decision makes of the case; BadInputError where it cannot be taken."""
    for refusal in _obstacles(case, decision, words):
        raise BadInputError(refusal)
    decided = replace(
        case.moved(_AFTER[decision.kind]), decision=decision, findings=_asked_for(case, decision)
    )
    if decision.kind is DecisionKind.APPROVE and decision.rows:
        return _split(decided, frozenset(decision.rows))
    return Decided(decided)


def _obstacles(case: Case, decision: Decision, words: Words) -> Iterable[str]:
    """Yield what forbids the decision, the first thing to mend first."""
    if not decision.officer.strip():
        yield say("decide.no_officer")
    yield from _wrong_state(case, decision.kind, words)
    if decision.kind in {DecisionKind.REFUSE, DecisionKind.CLOSE, DecisionKind.REOPEN}:
        yield from _without_reason(decision)
    if decision.kind in {DecisionKind.APPROVE, DecisionKind.SUPPLEMENT, DecisionKind.REFUSE}:
        yield from _nobody_to_answer(case)
    if decision.kind is DecisionKind.APPROVE:
        yield from uncompared(case, decision.rows, words)
        yield from _blocked(case, frozenset(decision.rows), words)
    asked = agency_findings(_asked_for(case, decision))
    if decision.kind is DecisionKind.SUPPLEMENT and not (asked or decision.reasons):
        yield say("decide.nothing_to_supplement")


def _asked_for(case: Case, decision: Decision) -> tuple[Finding, ...]:
    """Return the findings, those settled that the officer does not ask the agency to mend."""
    return tuple(
        replace(finding, settled_by=decision.officer)
        if n in decision.left_out and finding.severity is Severity.LOOK
        else finding
        for n, finding in enumerate(case.findings)
    )


def _wrong_state(case: Case, kind: DecisionKind, words: Words) -> Iterable[str]:
    if kind is DecisionKind.REOPEN:
        allowed = {State.ANSWERED, State.CLOSED, *_WAITING, *_RECALLABLE}
    elif kind is DecisionKind.CLOSE:
        allowed = {State.IN_REVIEW, *_WAITING}
    else:
        allowed = {State.IN_REVIEW}
    if case.state not in allowed:
        state = words.say(f"case.state_{case.state}")
        yield say("decide.wrong_state", case=case.number, state=state)


_WAITING = frozenset({State.AWAITING_AUTHORITY, State.AWAITING_SUPPLEMENT})

# An unsigned notice can be called back; a signed one cannot.
_RECALLABLE = frozenset({State.AWAITING_SIGNATURE, State.REFUSED, State.SUPPLEMENT_ASKED})


def _without_reason(decision: Decision) -> Iterable[str]:
    if not any(reason.strip() for reason in decision.reasons):
        yield say("decide.no_reason_given")


def _nobody_to_answer(case: Case) -> Iterable[str]:
    if not case.reply_to and not case.is_answered_on_paper:
        yield (say("decide.sender_unproven", case=case.number, same=case.number))


def _blocked(case: Case, approved: frozenset[int], words: Words) -> Iterable[str]:
    if not case.rows:
        yield say("decide.no_rows")
    for row in sorted(approved):
        if row >= len(case.rows):
            yield say("decide.no_such_row", count=len(case.rows), row=row + 1)
    if any(case.rows[n].name == ERASED for n in _approved(case, approved)):
        yield say("decide.erased")
    for finding in case.blockers():
        if finding.row is None or not approved or finding.row in approved:
            told = words.finding(finding)
            yield _worded(finding, told)


def _approved(case: Case, approved: frozenset[int]) -> Iterable[int]:
    """Return the rows approved, of those that there are: all where none is named."""
    rows = range(len(case.rows))
    return (n for n in rows if n in approved) if approved else rows


def _worded(finding: Finding, told: str) -> str:
    if finding.row is None:
        return say("decide.blocked", finding=told, code=finding.code)
    return say("decide.row_blocked", row=finding.row + 1, finding=told, code=finding.code)


def _split(case: Case, approved: frozenset[int]) -> Decided:
    held = frozenset(range(len(case.rows))) - approved
    if not held:
        return Decided(case)
    assert case.decision is not None
    rest = replace(
        _only_rows(case, held),
        state=State.IN_REVIEW,
        parent_id=case.id,
        decision=None,
        corrections=0,
        earlier=None,
    )
    # Who decides on the rest still looks at what nobody serves.
    return Decided(replace(_only_rows(case, approved), earlier=None, unserved=()), rest)


def _only_rows(case: Case, kept: frozenset[int]) -> Case:
    """Return the case with these rows only, its findings pointing at their new places."""
    places = {old: new for new, old in enumerate(sorted(kept))}
    findings = tuple(
        finding if finding.row is None else replace(finding, row=places[finding.row])
        for finding in case.findings
        if finding.row is None or finding.row in places
    )
    edits = tuple(replace(one, row=places[one.row]) for one in case.edits if one.row in places)
    rows = tuple(case.rows[old] for old in places)
    return replace(case, rows=rows, findings=findings, edits=edits)
