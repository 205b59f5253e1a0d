"""A generated town: thousands of open cases, a million finished ones, people with real names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, text

from mailbot.cases.case import Case, LetterFacts, case_number
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.house import House
from mailbot.storage import case_search
from mailbot.storage.tables import cases
from tests.builders import MONDAY, a_case, a_row
from tests.console.office import CAI_RANG, NINH_KIEU, a_flag

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ")
_WEIGHTS = (38, 11, 10, 7, 5, 5, 4, 4, 2, 2, 1)
_MIDDLES = ("Thị", "Văn", "Hồng", "Thanh", "Minh", "Quốc", "Ngọc", "Thu", "Kim", "Hữu", "Đức")
_GIVENS = ("Đào", "Đệ", "Khang", "Ánh", "Đạt", "Phúc", "Trúc", "Bảo", "Lan", "Hoa", "Hương", "Yến")
_AGENCIES = (NINH_KIEU, CAI_RANG)
_AT_ONCE = 20_000
_KINDS_OF_CASES = 2_000

Sample = tuple[Case, dict[str, object]]  # with what the table keeps of it


def fill(house: House, chance: random.Random, *, still_open: int, ended: int) -> None:
    """Put the cases in; the finished ones share their sealed content, not their words."""
    with house.database.transaction() as connection:
        for _ in range(still_open):
            house.cases.open(connection, _any_case(chance), MONDAY)
    samples = [_sample(house, _any_case(chance, State.ANSWERED)) for _ in range(_KINDS_OF_CASES)]
    first = still_open + 1
    past_the_last = first + ended
    for start in range(first, past_the_last, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, past_the_last))
        with house.database.transaction() as connection:
            _put_ended(connection, chance, samples, numbers, past_the_last)
    with house.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        analyze = "ANALYZE" if connection.dialect.name == "sqlite" else "VACUUM ANALYZE"
        connection.execute(text(analyze))  # as autovacuum would have long ago


def _put_ended(
    connection: Connection,
    chance: random.Random,
    samples: list[Sample],
    numbers: range,
    past_the_last: int,
) -> None:
    """Put these in: one has ended every three minutes, the last of all an hour ago."""
    rows, words = [], []
    for number in numbers:
        ended_at = MONDAY - timedelta(minutes=3 * (past_the_last - number) + 60)
        case, columns = chance.choice(samples)
        case = replace(case, number=_number(number, ended_at))
        at = {"opened_at": ended_at, "received_at": ended_at, "ended_at": ended_at}
        rows.append({**columns, **at, "id": number, "number": case.number, "letter_key": ""})
        words.append((number, _words(chance, case)))
    connection.execute(insert(cases), rows)
    case_search.put_all(connection, words, ended=True)


def _sample(house: House, case: Case) -> Sample:
    return case, house.cases._columns(case)  # noqa: SLF001 (as it is kept)


def _number(ordinal: int, at: datetime) -> str:
    return case_number(local_date(at).year - 1, ordinal)


def _words(chance: random.Random, case: Case) -> str:
    people = " ".join(f"{name.lower()}" for row in case.rows for name in (row.name,))
    letter = f"{chance.randrange(1, 3000)} ubnd vp"
    return case_search.folded(case.number, letter, people, "ủy ban nhân dân phường ninh kiều")


def _any_case(chance: random.Random, state: State = State.IN_REVIEW) -> Case:
    agency = chance.choice(_AGENCIES)
    rows = tuple(_row(chance, str(n)) for n in range(1, chance.choice((1, 1, 2, 3, 6)) + 1))
    letter = LetterFacts(f"{chance.randrange(1, 3000)}/UBND-VP", local_date(MONDAY), agency.name)
    due = MONDAY + timedelta(minutes=chance.randrange(-600, 6000))
    return a_case(
        state=state,
        agency_code=agency.code,
        reply_to=agency.mailbox,
        rows=rows,
        letter=letter,
        findings=(a_flag(row=0),),
        due_at=due,
    )


def _row(chance: random.Random, stt: str) -> Row:
    family = chance.choices(_FAMILIES, _WEIGHTS)[0]
    name = f"{family} {chance.choice(_MIDDLES)} {chance.choice(_GIVENS)}"
    return a_row(name=name, stt=stt)


def searches() -> Iterator[tuple[str, str]]:
    """Yield what is searched for: a name most people have, a rare one, a number, nothing at all."""
    yield "a name most have", "nguyen thi"
    yield "three words", "dang huu khang"
    yield "a letter's number", "154 ubnd"
    yield "a case's number", "hs 2025 00012"
    yield "what nobody has", "zebra"
