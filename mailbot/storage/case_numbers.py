"""The numbers of cases, counted anew each year: none is given to two cases."""

from __future__ import annotations

from sqlalchemy import Connection, select

from mailbot.cases.case import case_number
from mailbot.errors import BadInputError
from mailbot.storage import facts, switches
from mailbot.storage.database import in_mind, lock
from mailbot.storage.tables import cases
from mailbot.words import say

LOST_AT_MOST = 1000
"""So many cases may have been opened between the last copy and the loss of the database."""


def next_number(connection: Connection, year: int) -> str:
    """Return the number after the newest case's of this year; nobody else takes one before this
    transaction ends. BadInputError where it may have been given away in a life that is lost.
    """
    kept, name = in_mind(connection), f"case_number.{year}"
    if name not in kept:
        lock(connection, "case_numbers")
        if switches.restored_at(connection) is not None:
            raise BadInputError(say("storage.not_reconciled"))
        kept[name] = _last_ordinal(connection, year)
    kept[name] += 1
    return case_number(year, kept[name])


def come_after(connection: Connection, number: str) -> None:
    """See to it that later numbers come after this one too, which a case had in a life of this
    database that is lost, and after all that were given since.
    """
    _, year, ordinal = number.split("-")
    lock(connection, "case_numbers")
    last = max(_last_ordinal(connection, int(year)), int(ordinal))
    facts.tell(connection, _passed(int(year)), str(last))


def pass_over_lost(connection: Connection, year: int) -> str:
    """Pass over the numbers that a lost life may have given away unseen; return the next one."""
    lock(connection, "case_numbers")
    last = _last_ordinal(connection, year) + LOST_AT_MOST
    facts.tell(connection, _passed(year), str(last))
    return case_number(year, last + 1)


def _last_ordinal(connection: Connection, year: int) -> int:
    """Return the newest case's number: numbers rise with the ids but for those that came back,
    while as texts `HS-2026-100000` would come before `HS-2026-99999`.
    """
    of_year = select(cases.c.number).where(cases.c.number.like(f"HS-{year}-%"))
    newest = of_year.order_by(cases.c.id.desc()).limit(1)
    last = connection.execute(newest).scalar_one_or_none()
    passed = int(facts.told(connection, _passed(year)) or 0)
    return max(passed, int(last.rsplit("-", 1)[1]) if last else 0)


def _passed(year: int) -> str:
    return f"case_numbers_passed.{year}"
