"""Letters: drafted once for each (case, kind, ordinal), kept as they were sent to be signed and as
they came back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, select, update

from mailbot.errors import BadInputError
from mailbot.storage.database import seal_of
from mailbot.storage.sealed_bytes import open_bytes, seal_bytes
from mailbot.storage.tables import letter
from mailbot.words import say


class LetterKind(StrEnum):
    """What a letter says."""

    RESULT = "result"
    REFUSAL = "refusal"
    SUPPLEMENT = "supplement"
    RECEIPT = "receipt"
    APOLOGY = "apology"


class LetterState(StrEnum):
    """Where a letter stands; `waiting` is for the leader's and the clerk's signatures."""

    DRAFTED = "drafted"
    WAITING = "waiting"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({LetterState.DRAFTED, LetterState.WAITING})
"""A letter that may still be changed, or withdrawn."""

_END_OF_PDF = re.compile(rb"(?P<mark>%%EOF)(?:\r\n|\r|\n)?")
_MOST_ENDS = 100


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter's row. `content` holds what composing it needs, never a password."""

    id: int
    case_id: int
    kind: LetterKind
    ordinal: int
    state: LetterState
    number: str
    dated_on: date | None
    draft: bytes | None
    signed: bytes | None
    content: Mapping[str, Any]
    composed_at: datetime


def write(
    connection: Connection,
    case_id: int,
    kind: LetterKind,
    content: Mapping[str, Any],
    now: datetime,
) -> StoredLetter:
    """Return the case's unfinished letter of this kind, or begin the next one."""
    last = _last(connection, case_id, kind)
    if last is not None and last.state in OPEN:
        return last
    values = {
        "case_id": case_id,
        "kind": kind,
        "ordinal": last.ordinal + 1 if last else 1,
        "state": LetterState.DRAFTED,
        "content": dict(content),
        "composed_at": now,
    }
    row_id = connection.execute(insert(letter).values(values)).inserted_primary_key[0]  # type: ignore[index]
    return load(connection, row_id)


def load(connection: Connection, letter_id: int) -> StoredLetter:
    """Return the letter; BadInputError when there is none."""
    row = connection.execute(select(letter).filter_by(id=letter_id)).one_or_none()
    if row is None:
        raise BadInputError(say("storage.no_letter", letter=letter_id))
    return _letter(connection, row)


def of_case(connection: Connection, case_id: int) -> tuple[StoredLetter, ...]:
    """Return the case's letters in the order they were begun."""
    rows = connection.execute(select(letter).filter_by(case_id=case_id).order_by(letter.c.id))
    return tuple(_letter(connection, row) for row in rows)


def waiting(connection: Connection) -> tuple[StoredLetter, ...]:
    """Return every letter that waits for its signatures, oldest first."""
    rows = connection.execute(
        select(letter).filter_by(state=LetterState.WAITING).order_by(letter.c.id)
    )
    return tuple(_letter(connection, row) for row in rows)


def bearer(connection: Connection, number: str, year: int, but: int) -> int | None:
    """Return the case of another letter than `but` that bears this number in the year, signed or
    waiting; None where there is none.
    """
    wanted = select(letter.c.case_id).where(
        letter.c.number == number,
        letter.c.dated_on.between(date(year, 1, 1), date(year, 12, 31)),
        letter.c.state.in_({LetterState.WAITING, LetterState.SIGNED}),
        letter.c.id != but,
    )
    return connection.execute(wanted.limit(1)).scalar_one_or_none()


def drafted_as(
    connection: Connection, signed: bytes, states: Collection[LetterState]
) -> StoredLetter | None:
    """Return the newest letter in one of the states with whose draft these bytes begin: signing
    adds to a PDF, so the draft is what ends at one of its end marks.
    """
    row = connection.execute(
        select(letter)
        .where(letter.c.state.in_(states), letter.c.draft_sha.in_(_whole_pdfs(signed)))
        .order_by(letter.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _letter(connection, row) if row else None


def keep_draft(connection: Connection, letter_id: int, draft: bytes) -> None:
    """Keep the unsigned document that goes to the leader and the clerk; what was signed or
    withdrawn meanwhile stays so.
    """
    connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state.in_(OPEN))
        .values(**_drafted(connection, draft), state=LetterState.WAITING)
    )


def keep_draft_anew(
    connection: Connection, letter_id: int, draft: bytes, number: str, dated_on: date
) -> bool:
    """Keep the waiting document as set with the number and date the clerk's office gave. False
    when it waits no more, for it was signed or withdrawn meanwhile: then nothing is kept.
    """
    kept = connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state == LetterState.WAITING)
        .values(**_drafted(connection, draft), number=number, dated_on=dated_on)
    )
    return kept.rowcount == 1


def keep_signed(
    connection: Connection, letter_id: int, signed: bytes, number: str, dated_on: date | None
) -> bool:
    """Keep the signed document; from here on nothing calls the letter back. False when it was
    signed or withdrawn before: then nothing is kept.
    """
    kept = connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state.in_(OPEN))
        .values(
            signed=seal_bytes(seal_of(connection), signed),
            number=number,
            dated_on=dated_on,
            state=LetterState.SIGNED,
        )
    )
    return kept.rowcount == 1


def keep_sent(  # noqa: PLR0913, PLR0917 (a letter as it went out)
    connection: Connection,
    case_id: int,
    kind: LetterKind,
    ordinal: int,
    signed: bytes,
    number: str,
    dated_on: date,
    at: datetime,
) -> int:
    """Keep a letter that left in an earlier life of this database; return its id. What was begun
    under its ordinal is this letter, and of the day that was written on it with this number.
    """
    same = {"case_id": case_id, "kind": kind, "ordinal": ordinal}
    values = {
        "signed": seal_bytes(seal_of(connection), signed),
        "number": number,
        "state": LetterState.SIGNED,
    }
    known = update(letter).filter_by(**same).returning(letter.c.id)
    # People date a letter on another day than it leaves.
    dated = case(
        (letter.c.number == number, func.coalesce(letter.c.dated_on, dated_on)), else_=dated_on
    )
    changed = connection.execute(known.values(**values, dated_on=dated)).scalar_one_or_none()
    if changed is not None:
        return int(changed)
    begun = {"dated_on": dated_on, "content": {}, "composed_at": at}
    fresh = insert(letter).values(**same, **values, **begun)
    row_id: int = connection.execute(fresh).inserted_primary_key[0]  # type: ignore[index]
    return row_id


def _last(connection: Connection, case_id: int, kind: LetterKind) -> StoredLetter | None:
    """Return the unfinished letter of this kind, or the last that was begun."""
    row = connection.execute(
        select(letter)
        .filter_by(case_id=case_id, kind=kind)
        .order_by(letter.c.state.in_(OPEN).desc(), letter.c.ordinal.desc())
        .limit(1)
    ).one_or_none()
    return _letter(connection, row) if row else None


def _letter(connection: Connection, row: Row[Any]) -> StoredLetter:
    return StoredLetter(
        id=row.id,
        case_id=row.case_id,
        kind=LetterKind(row.kind),
        ordinal=row.ordinal,
        state=LetterState(row.state),
        number=row.number,
        dated_on=row.dated_on,
        draft=_opened(connection, row.draft),
        signed=_opened(connection, row.signed),
        content=row.content,
        composed_at=row.composed_at,
    )


def _drafted(connection: Connection, draft: bytes) -> dict[str, Any]:
    sealed = seal_bytes(seal_of(connection), draft)
    return {"draft": sealed, "draft_sha": hashlib.sha256(draft).hexdigest()}


def _opened(connection: Connection, stored: bytes | None) -> bytes | None:
    return open_bytes(seal_of(connection), stored) if stored else stored


def _whole_pdfs(pdf: bytes) -> tuple[str, ...]:
    """Return the SHA-256 of every beginning that is a PDF by itself (ISO 32000-2, 7.5.6), of no
    more than a signed notice could have: an upload is hostile until proven.
    """
    digest, done, found = hashlib.sha256(), 0, []
    for mark in islice(_END_OF_PDF.finditer(pdf), _MOST_ENDS):
        for end in sorted({mark.end("mark"), mark.end()}):
            digest.update(pdf[done:end])
            done = end
            found.append(digest.hexdigest())
    return tuple(found)
