"""The register of document numbers: which letter took which, and what becomes of a number whose
letter is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from mailbot.errors import TryLaterError
from mailbot.storage import history, letters
from mailbot.storage.database import lock
from mailbot.storage.letters import OPEN, LetterKind, LetterState
from mailbot.storage.tables import document_number, letter
from mailbot.words import say

NUMBER_UNUSED = frozenset({"number_unused", "number_lapsed"})
"""Lines of the history, each with `number` and `year`, that say why a number is on no letter."""


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


def withdraw_letters(
    connection: Connection,
    case_id: int,
    now: datetime,
    kinds: Collection[LetterKind] = tuple(LetterKind),
) -> None:
    """Withdraw the case's letters that are not signed yet: an officer decided anew.

    A number one took stays in the register with a line of the history that says so, until the
    case's next letter in that register takes it: no number is lost, or used twice.
    """
    gone = (
        update(letter)
        .where(letter.c.case_id == case_id, letter.c.state.in_(OPEN), letter.c.kind.in_(kinds))
        .values(state=LetterState.WITHDRAWN)
        .returning(letter.c.id)
    )
    for letter_id in connection.execute(gone).scalars().all():
        line = _line_of(connection, letter_id)
        if line is not None:
            _tell_unused(connection, case_id, line, "number_unused", now)


def _number_of(connection: Connection, letter_id: int, year: int, symbol: str) -> int | None:
    line = _line_of(connection, letter_id)
    return line.number if line is not None and (line.year, line.symbol) == (year, symbol) else None


def _line_of(connection: Connection, letter_id: int) -> Row[Any] | None:
    return connection.execute(select(document_number).filter_by(letter_id=letter_id)).one_or_none()


def _hold_open(connection: Connection, letter_id: int) -> None:
    """Let nobody withdraw the letter until its number is written; TryLaterError where one did."""
    wanted = select(letter.c.state).filter_by(id=letter_id).with_for_update()
    if connection.execute(wanted).scalar_one() not in OPEN:
        raise TryLaterError(say("step.letter_meanwhile", letter=str(letter_id)))


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
    one = letters.load(connection, letter_id)
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
