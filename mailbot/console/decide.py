"""Deciding: the very letter is shown first; only what was seen is committed, and held a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.finding import Severity
from mailbot.cases.mending import agency_findings
from mailbot.cases.typed_number import read_number, read_numbers
from mailbot.clock import local
from mailbot.console.case_page import told
from mailbot.console.changing import changing
from mailbot.console.flags import Flag, flags_of
from mailbot.console.letter_preview import draft_of, drawn, plain
from mailbot.console.listing import Wanted, numbers, wanted_from
from mailbot.console.signatory import signatory
from mailbot.console.step_up import proves
from mailbot.console.visit import Visit
from mailbot.console.ways import DECIDERS, REVIEWERS, Way
from mailbot.errors import BadInputError
from mailbot.storage import claims, history, registry_store
from mailbot.words import say

KINDS = {
    "duyet": DecisionKind.APPROVE,
    "bo-sung": DecisionKind.SUPPLEMENT,
    "tu-choi": DecisionKind.REFUSE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to the case since the officer looked at it."""

    at: str
    text: str


def show_preview(visit: Visit) -> Response:
    """Show the letter this decision would make, with what can still be chosen."""
    with visit.house.database.reading() as connection:
        case = visit.case(connection)
        if visit.text("version") not in {"", str(case.version)}:
            return _stale(visit, connection, case)
        decision = _first(visit, case) if "seen" not in visit.form else _decision(visit, case)
        facts = _facts(visit, connection, case, decision)
    return _shown(visit, facts)


def commit(visit: Visit) -> Response:
    """Hold the decision, if the case is still what the officer saw; then the next case opens."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        if str(case.version) != visit.text("version"):
            return _stale(visit, connection, case)
        decision = _decision(visit, case)
        _check_a_row_is_chosen(visit, case)
        unproven = visit.needs_proof and not proves(visit, connection)
        if not unproven:
            return _held(visit, connection, case, decision)
        facts = _facts(visit, connection, case, decision)
    return _shown(visit, facts)


def call_back(visit: Visit) -> Response:
    """Undo a decision that is still held, and show its case again."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        undone = visit.house.hold.call_back(connection, case.id, visit.member.display_name)
    done = "decide.done_called_back" if undone else "decide.done_too_late"
    return visit.go(f"/ho-so/{case.number}", done)


def _held(visit: Visit, connection: Connection, case: Case, decision: Decision) -> Response:
    if decision.kind is DecisionKind.REFUSE and not decision.reasons:
        raise BadInputError(say("decide.no_reason"))
    try:
        visit.house.hold.put(connection, case, decision)
    except BadInputError as error:
        raise BadInputError(plain(error)) from error
    answer = visit.page("_done.html", number=case.number)
    answer.headers["hx-redirect"] = _next(visit, connection, case)
    return answer


def _facts(
    visit: Visit, connection: Connection, case: Case, decision: Decision
) -> dict[str, object]:
    """Return what the preview tells, its letters not drawn yet."""
    flags = flags_of(case, visit.house.words)
    return {
        "title": say(f"decide.title_{decision.kind}"),
        "case": case,
        "recipient": _recipient(connection, case),
        "reasons": _reasons(visit, case, flags),
        "mendable": _mendable(case, flags),
        "decision": decision,
        "held_back": len(case.rows) - len(decision.rows) if decision.rows else 0,
        "rest_can_be_asked": _rest_can_be_asked(case, decision),
        "draft": draft_of(visit, connection, case, decision),
        "seen": len(changing(connection, case)),
        "signatory": signatory(connection),
        "holder": _other_holder(visit, connection, case),
        "flagged": {flag.row for flag in flags if flag.level != "info" and not flag.settled},
        "open_looks": sum(flag.level == "warn" and not flag.settled for flag in flags),
    }


def _recipient(connection: Connection, case: Case) -> str:
    """Return where the letter goes: to the mailbox registered now; "" where nobody is answered."""
    agency = registry_store.agency_with(connection, case.agency_code) if case.reply_to else None
    return agency.mailbox if agency else ""


def _other_holder(visit: Visit, connection: Connection, case: Case) -> str:
    """Return which colleague has taken the case on, or nothing."""
    holder = claims.holder(connection, case.id)
    return holder.display_name if holder and holder.id != visit.member.id else ""


def _shown(visit: Visit, facts: dict[str, Any]) -> Response:
    return visit.page(
        "_preview.html",
        **facts,
        preview=drawn(visit, facts["draft"]),
        kind=visit.path["kind"],
        free=visit.text("free"),
        sender=visit.house.sender,
        two_step=visit.house.settings.signing.mode == "two_step",
        hold_seconds=visit.house.settings.console.hold_seconds,
        clock=visit.office.remaining(facts["case"], visit.now),
        wrong_code=bool(visit.text("code")),
        needs_proof=visit.needs_proof,
        listing=visit.text("listing"),
    )


def _reasons(visit: Visit, case: Case, flags: tuple[Flag, ...]) -> list[Flag]:
    """Return the flags a refusal may rest on, each thing once."""
    knows = visit.house.words.knows
    worded = [flag for flag in flags if knows(case.findings[flag.index])]
    heavy = [flag for flag in worded if flag.level != "info" and not flag.settled]
    return list({flag.text: flag for flag in heavy}.values())


def _mendable(case: Case, flags: tuple[Flag, ...]) -> list[Flag]:
    """Return the flags an agency can mend: what is ours to settle is never asked of it."""
    asked = agency_findings(case.findings)
    return [flag for flag in flags if case.findings[flag.index] in asked]


def _rest_can_be_asked(case: Case, decision: Decision) -> bool:
    if not decision.rows:
        return False
    asked = agency_findings(case.findings)
    return any(one.row is not None and one.row not in decision.rows for one in asked)


def _first(visit: Visit, case: Case) -> Decision:
    """Return what is proposed before anything was chosen."""
    kind = _kind(visit)
    words = visit.house.words
    blocking = filter(words.knows, case.blockers()) if kind is DecisionKind.REFUSE else ()
    reasons = tuple(dict.fromkeys(map(words.finding, blocking)))
    rows = _sound_rows(case, kind)
    decision = Decision(kind, visit.member.display_name, visit.now, reasons, rows)
    return replace(decision, ask_rest=_rest_can_be_asked(case, decision))


def _sound_rows(case: Case, kind: DecisionKind) -> tuple[int, ...]:
    """Return the rows nothing blocks, or none where that is all of them."""
    if kind is not DecisionKind.APPROVE:
        return ()
    blocked = {one.row for one in case.blockers()}
    if not blocked or None in blocked:
        return ()
    return tuple(n for n in range(len(case.rows)) if n not in blocked)


def _decision(visit: Visit, case: Case) -> Decision:
    """Return the decision the form tells; free text is one more reason."""
    kind = _kind(visit)
    free = visit.text("free").strip()
    chosen = [text.strip() for text in visit.form.get("reason", ()) if text.strip()]
    reasons = tuple(dict.fromkeys([*chosen, *([free] if free else [])]))
    rows = _chosen_rows(visit, case) if kind is DecisionKind.APPROVE else ()
    decision = Decision(
        kind,
        visit.member.display_name,
        visit.now,
        reasons,
        rows,
        left_out=_left_out(visit, case) if kind is DecisionKind.SUPPLEMENT else (),
    )
    wants = bool(visit.text("ask_rest")) and _rest_can_be_asked(case, decision)
    return replace(decision, ask_rest=wants)


def _check_a_row_is_chosen(visit: Visit, case: Case) -> None:
    """Where rows were offered, that none is chosen does not mean all of them."""
    offered = "seen" in visit.form and _kind(visit) is DecisionKind.APPROVE
    if offered and len(case.rows) > 1 and not read_numbers(visit.form.get("row", ())):
        raise BadInputError(say("decide.row_wanted"))


def _chosen_rows(visit: Visit, case: Case) -> tuple[int, ...]:
    named = read_numbers(visit.form.get("row", ()))
    return tuple(sorted(named)) if named != set(range(len(case.rows))) else ()


def _left_out(visit: Visit, case: Case) -> tuple[int, ...]:
    """Return the findings that were offered and not chosen; what blocks is always asked for."""
    offered = read_numbers(visit.form.get("offered", ()))
    asked = read_numbers(visit.form.get("ask", ()))
    return tuple(
        n
        for n in sorted(offered - asked)
        if n < len(case.findings) and case.findings[n].severity is Severity.LOOK
    )


def _kind(visit: Visit) -> DecisionKind:
    found = KINDS.get(visit.path["kind"])
    if found is None:
        raise BadInputError(say("decide.no_such"))
    return found


def _stale(visit: Visit, connection: Connection, case: Case) -> Response:
    """Say who changed the case meanwhile, and what."""
    seen = read_number(visit.text("seen")) or read_number(visit.text("shown")) or 0
    events = changing(connection, case)
    who = events[-1].who if events else history.MAILBOT
    changes = [Change(f"{local(one.at):%H:%M}", told(visit, one)) for one in events[seen:]]
    return visit.page("_stale.html", 409, case=case, who=who, changes=changes)


def _next(visit: Visit, connection: Connection, case: Case) -> str:
    """Return the address of what comes after this case in the listing it was opened from."""
    wanted = wanted_from(dict(parse_qsl(visit.text("listing").lstrip("?"))))
    before = numbers(connection, wanted, visit.member.id)
    waiting = frozenset(numbers(connection, Wanted("can", ""), visit.member.id))
    at = before.index(case.number) if case.number in before else 0
    after = [number for number in (*before[at:], *before[:at]) if number in waiting]
    number = next((number for number in after if number != case.number), "")
    return f"/ho-so/{number}{wanted.address}" if number else f"/{wanted.address}"


WAYS = (
    Way("POST", "/ho-so/{number}/xem-truoc/{kind}", show_preview, REVIEWERS),
    Way("POST", "/ho-so/{number}/quyet-dinh/{kind}", commit, DECIDERS),
    Way("POST", "/ho-so/{number}/hoan-tac", call_back, DECIDERS),
)
