"""The very letter a decision would make: number and date still open, drawn page by page."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.effect import Action
from mailbot.console.paper import letter_pages
from mailbot.console.visit import Visit
from mailbot.errors import BadInputError, NeedsStaffError
from mailbot.provisioning.provision import plan_case
from mailbot.replies.letter import Letter
from mailbot.replies.notice import Record, notice_of
from mailbot.review.decision import decide
from mailbot.storage import registry_store
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind
from mailbot.words import say

LETTER_AFTER = {
    DecisionKind.APPROVE: LetterKind.RESULT,
    DecisionKind.SUPPLEMENT: LetterKind.SUPPLEMENT,
    DecisionKind.REFUSE: LetterKind.REFUSAL,
}
_FOR_THE_COMMAND_LINE = re.compile(r" \((?:--\w+|'mailbot [^']*')\)")


@dataclass(frozen=True, slots=True)
class Draft:
    """The letters as they would be, or why there is none."""

    letters: tuple[Letter, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of these letters as pictures, or why there is none."""

    pages: tuple[str, ...] = ()
    obstacle: str = ""


def draft_of(visit: Visit, connection: Connection, case: Case, decision: Decision) -> Draft:
    """Return what the agency would receive of this decision."""
    if decision.kind is DecisionKind.REFUSE and not decision.reasons:
        return Draft(obstacle=say("decide.reason_wanted"))
    blocked = _open_blocker(visit, case, decision)
    if blocked:
        return Draft(obstacle=blocked)
    asker = registry_store.agency_with(connection, case.agency_code)
    if asker is None:
        return Draft(obstacle=say("decide.agency_unknown"))
    try:
        return Draft(tuple(_letters(visit, connection, case, decision, asker)))
    except (BadInputError, NeedsStaffError) as error:
        return Draft(obstacle=plain(error))


def drawn(visit: Visit, draft: Draft) -> Preview:
    """Return the draft as pictures.

    To be called outside of transactions: setting and drawing take a while, and writers would wait.
    """
    try:
        pages = tuple(page for letter in draft.letters for page in _drawn(visit, letter))
    except (BadInputError, NeedsStaffError) as error:
        return Preview(obstacle=plain(error))
    return Preview(pages, draft.obstacle)


def plain(error: Exception) -> str:
    """Return what an error says, without what it says of commands."""
    return _FOR_THE_COMMAND_LINE.sub("", str(error))


def _letters(
    visit: Visit, connection: Connection, case: Case, decision: Decision, asker: Agency
) -> Iterator[Letter]:
    words, kind = visit.house.words, LETTER_AFTER[decision.kind]
    decided = decide(case, decision, words)
    granted = kind is LetterKind.RESULT
    effects = _expected(visit, connection, decided.case) if granted else ()
    yield notice_of(kind, Record(decided.case, effects, asker), words)
    if decided.held is not None and decision.ask_rest:
        asked = replace(decision, kind=DecisionKind.SUPPLEMENT, rows=(), ask_rest=False)
        rest = decide(decided.held, asked, words).case
        yield notice_of(LetterKind.SUPPLEMENT, Record(rest, (), asker), words)


def _drawn(visit: Visit, letter: Letter) -> tuple[str, ...]:
    house = visit.house
    rendered = house.press.render(letter, house.issuer)
    drawn = house.sandbox.run(letter_pages, rendered.pdf, rendered.pages)
    return tuple(base64.b64encode(page).decode() for page in drawn)


def _open_blocker(visit: Visit, case: Case, decision: Decision) -> str:
    if decision.kind is not DecisionKind.APPROVE:
        return ""
    wanted = frozenset(decision.rows)
    told = [
        visit.house.words.finding(one)
        for one in case.blockers()
        if one.row is None or not wanted or one.row in wanted
    ]
    return say("decide.blocker_open", finding=told[0]) if told else ""


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
