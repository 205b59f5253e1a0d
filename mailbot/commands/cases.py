"""`mailbot cases`, `show`, `explain`: what is open, and the whole story of one case."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.cases.agency import Registry
from mailbot.cases.case import Case
from mailbot.cases.discretion import masked_id, phone_shown
from mailbot.cases.row import ListedRow
from mailbot.cases.state import CLOCK_STOPS_IN, State
from mailbot.commands.answer import Answer
from mailbot.commands.changes import change_lines, changes_json
from mailbot.commands.house import checked, house_of, seen_house
from mailbot.commands.wording import (
    agency_name,
    by_weight,
    case_json,
    finding_line,
    heads,
    plan_json,
    table,
    told,
    when,
)
from mailbot.house import House
from mailbot.provisioning.provision import plan_case
from mailbot.storage import effects, history, letters, outbox, registry_store
from mailbot.storage.effects import Effect
from mailbot.words import say

_INSTANTS = frozenset({"new_due_at", "due_at"})
_REPORTED = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})  # RFC 3464 §2.3.3
_BY_STATE = frozenset(
    {
        "opened_in_review",
        "opened_accepted",
        "opened_supplement_asked",
        "completed_in_review",
        "completed_accepted",
        "answered_awaiting_supplement",
        "provisioned_awaiting_hands",
        "provisioned_in_review",
    }
)
_AT_ONCE = 100
_HEAD = ("case", "due", "state", "agency", "rows", "reason")


def list_cases(options: Namespace) -> Answer:
    """List the open cases, the next due first."""
    with house_of(options) as house:
        with checked(house) as connection:
            registry = registry_store.load_registry(connection)
        found = _in_turn(house, ended=options.all)
        words = house.words
        lines = [
            (
                case.number,
                _due(case, house),
                words.say(f"case.state_{case.state}"),
                agency_name(registry, case.agency_code),
                str(len(case.rows)),
                _first_reason(case, house),
            )
            for case in found
        ]
        value = [case_json(case, registry, words) for case in found]
    return Answer(
        value, table(heads(*_HEAD), lines) if lines else house.words.say("case.none_open")
    )


def _in_turn(house: House, *, ended: bool) -> list[Case]:
    """Return the cases, read some at a time: no worker waits longer than for those."""
    found: list[Case] = []
    while True:
        with house.database.reading() as connection:
            after = found[-1].id if found else 0
            portion = house.cases.portion(connection, after, _AT_ONCE, ended=ended)
        if not portion:
            return sorted(found, key=lambda case: (case.due_at, case.id))
        found += portion


def show(options: Namespace) -> Answer:
    """Show one case: letter, findings, rows, and what would be done."""
    with seen_house(options) as (house, connection):
        case = house.cases.find(connection, options.case)
        registry = registry_store.load_registry(connection)
        value = case_json(case, registry, house.words)
        value["changes"] = changes_json(case)
        value["plan"] = _plan(house, connection, case)
        text = "\n".join(_page(house, connection, case, registry))
    return Answer(value, text)


def explain(options: Namespace) -> Answer:
    """Tell the whole story of a case in words."""
    with seen_house(options) as (house, connection):
        case = house.cases.find(connection, options.case)
        events = history.of_case(connection, case.id)
        registry = registry_store.load_registry(connection)
        sentences = [f"{when(event.at)}  {_told(house, event)}" for event in events]
        page = _page(house, connection, case, registry)
        value = {
            **case_json(case, registry, house.words),
            "history": [
                {"at": when(e.at), "what": e.what, "who": e.who, **e.detail} for e in events
            ],
        }
    return Answer(
        value, "\n".join([*page, "", say("command.story"), *(f"  {s}" for s in sentences)])
    )


def _told(house: House, event: history.Event) -> str:
    words, detail = house.words, dict(event.detail)
    kind = f"case.kind_{detail.get('kind', '')}"
    if kind in words.texts:  # of mail that was purged it is the rule by which it went
        detail["kind"] = words.say(kind)
    if detail.get("action") in _REPORTED:
        detail["action"] = words.say(f"case.report_{detail['action']}")
    for name in _INSTANTS & set(detail):
        detail[name] = when(datetime.fromisoformat(detail[name]))
    return words.say(f"history.{_what(event)}", who=event.who, **detail).strip()


def _what(event: history.Event) -> str:
    """Return the wording's name: an opening and an answer read by the state they led to."""
    state = event.detail.get("state", "")
    by_state = f"{event.what}_{state}"
    return by_state if by_state in _BY_STATE else event.what


def _due(case: Case, house: House) -> str:
    """Return the due time as a list tells it; where the clock stands still there is none."""
    if case.state is State.AWAITING_SUPPLEMENT:
        return house.words.say("case.clock_stopped")
    return when(case.due_at) + (say("command.overdue") if is_overdue(case, house.clock()) else "")


def is_overdue(case: Case, now: datetime) -> bool:
    """Return whether the answer is late; a case whose clock stands still is not."""
    return case.state not in CLOCK_STOPS_IN and now > case.due_at


def _first_reason(case: Case, house: House) -> str:
    heavy = by_weight(case.findings)
    if not heavy:
        return ""
    more = say("command.and_more", count=len(heavy) - 1) if len(heavy) > 1 else ""
    return told(heavy[0], house.words) + more


def _page(house: House, connection: Connection, case: Case, registry: Registry) -> list[str]:
    words = house.words
    lines = [
        say("command.case_line", case=case.number, state=words.say(f"case.state_{case.state}")),
        say("command.agency_line", agency=agency_name(registry, case.agency_code))
        + (f" <{case.reply_to}>" if case.reply_to else say("command.sender_unproven")),
        say("command.procedure_line", procedure=words.say(f"case.procedure_{case.procedure}")),
        say("command.letter_line", letter=case.letter.number or "—")
        + (
            say("command.of_day", day=f"{case.letter.dated_on:%d/%m/%Y}")
            if case.letter.dated_on
            else ""
        ),
        say("command.clock_line", arrived=when(case.arrived_at), due=_due(case, house)),
        "",
        say("command.findings") if case.findings else say("command.no_findings"),
        *(finding_line(finding, words) for finding in by_weight(case.findings)),
        "",
        say("command.list"),
        *(f"  {line}" for line in _rows(house, connection, case)),
        *change_lines(case, words),
    ]
    for letter in letters.of_case(connection, case.id):
        state = words.say(f"case.letter_{letter.state}")
        kind = words.say(f"case.kind_{letter.kind}")
        lines.append(
            say("command.letter_out", id=letter.id, kind=kind, number=letter.number, state=state)
        )
    for mail in outbox.of_case(connection, case.id):
        state = words.say(f"case.mail_{mail.state}")
        kind = words.say(f"case.kind_{mail.kind}")
        lines.append(
            say("command.mail_out", kind=kind, receivers=", ".join(mail.recipients), state=state)
        )
    children = house.cases.children(connection, case.id)
    return [*lines, *(say("command.linked_case", case=child.number) for child in children)]


def _rows(house: House, connection: Connection, case: Case) -> list[str]:
    done = {effect.row: effect for effect in effects.of_case(connection, case.id)}
    plan = {entry["row"]: str(entry["address"]) for entry in _plan(house, connection, case)}
    lines = [
        (
            str(index + 1),
            house.words.say(f"case.row_{row.procedure}"),
            *_whose(row),
            row.email or plan.get(index + 1, ""),
            _outcome(house, done.get(index)),
        )
        for index, row in enumerate(case.rows)
    ]
    lines += [
        (
            "-",
            house.words.say(f"case.row_{row.asked}"),
            *_whose(row),
            row.email,
            house.words.say("case.row_unserved"),
        )
        for row in case.unserved
    ]
    head = (
        *heads("row", "what", "holder", "unit"),
        "CCCD",
        *heads("phone", "mailbox", "result"),
    )
    return table(head, lines).splitlines() if lines else [say("command.no_rows")]


def _whose(row: ListedRow) -> tuple[str, str, str, str]:
    unit, number = row.unit or row.parent_agency, row.national_id
    return row.name, unit, masked_id(number), phone_shown(row.phone, number)


def _outcome(house: House, effect: Effect | None) -> str:
    if effect is None:
        return ""
    state = house.words.say(f"case.effect_{effect.state}")
    return f"{effect.address} ({state})" + (f": {effect.reason}" if effect.reason else "")


def _plan(house: House, connection: Connection, case: Case) -> list[dict[str, object]]:
    """Return what provisioning would do now; addresses are shown before they are used."""
    if case.state not in {State.IN_REVIEW, State.ACCEPTED} or not case.agency_code:
        return []
    plan = plan_case(connection, case, house.address_rule, house.own_addresses)
    return plan_json(plan, house.words)
