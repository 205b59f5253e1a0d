"""Delivery slips: what is to be done next, and when. `put`, `claim`, `settle`.

A slip is written in the transaction of the state change that asks for it. Its due time is also
the end of its lease: claiming pushes it ahead and writes a fencing token; putting it anew takes
the token away, so that a worker that was overtaken settles nothing.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from mailbot.storage.tables import outbox, work

TO_STAFF = "staff"
"""The kind of our mails to our own staff, in the outbox."""


class Kind(StrEnum):
    """What a slip asks for, and what its subject is."""

    EXAMINE = "examine"  # a message
    ADVANCE = "advance"  # a case
    DECIDE = "decide"  # a case whose decision is held
    WRITE = "write"  # a letter that goes beside its case
    DELIVER = "deliver"  # a mail of the outbox


class Lane(IntEnum):
    """Who goes first: work on cases and mail of proven senders, so that no storm holds them up."""

    FIRST = 0
    AFTER = 1


class Standing(StrEnum):
    """How a slip stands."""

    DUE = "due"
    TAKEN = "taken"
    LATER = "later"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Slip:
    """A claimed slip. `attempts` counts this attempt too: it was written before work began.
    `crashes` counts the attempts whose worker neither settled nor postponed it. `due_at` is what
    it was due at.
    """

    id: int
    kind: Kind
    subject_id: int
    token: str
    attempts: int
    due_at: datetime
    crashes: int = 0


def _due(*order: Any) -> Select[Any]:
    return (
        select(work)
        .where(work.c.due_at <= bindparam("now"), ~work.c.set_aside)
        .order_by(*order, work.c.due_at, work.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


# Every step begins and ends with these, so they are put together once.
_DUE, _DUE_OF_ALL_LANES = _due(work.c.lane), _due()
_DUE_TO_STAFF = _due(work.c.lane).where(
    work.c.kind == Kind.DELIVER,
    work.c.subject_id.in_(
        select(outbox.c.id).where(
            outbox.c.kind == TO_STAFF, outbox.c.written_at >= bindparam("since")
        )
    ),
)
_LEASE = update(work).where(work.c.id.in_(bindparam("ids", expanding=True)))
_SETTLE = delete(work).where(
    work.c.id.in_(bindparam("ids", expanding=True)),
    work.c.token.in_(bindparam("tokens", expanding=True)),
)
_PUT_ANEW = update(work).where(
    work.c.kind == bindparam("of_kind"), work.c.subject_id == bindparam("of_subject")
)
_ADD = insert(work)


def put(
    connection: Connection,
    kind: Kind,
    subject_id: int,
    due_at: datetime,
    lane: Lane = Lane.FIRST,
) -> None:
    """Ask for this work at `due_at`; an earlier slip for the same is replaced, its token void."""
    same = {"of_kind": kind, "of_subject": subject_id}
    if connection.execute(_PUT_ANEW, {**same, **_fresh(due_at, lane)}).rowcount == 0:
        add(connection, kind, subject_id, due_at, lane)


def add(
    connection: Connection, kind: Kind, subject_id: int, due_at: datetime, lane: Lane = Lane.FIRST
) -> None:
    """Ask for the first work on a subject that was written just now."""
    add_all(connection, kind, {subject_id: lane}, due_at)


def add_all(
    connection: Connection, kind: Kind, lanes: Mapping[int, Lane], due_at: datetime
) -> None:
    """Ask for the first work on subjects that were written just now, each in its lane."""
    slips = [
        {"kind": kind, "subject_id": subject_id, **_fresh(due_at, lane)}
        for subject_id, lane in lanes.items()
    ]
    if slips:
        connection.execute(_ADD, slips)


def to_be_examined_after() -> Select[tuple[int]]:
    """Return which mails wait to be examined after all whose sender their header proves."""
    waits = (work.c.kind == Kind.EXAMINE) & (work.c.lane == Lane.AFTER)
    return select(work.c.subject_id).where(waits)


def _fresh(due_at: datetime, lane: Lane) -> dict[str, object]:
    return {
        "due_at": due_at,
        "lane": lane,
        "token": "",
        "attempts": 0,
        "crashes": 0,
        "set_aside": False,
        "error": "",
    }


def claim(  # noqa: PLR0913 (who takes what, until when)
    connection: Connection,
    now: datetime,
    lease: timedelta,
    *,
    most: int,
    in_turn: bool = False,
    owner: str = "",
) -> tuple[Slip, ...]:
    """Take the slip due longest of the first lane that has one. It comes due again when the lease
    ends unsettled; each worker that died over it doubles the lease. So other work goes first, and
    what happens to be in hand while a host dies again and again is not that host's bane.

    Where it asks to examine a mail that nobody has tried yet, those next in turn that ask for the
    same come with it, `most` in all. What was tried before is always taken alone, so that a mail
    which brings down its worker brings others down with it only once.

    Args:
        in_turn: of all lanes alike; asked for now and then, so that the last lane moves too.
        owner: the process that takes it, if another can tell whether it lives.
    """
    due = _DUE_OF_ALL_LANES if in_turn else _DUE
    rows = connection.execute(due, {"now": now, "most": most}).all()
    together = tuple(takewhile(_is_fresh_mail, rows)) or rows[:1]
    token = secrets.token_hex(8)
    slips = tuple(_claimed(row, token) for row in together)
    if slips:
        _lease(connection, slips, now + lease * 2 ** slips[0].crashes, owner)
    return slips


def claim_staff_mail(
    connection: Connection, now: datetime, lease: timedelta, since: datetime, owner: str = ""
) -> tuple[Slip, ...]:
    """Take the slip due longest that delivers a mail to staff written since then: our own staff is
    warned also while all other work stands still.
    """
    row = connection.execute(_DUE_TO_STAFF, {"now": now, "most": 1, "since": since}).first()
    if row is None:
        return ()
    slip = _claimed(row, secrets.token_hex(8))
    _lease(connection, (slip,), now + lease * 2**slip.crashes, owner)
    return (slip,)


def _is_fresh_mail(row: Any) -> bool:
    return bool(row.kind == Kind.EXAMINE and row.attempts == 0)


def _claimed(row: Any, token: str) -> Slip:
    return Slip(
        id=row.id,
        kind=Kind(row.kind),
        subject_id=row.subject_id,
        token=token,
        attempts=row.attempts + 1,
        due_at=row.due_at,
        crashes=row.crashes + bool(row.token),
    )


def _lease(connection: Connection, slips: Sequence[Slip], until: datetime, owner: str) -> None:
    """Write that these are taken; several were tried as often as each other: never."""
    first = slips[0]
    values = {"token": first.token, "attempts": first.attempts, "crashes": first.crashes}
    mine = {"ids": [slip.id for slip in slips]}
    connection.execute(_LEASE, {**mine, **values, "due_at": until, "owner": owner})


def take_back(connection: Connection, owner: str, now: datetime) -> int:
    """Make due now the mails this process was examining when it ended; return how many these were.
    It settles none of them any more, and each counts as one whose worker died.

    What a worker died over before waits for its lease: it must not bring down one after another.
    So does all other work, of which a part may still go on outside without its worker.
    """
    held = (
        (work.c.owner == owner)
        & (work.c.token != "")
        & (work.c.kind == Kind.EXAMINE)
        & (work.c.crashes == 0)
        & ~work.c.set_aside
    )
    values = {"due_at": now, "owner": "", "token": secrets.token_hex(8)}
    return connection.execute(update(work).where(held).values(values)).rowcount


def hand_back(connection: Connection, slips: Sequence[Slip]) -> None:
    """Nobody has begun with these after all: they are as they were before they were claimed."""
    for slip in slips:
        _close(connection, slip, due_at=slip.due_at, attempts=slip.attempts - 1, token="")


def settle(connection: Connection, *slips: Slip) -> None:
    """The work is done; a slip that was put anew meanwhile stays."""
    mine = {"ids": [slip.id for slip in slips], "tokens": list({slip.token for slip in slips})}
    connection.execute(_SETTLE, mine)


def postpone(connection: Connection, slip: Slip, due_at: datetime, error: str) -> None:
    """The work is to be tried again at `due_at`."""
    _close(connection, slip, due_at=due_at, error=error, token="")


def set_aside(connection: Connection, slip: Slip, error: str) -> bool:
    """The work is not tried again until a person asks for it; False where the slip is somebody
    else's by now, or gone: then the subject is none of this worker's any more.
    """
    return _close(connection, slip, set_aside=True, error=error)


def next_due(connection: Connection) -> datetime | None:
    """Return when the next slip comes due, or None when there is none."""
    statement = select(work.c.due_at).where(~work.c.set_aside).order_by(work.c.due_at).limit(1)
    return connection.execute(statement).scalar_one_or_none()


def count_due(connection: Connection, now: datetime) -> int:
    """Return how many slips are due and wait to be taken."""
    due = ~work.c.set_aside & (work.c.due_at <= now)
    return int(connection.execute(select(func.count()).select_from(work).where(due)).scalar_one())


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Return since when the oldest of the due slips has waited."""
    due = select(func.min(work.c.due_at)).where(~work.c.set_aside, work.c.due_at <= now)
    found: datetime | None = connection.execute(due).scalar_one()
    return found


def counted(connection: Connection, now: datetime) -> Counter[tuple[str, Standing]]:
    """Return how many slips there are by kind and by how each stands."""
    stands, due = ~work.c.set_aside, work.c.due_at <= now
    standings = {
        Standing.SET_ASIDE: work.c.set_aside,
        Standing.DUE: stands & due,  # also where the lease of whoever took it has run out
        Standing.TAKEN: stands & ~due & (work.c.token != ""),
        Standing.LATER: stands & ~due & (work.c.token == ""),
    }
    columns = [func.count().filter(one) for one in standings.values()]
    rows = connection.execute(select(work.c.kind, *columns).group_by(work.c.kind))
    return Counter(
        {
            (kind, standing): count
            for kind, *counts in rows
            for standing, count in zip(standings, counts, strict=True)
            if count
        }
    )


def count_set_aside(connection: Connection) -> int:
    """Return how many slips wait for a person to try them again."""
    stopped = select(func.count()).select_from(work).where(work.c.set_aside)
    return int(connection.execute(stopped).scalar_one())


def waiting(connection: Connection) -> tuple[tuple[Kind, int], ...]:
    """Return every slip there is: what is to be done, and to what."""
    rows = connection.execute(select(work.c.kind, work.c.subject_id).order_by(work.c.id))
    return tuple((Kind(row.kind), row.subject_id) for row in rows)


def cancel(connection: Connection, kind: Kind, subject_id: int) -> None:
    """Take the slip for this work away."""
    same = (work.c.kind == kind) & (work.c.subject_id == subject_id)
    connection.execute(delete(work).where(same))


def pull_in(connection: Connection, now: datetime, farthest: timedelta) -> int:
    """Make due now what is due later than any work is ever put off: the clock was wrong then.
    Return how many slips these were.
    """
    wrong = (work.c.due_at > now + farthest) & ~work.c.set_aside
    return connection.execute(update(work).where(wrong).values(due_at=now, token="")).rowcount


def _close(connection: Connection, slip: Slip, **values: object) -> bool:
    mine = (work.c.id == slip.id) & (work.c.token == slip.token)
    return connection.execute(update(work).where(mine).values(**values)).rowcount == 1
