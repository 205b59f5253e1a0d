"""What an agency has to do with us: its cases, and passwords that wait to be handed over to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailbot.storage.effects import WAITS_TO_BE_GIVEN
from mailbot.storage.tables import cases, effect, mailbox

NEWEST = 20
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the agency."""

    number: str
    state: str
    procedure: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """The newest cases, how many there are, mailboxes of the directory, passwords to hand over."""

    cases: tuple[CaseLine, ...]
    case_count: int
    mailboxes: int
    to_hand_over: int


@dataclass(frozen=True, slots=True)
class Before:
    """How many cases of an agency came before one, at most MOST_COUNTED, and the last of them."""

    count: int
    number: str = ""
    received_at: datetime | None = None


def before(connection: Connection, code: str, case_id: int) -> Before:
    """Return what of this agency came before this case."""
    earlier = select(cases.c.id).where(cases.c.agency_code == code, cases.c.id < case_id)
    counted = select(func.count()).select_from(earlier.limit(MOST_COUNTED).subquery())
    last = connection.execute(
        select(cases.c.number, cases.c.received_at)
        .where(cases.c.agency_code == code, cases.c.id < case_id)
        .order_by(cases.c.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return Before(0)
    return Before(connection.execute(counted).scalar_one(), last.number, last.received_at)


def of_agency(connection: Connection, code: str) -> AgencyRecord:
    """Return the agency's record."""
    rows = connection.execute(
        select(cases.c.number, cases.c.state, cases.c.procedure, cases.c.received_at)
        .where(cases.c.agency_code == code)
        .order_by(cases.c.id.desc())
        .limit(NEWEST)
    )
    counted = select(func.count()).select_from(cases).where(cases.c.agency_code == code)
    held = select(func.count()).where(mailbox.c.agency_code == code)
    waiting = (
        select(func.count())
        .select_from(effect.join(cases, cases.c.id == effect.c.case_id))
        .where(cases.c.agency_code == code, WAITS_TO_BE_GIVEN)
    )
    return AgencyRecord(
        tuple(CaseLine(r.number, r.state, r.procedure, r.received_at) for r in rows),
        connection.execute(counted).scalar_one(),
        connection.execute(held).scalar_one(),
        connection.execute(waiting).scalar_one(),
    )
