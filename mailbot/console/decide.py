"""Deciding: the very letter is shown first; only what was seen is committed."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.console.flags import flags_of
from mailbot.console.login import shows_code
from mailbot.console.paper import letter_pages
from mailbot.console.queue import in_order
from mailbot.console.visit import Visit
from mailbot.console.ways import DECIDERS, REVIEWERS, Way
from mailbot.errors import BadInputError, NeedsStaffError
from mailbot.provisioning.provision import plan_case
from mailbot.replies.notice import Record, notice_of
from mailbot.review.decision import decide
from mailbot.storage import history, registry_store, staff
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind

KINDS = {
    "duyet": (DecisionKind.APPROVE, LetterKind.RESULT, "Duyệt và trả lời"),
    "bo-sung": (DecisionKind.SUPPLEMENT, LetterKind.SUPPLEMENT, "Yêu cầu bổ sung"),
    "tu-choi": (DecisionKind.REFUSE, LetterKind.REFUSAL, "Từ chối có lý do"),
}
_FOR_THE_COMMAND_LINE = re.compile(r" \((?:--\w+|'mailbot [^']*')\)")


@dataclass(frozen=True, slots=True)
class Preview:
    """The letter as it would be, or why there is none."""

    pages: tuple[str, ...] = ()
    obstacle: str = ""


def show_preview(visit: Visit) -> Response:
    """Show the letter this decision would make, with what can still be chosen."""
    return _preview(visit)


def commit(visit: Visit) -> Response:
    """Carry the decision out, if the case is still what the officer saw."""
    kind, _, title = _kind(visit)
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        if str(case.version) != visit.text("version"):
            return visit.trouble(_changed(connection, case), 409)
        if visit.needs_proof and not _proves(visit, connection):
            return _preview_again(visit, connection, case)
        decision = _decision(visit, case, kind)
        if kind is DecisionKind.REFUSE and not decision.reasons:
            raise BadInputError("Từ chối phải nêu ít nhất một lý do.")
        try:
            visit.house.carry_out(connection, case, decision)
        except BadInputError as error:
            raise BadInputError(_plain(error)) from error
        following = _next(visit, connection, case)
    return visit.page("_done.html", title=title, number=case.number, following=following)


def _preview(visit: Visit) -> Response:
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        return _preview_again(visit, connection, case, first="version" not in visit.form)


def _preview_again(
    visit: Visit, connection: Connection, case: Case, *, first: bool = False
) -> Response:
    kind, letter, title = _kind(visit)
    flags = flags_of(case, visit.house.words)
    decision = _first(visit, case, kind) if first else _decision(visit, case, kind)
    shown = _letter(visit, connection, case, decision, letter)
    return visit.page(
        "_preview.html",
        kind=visit.path["kind"],
        title=title,
        case=case,
        flags=[flag for flag in flags if flag.level != "info"],
        chosen=frozenset(decision.reasons),
        rows=frozenset(decision.rows),
        free=visit.text("free"),
        preview=shown,
        sender=visit.house.sender,
        two_step=visit.house.settings.signing.mode == "two_step",
        clock=visit.office.remaining(case, visit.now),
        wrong_code=bool(visit.text("code")),
        needs_proof=visit.needs_proof,
    )


def _letter(
    visit: Visit, connection: Connection, case: Case, decision: Decision, kind: LetterKind
) -> Preview:
    """Return the letter as it will be signed, number and date still open."""
    house = visit.house
    try:
        if kind is LetterKind.REFUSAL and not decision.reasons:
            return Preview(obstacle="Hãy chọn hoặc viết ít nhất một lý do.")
        blocked = _open_blockers(visit, case, decision)
        if blocked:
            return Preview(obstacle=blocked)
        decided = decide(case, decision, house.words).case
        asker = registry_store.load_registry(connection).by_code(case.agency_code)
        if asker is None:
            return Preview(obstacle="Chưa biết hồ sơ là của cơ quan nào.")
        effects = _expected(visit, connection, decided) if kind is LetterKind.RESULT else ()
        value = notice_of(kind, Record(decided, effects, asker), house.words)
        rendered = house.press.render(value, house.issuer)
    except (BadInputError, NeedsStaffError) as error:
        return Preview(obstacle=_plain(error))
    drawn = house.sandbox.run(letter_pages, rendered.pdf, rendered.pages)
    return Preview(tuple(base64.b64encode(page).decode() for page in drawn))


def _open_blockers(visit: Visit, case: Case, decision: Decision) -> str:
    if decision.kind is not DecisionKind.APPROVE:
        return ""
    wanted = frozenset(decision.rows)
    told = [
        visit.house.words.finding(one)
        for one in case.blockers()
        if one.row is None or not wanted or one.row in wanted
    ]
    return f"Còn điểm chặn chưa giải quyết: {told[0]}" if told else ""


def _expected(visit: Visit, connection: Connection, case: Case) -> tuple[Effect, ...]:
    """Return the effects as the plan has them: every row done that can be done."""
    house = visit.house
    plan = plan_case(connection, case, house.address_rule, house.own_addresses)
    done = [
        Effect(e.op_key, case.id, e.row, e.action, e.address, e.display_name, EffectState.DONE)
        for e in plan.effects
    ]
    not_done = [
        Effect("", case.id, one.row or 0, Action.CREATE, "", "", EffectState.FAILED, reason)
        for one in plan.reasons
        for reason in [house.words.finding(one)]
    ]
    return (*done, *not_done)


def _first(visit: Visit, case: Case, kind: DecisionKind) -> Decision:
    """Return what is proposed before anything was chosen."""
    blocking = case.blockers() if kind is DecisionKind.REFUSE else ()
    reasons = tuple(dict.fromkeys(visit.house.words.finding(f) for f in blocking))
    return Decision(kind, visit.member.display_name, visit.now, reasons, _sound_rows(case, kind))


def _sound_rows(case: Case, kind: DecisionKind) -> tuple[int, ...]:
    """Return the rows nothing blocks, or none where that is all of them."""
    if kind is not DecisionKind.APPROVE:
        return ()
    blocked = {one.row for one in case.blockers()}
    if not blocked or None in blocked:
        return ()
    return tuple(n for n in range(len(case.rows)) if n not in blocked)


def _decision(visit: Visit, case: Case, kind: DecisionKind) -> Decision:
    """Return the decision the form tells; free text is one more reason."""
    free = visit.text("free").strip()
    chosen = [text.strip() for text in visit.form.get("reason", ()) if text.strip()]
    reasons = tuple(dict.fromkeys([*chosen, *([free] if free else [])]))
    named = {int(n) for n in visit.form.get("row", ()) if n.isdigit()}
    rows = tuple(sorted(named)) if named != set(range(len(case.rows))) else ()
    return Decision(
        kind,
        visit.member.display_name,
        visit.now,
        reasons,
        rows if kind is DecisionKind.APPROVE else (),
    )


def _kind(visit: Visit) -> tuple[DecisionKind, LetterKind, str]:
    found = KINDS.get(visit.path["kind"])
    if found is None:
        raise BadInputError("Không có quyết định này.")
    return found


def _proves(visit: Visit, connection: Connection) -> bool:
    key = f"name {visit.member.name}"
    if not visit.office.attempts.may_try(visit.now, key):
        return False
    if not shows_code(visit, connection, visit.member):
        return False
    staff.prove(connection, visit.token, visit.now)
    return True


def _changed(connection: Connection, case: Case) -> str:
    events = history.of_case(connection, case.id)
    who = next((e.who for e in reversed(events) if e.what != "ids_read"), history.MAILBOT)
    return f"Hồ sơ vừa được {who} cập nhật. Xem lại trước khi gửi."


def _next(visit: Visit, connection: Connection, case: Case) -> str:
    cards = visit.office.shelf.open_cards(connection)
    waiting = (card for card in cards if card.case.state is State.IN_REVIEW)
    numbers = [card.case.number for card in in_order(waiting)]
    return next((number for number in numbers if number != case.number), "")


def _plain(error: Exception) -> str:
    return _FOR_THE_COMMAND_LINE.sub("", str(error))


WAYS = (
    Way("POST", "/ho-so/{number}/xem-truoc/{kind}", show_preview, REVIEWERS),
    Way("POST", "/ho-so/{number}/quyet-dinh/{kind}", commit, DECIDERS),
)
