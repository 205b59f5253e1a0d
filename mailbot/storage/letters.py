"""Letters: drafted once for each (case, kind, ordinal), numbered from one register without gaps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, select, update

from mailbot.errors import BadInputError, StepError
from mailbot.storage import history
from mailbot.storage.database import lock, seal_of
from mailbot.storage.sealed_bytes import open_bytes, seal_bytes
from mailbot.storage.tables import document_number, letter
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


_END_OF_PDF = re.compile(rb"(?P<mark>%%EOF)(?:\r\n|\r|\n)?")
_MOST_ENDS = 100
_OPEN = frozenset({LetterState.DRAFTED, LetterState.WAITING})
# Lines of the history, each with `number` and `year`, that say why a number is on no letter.
NUMBER_UNUSED = frozenset({"number_unused", "number_lapsed"})


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
    if last is not None and last.state in _OPEN:
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
        .where(letter.c.id == letter_id, letter.c.state.in_(_OPEN))
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
        .where(letter.c.id == letter_id, letter.c.state.in_(_OPEN))
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


def withdraw(connection: Connection, case_id: int, now: datetime) -> None:
    """Withdraw the case's letters that are not signed yet: an officer decided anew.

    A number one took stays in the register with a line of the history that says so, until the
    case's next letter in that register takes it: no number is lost, or used twice.
    """
    gone = (
        update(letter)
        .where(letter.c.case_id == case_id, letter.c.state.in_(_OPEN))
        .values(state=LetterState.WITHDRAWN)
        .returning(letter.c.id)
    )
    for letter_id in connection.execute(gone).scalars().all():
        line = _line_of(connection, letter_id)
        if line is not None:
            _tell_unused(connection, case_id, line, "number_unused", now)


def take_number(  # noqa: PLR0913, PLR0917 (a line of the register)
    connection: Connection,
    letter_id: int,
    year: int,
    symbol: str,
    choose: Callable[[int | None], int],
    now: datetime,
) -> int:
    """Return the letter's number in the year's register; asked again, the same number.

    `choose` gets the last number taken (None: none yet) and returns the next. The register has
    one writer at a time, so numbers run without gaps (Nghị định 30/2020/NĐ-CP, Điều 15). A number
    taken in another register, that of the year before, does not go with a date of this one: it
    stays there, unused.
    """
    lock(connection, f"register.{year}.{symbol}")
    taken = _number_of(connection, letter_id, year, symbol)
    if taken is not None:
        return taken
    _hold_open(connection, letter_id)
    _leave_other_register(connection, letter_id, now)
    spare = _spare_number(connection, letter_id, year, symbol)
    values = {"letter_id": letter_id, "taken_at": now}
    if spare is not None:
        line = {"year": year, "symbol": symbol, "number": spare}
        connection.execute(update(document_number).filter_by(**line).values(values))
        return spare
    number = choose(_last_number(connection, year, symbol))
    line = {"year": year, "symbol": symbol, "number": number}
    connection.execute(insert(document_number).values(**line, **values))
    return number


def keep_number(  # noqa: PLR0913, PLR0917 (a line of the register)
    connection: Connection, letter_id: int, year: int, symbol: str, number: int, at: datetime
) -> bool:
    """Write into the register a number that the letter has carried out into the world already;
    False where another letter has it.
    """
    lock(connection, f"register.{year}.{symbol}")
    line = {"year": year, "symbol": symbol, "number": number}
    holder = select(document_number.c.letter_id).filter_by(**line)
    found = connection.execute(holder).scalar_one_or_none()
    if found is None and _number_of(connection, letter_id, year, symbol) is None:
        _leave_other_register(connection, letter_id, at)
        values = {**line, "letter_id": letter_id, "taken_at": at}
        connection.execute(insert(document_number).values(values))
        return True
    return found == letter_id


def number_due(
    connection: Connection,
    letter_id: int,
    year: int,
    symbol: str,
    choose: Callable[[int | None], int],
) -> int:
    """Return the number `take_number` would give as things stand; nothing is taken."""
    taken = _number_of(connection, letter_id, year, symbol)
    if taken is None:
        taken = _spare_number(connection, letter_id, year, symbol)
    return choose(_last_number(connection, year, symbol)) if taken is None else taken


def _number_of(connection: Connection, letter_id: int, year: int, symbol: str) -> int | None:
    line = _line_of(connection, letter_id)
    return line.number if line is not None and (line.year, line.symbol) == (year, symbol) else None


def _line_of(connection: Connection, letter_id: int) -> Row[Any] | None:
    return connection.execute(select(document_number).filter_by(letter_id=letter_id)).one_or_none()


def _hold_open(connection: Connection, letter_id: int) -> None:
    """Let nobody withdraw the letter until its number is written; StepError where one did."""
    wanted = select(letter.c.state).filter_by(id=letter_id).with_for_update()
    if connection.execute(wanted).scalar_one() not in _OPEN:
        raise StepError("letter_meanwhile", letter=str(letter_id))


def _spare_number(connection: Connection, letter_id: int, year: int, symbol: str) -> int | None:
    """Return the first number of this register that a withdrawn letter of the same case took."""
    case_id = select(letter.c.case_id).filter_by(id=letter_id).scalar_subquery()
    spare = (
        select(func.min(document_number.c.number))
        .join(letter, letter.c.id == document_number.c.letter_id)
        .where(letter.c.case_id == case_id, letter.c.state == LetterState.WITHDRAWN)
        .where(document_number.c.year == year, document_number.c.symbol == symbol)
    )
    number: int | None = connection.execute(spare).scalar_one()
    return number


def _leave_other_register(connection: Connection, letter_id: int, now: datetime) -> None:
    """Leave the number the letter took in another register to a withdrawn letter in its place."""
    line = _line_of(connection, letter_id)
    if line is None:
        return
    one = load(connection, letter_id)
    same = {"case_id": one.case_id, "kind": one.kind}
    last = select(func.max(letter.c.ordinal)).filter_by(**same)
    ordinal = connection.execute(last).scalar_one() + 1
    void = {**same, "ordinal": ordinal, "state": LetterState.WITHDRAWN, "content": {}}
    fresh = insert(letter).values(**void, composed_at=one.composed_at)
    void_id = connection.execute(fresh).inserted_primary_key[0]  # type: ignore[index]
    moved = update(document_number).filter_by(letter_id=letter_id).values(letter_id=void_id)
    connection.execute(moved)
    _tell_unused(connection, one.case_id, line, "number_lapsed", now)


def _tell_unused(
    connection: Connection, case_id: int, line: Row[Any], what: str, now: datetime
) -> None:
    number, year = f"{line.number:02d}/{line.symbol}", str(line.year)
    history.write(connection, now, case_id, what, number=number, year=year)


def _last_number(connection: Connection, year: int, symbol: str) -> int | None:
    last = select(func.max(document_number.c.number)).filter_by(year=year, symbol=symbol)
    number: int | None = connection.execute(last).scalar_one()
    return number


def _last(connection: Connection, case_id: int, kind: LetterKind) -> StoredLetter | None:
    """Return the unfinished letter of this kind, or the last that was begun."""
    row = connection.execute(
        select(letter)
        .filter_by(case_id=case_id, kind=kind)
        .order_by(letter.c.state.in_(_OPEN).desc(), letter.c.ordinal.desc())
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
