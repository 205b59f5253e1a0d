"""`mailbot mails`, `mailbot take`: the mail that made no case, and making one of it."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta

from mailbot.commands.answer import Answer
from mailbot.commands.house import house_of, open_house
from mailbot.commands.wording import heads, reason_words, table, when
from mailbot.errors import BadInputError
from mailbot.storage import messages, schema
from mailbot.storage.messages import Disposition
from mailbot.words import say

_WITHOUT_CASE = frozenset(Disposition) - {Disposition.CASE, Disposition.JOINED}
_NOT_TAKEN = frozenset(
    {Disposition.NEW, Disposition.CASE, Disposition.JOINED, Disposition.OVERSIZE}
)
_MOST_DAYS = 3650


def list_mails(options: Namespace) -> Answer:
    """List the mails of the last days that made no case, with the reason for each."""
    with house_of(options) as house:
        schema.check(house.database)
        since = house.clock() - _span(options.days)
        found = messages.listed(house.database, _WITHOUT_CASE, since)
        words = house.words
    lines = [
        (
            str(mail.id),
            when(mail.arrived_at),
            words.say(f"case.mail_is_{mail.disposition}"),
            mail.address,
            mail.subject[:60],
            " ".join(reason_words(code, mail.address, words) for code in mail.reasons),
        )
        for mail in found
    ]
    value = [
        {
            "message": mail.id,
            "arrived_at": when(mail.arrived_at),
            "disposition": mail.disposition,
            "address": mail.address,
            "subject": mail.subject,
            "reasons": mail.reasons,
            "details": [reason_words(code, mail.address, words) for code in mail.reasons],
        }
        for mail in found
    ]
    head = heads("mail", "arrived", "done_with", "sender", "subject", "why")
    return Answer(value, table(head, lines) if lines else words.say("case.no_mails"))


def _span(days: int) -> timedelta:
    if not 1 <= days <= _MOST_DAYS:
        raise BadInputError(say("command.bad_days", most=_MOST_DAYS))
    return timedelta(days=days)


def take(options: Namespace) -> Answer:
    """Make a case of a mail that was left alone; its clock counts from its arrival."""
    if not options.message.strip("%_ "):
        raise BadInputError(say("command.name_a_mail"))
    with open_house(options) as (house, connection):
        mail = messages.find(connection, options.message)
        if mail is None:
            raise BadInputError(say("command.no_such_mail", text=options.message))
        if mail.disposition in _NOT_TAKEN:
            raise BadInputError(
                say(
                    "command.mail_not_taken",
                    mail=mail.id,
                    why=say(f"command.not_taken_{mail.disposition}"),
                )
            )
        if not mail.raw_sha:
            raise BadInputError(say("command.mail_gone", mail=mail.id))
        if not messages.take(connection, mail, options.officer, house.clock()):
            raise BadInputError(say("command.mail_taken_meanwhile", mail=mail.id))
    return Answer({"message": mail.id}, say("command.mail_taken", mail=mail.id))
