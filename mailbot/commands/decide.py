"""`mailbot approve`, `supplement`, `refuse`, `close`, `reopen`, `ask-resend`, `apologise`."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.state import CLOCK_STOPS_IN
from mailbot.clock import VIETNAM
from mailbot.commands.answer import Answer
from mailbot.commands.house import open_house
from mailbot.commands.wording import when
from mailbot.errors import BadInputError
from mailbot.storage import history, letters, number_register, registry_store, work
from mailbot.storage.letters import LetterKind
from mailbot.words import say

# Beyond it is a slip of the finger: the letter may be signed and sent before anybody reads it.
_LONGEST_DELAY = timedelta(days=90)


def approve(options: Namespace) -> Answer:
    """Approve a case, or only the rows named."""
    return _decide(options, DecisionKind.APPROVE, rows=tuple(row - 1 for row in options.row))


def supplement(options: Namespace) -> Answer:
    """Ask for everything that is missing, in one letter."""
    reasons = tuple(reason for reason in options.reason if reason.strip())
    return _decide(options, DecisionKind.SUPPLEMENT, reasons)


def refuse(options: Namespace) -> Answer:
    """Refuse with reasons."""
    return _decide(options, DecisionKind.REFUSE, tuple(options.reason))


def close(options: Namespace) -> Answer:
    """End a case without an answer."""
    return _decide(options, DecisionKind.CLOSE, tuple(options.reason))


def reopen(options: Namespace) -> Answer:
    """Bring a case back into review."""
    return _decide(options, DecisionKind.REOPEN, tuple(options.reason))


def ask_resend(options: Namespace) -> Answer:
    """Ask the registered mailbox of the agency the signature names to send it again properly."""
    with open_house(options) as (house, connection):
        case = house.cases.find(connection, options.case)
        agency = registry_store.agency_with(connection, case.agency_code)
        if agency is None or not agency.mailbox:
            raise BadInputError(say("command.agency_unknown", case=case.number))
        now = house.clock()
        if house.short_mails.ask_resend(connection, case, agency):
            history.write(
                connection, now, case.id, "resend_asked", options.officer, to=agency.mailbox
            )
        value = {"case": case.number, "asked": agency.mailbox}
        text = say("command.asked_again", mailbox=agency.mailbox, case=case.number)
    return Answer(value, text)


def apologise(options: Namespace) -> Answer:
    """Send an apology with a new date for a case that is late."""
    until = _instant(options.until)
    with open_house(options) as (house, connection):
        case = house.cases.find(connection, options.case)
        if case.state in CLOCK_STOPS_IN or not case.reply_to:
            raise BadInputError(say("command.no_clock", case=case.number))
        now = house.clock()
        first, last = max(now, case.due_at), now + _LONGEST_DELAY
        if not first < until <= last:
            raise BadInputError(say("command.bad_new_date", first=when(first), last=when(last)))
        content = {"cause": options.cause, "new_due_at": until.isoformat()}
        # One that has not left yet says another date.
        number_register.withdraw_letters(connection, case.id, now, (LetterKind.APOLOGY,))
        letter = letters.write(connection, case.id, LetterKind.APOLOGY, content, now)
        work.put(connection, work.Kind.WRITE, letter.id, now)
        history.write(connection, now, case.id, "apologised", options.officer, **content)
    value = {"case": case.number, "new_due_at": until.isoformat()}
    return Answer(value, say("command.apologised", case=case.number))


def _decide(
    options: Namespace,
    kind: DecisionKind,
    reasons: tuple[str, ...] = (),
    rows: tuple[int, ...] = (),
) -> Answer:
    with open_house(options) as (house, connection):
        case = house.cases.find(connection, options.case)
        decision = Decision(kind, options.officer.strip(), house.clock(), reasons, rows)
        saved = house.carry_out(connection, case, decision)
        state = house.words.say(f"case.state_{saved.state}")
        linked = [child.number for child in house.cases.children(connection, case.id)]
    value = {"case": saved.number, "state": saved.state, "linked_cases": linked}
    more = say("command.rows_held", cases=", ".join(linked)) if linked else ""
    return Answer(value, say("command.case_is_now", case=saved.number, state=state, more=more))


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(say("command.bad_instant", text=text)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
