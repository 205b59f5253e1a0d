"""`mailbot retry`, `cancel`, `pause`, `resume`: what people do about work that stands still."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, select

from mailbot.cases.case import Case
from mailbot.clock import local_date
from mailbot.commands.answer import Answer
from mailbot.commands.house import open_house
from mailbot.commands.wording import table
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.storage import history, letters, messages, outbox, switches, work
from mailbot.storage.case_numbers import pass_over_lost
from mailbot.storage.case_store import HAS_SLIP
from mailbot.storage.held_decisions import HeldDecisions
from mailbot.storage.letters import LetterState, StoredLetter
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState
from mailbot.storage.tables import work as work_table
from mailbot.storage.work import Kind
from mailbot.words import say

KINDS = {
    "mail": Kind.EXAMINE,
    "case": Kind.ADVANCE,
    "decision": Kind.DECIDE,
    "letter": Kind.WRITE,
    "deliver": Kind.DELIVER,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def retry(options: Namespace) -> Answer:
    """List what was set aside, or let one of it be tried again."""
    with open_house(options) as (house, connection):
        if options.kind is None:
            return _set_aside(connection)
        kind, subject = KINDS[options.kind], _subject(options)
        _try_again(connection, house, kind, subject)
        history.write(
            connection, house.clock(), _case_of(connection, kind, subject), "work_retried",
            options.officer, kind=options.kind, subject=str(subject),
        )  # fmt: skip
    fields = {"kind": options.kind, "subject": str(subject)}
    return Answer(fields, house.words.say("slips.retried", **fields))


def cancel(options: Namespace) -> Answer:
    """Give up a mail of ours that has not left, or work that was set aside."""
    with open_house(options) as (house, connection):
        kind, subject = KINDS[options.kind], _subject(options)
        if kind is Kind.DELIVER:
            _cancel_mail(connection, subject)
        elif _is_set_aside(connection, kind, subject):
            work.cancel(connection, kind, subject)
            if kind is Kind.DECIDE:  # as earlier versions set it aside
                HeldDecisions.drop(connection, subject)
        else:
            raise BadInputError(house.words.say("slips.not_set_aside"))
        history.write(
            connection, house.clock(), _case_of(connection, kind, subject), "work_cancelled",
            options.officer, kind=options.kind, subject=str(subject), reason=options.reason,
        )  # fmt: skip
    fields = {"kind": options.kind, "subject": str(subject)}
    return Answer(fields, house.words.say("slips.cancelled", **fields))


def pause(options: Namespace) -> Answer:
    """Let no step begin, on any host, until `resume`."""
    with open_house(options) as (house, connection):
        switches.pause(connection, options.officer, options.reason)
        history.write(
            connection, house.clock(), None, "paused", options.officer, reason=options.reason
        )
    return Answer({"paused": True}, house.words.say("slips.paused"))


def resume(options: Namespace) -> Answer:
    """Let the work go on; after a restore only once it is reconciled, or a person insists."""
    with open_house(options) as (house, connection):
        if switches.restored_at(connection) is not None and not options.force:
            raise BadInputError(house.words.say("slips.not_reconciled"))
        is_forced = switches.restored_at(connection) is not None
        switches.reconciled(connection)
        switches.resume(connection)
        history.write(connection, house.clock(), None, "resumed", options.officer)
        if not is_forced:
            return Answer({"paused": False}, house.words.say("slips.resumed"))
        number = pass_over_lost(connection, local_date(house.clock()).year)
    told = house.words.say("slips.resumed_unreconciled", number=number)
    return Answer({"paused": False, "next_case": number}, told)


def _set_aside(connection: Connection) -> Answer:
    rows = connection.execute(
        select(work_table).where(work_table.c.set_aside).order_by(work_table.c.id)
    ).all()
    lines = [(_NAMES[Kind(r.kind)], str(r.subject_id), str(r.attempts), r.error) for r in rows]
    names = ("kind", "subject", "attempts", "error")
    by = switches.paused_by(connection)
    value = {
        "set_aside": [dict(zip(names, line, strict=True)) for line in lines],
        "paused_by": by,
    }
    head = tuple(say(f"slips.head_{name}") for name in names)
    text = table(head, lines) if lines else say("slips.none")
    return Answer(value, f"{say('slips.is_paused', by=by)}\n{text}" if by else text)


def _try_again(connection: Connection, house: House, kind: Kind, subject: int) -> None:
    now = house.clock()
    match kind:
        case Kind.DELIVER:
            _send_again(connection, subject, now)
        case Kind.EXAMINE:
            _examine_again(connection, house, subject)
        case Kind.ADVANCE:
            _has_a_step(house.cases.load(connection, subject))
        case Kind.DECIDE:
            _has_a_decision(connection, house, subject)
        case Kind.WRITE:
            _is_to_be_written(letters.load(connection, subject))
        case _:
            assert_never(kind)
    work.put(connection, kind, subject, now)


def _send_again(connection: Connection, subject: int, now: datetime) -> None:
    mail = outbox.load(connection, subject)
    if mail.state not in {MailState.READY, MailState.SENDING, MailState.FAILED}:
        raise BadInputError(say("slips.mail_done", state=say(f"case.mail_{mail.state}")))
    if mail.state is MailState.FAILED:
        outbox.resend(connection, subject, now)


def _examine_again(connection: Connection, house: House, subject: int) -> None:
    mail = messages.find(connection, str(subject))
    if mail is None:
        raise BadInputError(say("command.no_such_mail", text=subject))
    if mail.disposition not in {Disposition.NEW, Disposition.QUARANTINED}:
        raise BadInputError(house.words.say("slips.mail_examined"))
    messages.conclude(connection, subject, Disposition.NEW)


def _has_a_step(case: Case) -> None:
    """Raise BadInputError, with what can be done, where no step of ours leaves the case's state."""
    if case.state not in HAS_SLIP:
        raise BadInputError(say(f"slips.case_{case.state}", case=case.number, id=str(case.id)))


def _has_a_decision(connection: Connection, house: House, case_id: int) -> None:
    case = house.cases.load(connection, case_id)
    if house.hold.held.of_case(connection, case_id) is None:
        raise BadInputError(say("slips.no_decision", case=case.number))


def _is_to_be_written(letter: StoredLetter) -> None:
    if letter.state is not LetterState.DRAFTED:
        raise BadInputError(say(f"slips.letter_{letter.state}", letter=str(letter.id)))


def _cancel_mail(connection: Connection, subject: int) -> None:
    mail = outbox.load(connection, subject)
    if mail.state not in {MailState.READY, MailState.FAILED}:
        raise _not_cancelled(subject, mail.state)
    if mail.letter_id is not None:
        raise BadInputError(say("command.mail_is_signed", mail=subject))
    if not outbox.cancel(connection, subject, mail.state):
        raise _not_cancelled(subject, MailState.SENDING)


def _not_cancelled(subject: int, state: MailState) -> BadInputError:
    told = say(f"case.mail_{state}")
    return BadInputError(say("command.mail_not_cancelled", mail=subject, state=told))


def _is_set_aside(connection: Connection, kind: Kind, subject: int) -> bool:
    wanted = select(work_table.c.id).where(
        work_table.c.kind == kind, work_table.c.subject_id == subject, work_table.c.set_aside
    )
    return connection.execute(wanted).first() is not None


def _case_of(connection: Connection, kind: Kind, subject: int) -> int | None:
    if kind in {Kind.ADVANCE, Kind.DECIDE}:
        return subject
    if kind is Kind.WRITE:
        return letters.load(connection, subject).case_id
    return outbox.load(connection, subject).case_id if kind is Kind.DELIVER else None


def _subject(options: Namespace) -> int:
    if options.subject is None:
        raise BadInputError(say("command.name_a_slip"))
    number: int = options.subject
    return number
