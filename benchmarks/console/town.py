"""A generated town: thousands of open cases, a million finished ones, people with real names."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, text

from benchmarks.console.past import leave_behind
from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Channel, LetterFacts, Paperwork, case_number
from mailbot.cases.effect import Action
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder, Row
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.house import House
from mailbot.storage import case_search, letters, registry_store
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.letters import LetterKind
from mailbot.storage.sealed_bytes import seal_bytes
from mailbot.storage.tables import cases
from tests.builders import MONDAY, NINH_KIEU, a_case, a_row
from tests.console.office import CAI_RANG, a_flag

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ")
_WEIGHTS = (38, 11, 10, 7, 5, 5, 4, 4, 2, 2, 1)
_MIDDLES = ("Thị", "Văn", "Hồng", "Thanh", "Minh", "Quốc", "Ngọc", "Thu", "Kim", "Hữu", "Đức")
_GIVENS = ("Đào", "Đệ", "Khang", "Ánh", "Đạt", "Phúc", "Trúc", "Bảo", "Lan", "Hoa", "Hương", "Yến")
_AT_ONCE = 20_000
_KINDS_OF_CASES = 2_000
_LASTS_DAYS = (0.1, 0.3, 0.8, 1.2, 1.7, 1.9, 2.0, 2.1, 3.0, 9.0)
_ALLOWED = timedelta(days=2)
_NOTICE_BYTES = 60_000

Sample = tuple[Case, dict[str, object]]  # with what the table keeps of it


@dataclass(frozen=True, slots=True)
class Size:
    """How large a town is. `busy` are open cases that wait for hands, signatures or a second look;
    agencies and mailboxes are those beside the ones of every house.
    """

    still_open: int
    ended: int
    busy: int = 0
    agencies: int = 0
    mailboxes: int = 0


def fill(house: House, chance: random.Random, size: Size) -> None:
    """Put the cases in; the finished ones share their sealed content, not their words."""
    with house.database.transaction() as connection:
        agencies = _settle(connection, chance, size)
    some = range(min(size.ended, _KINDS_OF_CASES))
    samples = [_sample(house, _any_case(chance, agencies, State.ANSWERED)) for _ in some]
    for start in range(0, size.ended, _AT_ONCE):
        ages = range(size.ended - start, max(0, size.ended - start - _AT_ONCE), -1)
        with house.database.transaction() as connection:
            _put_ended(connection, chance, samples, ages)
    with house.database.transaction() as connection:
        leave_behind(connection, seal_bytes(house.seal, b"a mail"))
        for _ in range(size.still_open):
            house.cases.open(connection, _any_case(chance, agencies), MONDAY)
        for n in range(size.busy):
            _begin_work(house, connection, _any_case(chance, agencies), n % 3)
    with house.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        analyze = "ANALYZE" if connection.dialect.name == "sqlite" else "VACUUM ANALYZE"
        connection.execute(text(analyze))  # as autovacuum would have long ago


def _settle(connection: Connection, chance: random.Random, size: Size) -> tuple[Agency, ...]:
    """Return the agencies that ask; every tenth case is one of the two largest."""
    others = tuple(_agency(n) for n in range(size.agencies))
    registry_store.save_agencies(connection, others)
    every = (NINH_KIEU, CAI_RANG, *others)
    boxes = [_mailbox(chance, n, chance.choice(every)) for n in range(size.mailboxes)]
    if boxes:
        registry_store.import_mailboxes(connection, boxes, local_date(MONDAY))
    return every


def _agency(n: int) -> Agency:
    name = f"Ủy ban nhân dân xã Tân Thới {n}"
    return Agency(f"xa{n}", name, f"xatanthoi{n}@cantho.gov.vn", "ubndtp", abbreviation=f"xtt{n}")


def _mailbox(chance: random.Random, n: int, agency: Agency) -> Mailbox:
    unit, position = chance.choice(("Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa")), "Chuyên viên"
    name, address = _name(chance), f"nv{n:06}@cantho.gov.vn"
    return Mailbox(address, Holder.PERSON, name, agency.code, unit, position, "02923 123 456")


def _begin_work(house: House, connection: Connection, case: Case, kind: int) -> None:
    """Open a case that waits for hands, for signatures, or for a second person at the counter."""
    if kind == 0:
        opened = house.cases.open(connection, replace(case, state=State.AWAITING_HANDS), MONDAY)
        rows = enumerate(opened.rows)
        wanted = [(_by_hand(opened.id, n, row), "mat-khau-dau") for n, row in rows]
        Effects(house.seal).intend(connection, wanted, MONDAY)
    elif kind == 1:
        waits = replace(case, state=State.AWAITING_SIGNATURE)
        opened = house.cases.open(connection, waits, MONDAY)
        written = letters.write(connection, opened.id, LetterKind.RESULT, {}, MONDAY)
        letters.keep_draft(connection, written.id, b"%PDF" + bytes(_NOTICE_BYTES))
    else:
        paper = Paperwork("hoa", on_paper=True, needs_comparison=True)
        filed = replace(case, channel=Channel.IN_PERSON, paperwork=paper)
        house.cases.open(connection, filed, MONDAY)


def _by_hand(case_id: int, n: int, row: Row) -> Effect:
    address, state = f"moi{case_id}.{n}@cantho.gov.vn", EffectState.FOR_STAFF
    return Effect(f"hand-{case_id}-{n}", case_id, n, Action.CREATE, address, row.name, state)


def _put_ended(
    connection: Connection, chance: random.Random, samples: list[Sample], ages: range
) -> None:
    """Put these in, the oldest first: one has ended every three minutes, the last an hour ago."""
    rows, words = [], []
    first = 1 + (connection.execute(select(func.max(cases.c.id))).scalar_one() or 0)
    for number, age in enumerate(ages, first):
        ended_at = MONDAY - timedelta(minutes=3 * age + 57)
        case, columns = chance.choice(samples)
        case = replace(case, number=_number(number, ended_at))
        came_at = ended_at - timedelta(days=chance.choice(_LASTS_DAYS))
        at = {"opened_at": came_at, "received_at": came_at, "arrived_at": came_at}
        at |= {"due_at": came_at + _ALLOWED, "ended_at": ended_at}
        state = State.CLOSED if number % 40 == 0 else State.ANSWERED
        told = {"number": case.number, "letter_key": "", "state": state}
        rows.append({**columns, **at, **told})
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


def _any_case(
    chance: random.Random, agencies: Sequence[Agency], state: State = State.IN_REVIEW
) -> Case:
    agency = chance.choice(agencies[:2] if chance.randrange(10) == 0 else agencies)
    rows = tuple(_row(chance, str(n)) for n in range(1, chance.choice((1, 1, 2, 3, 6)) + 1))
    letter = LetterFacts(f"{chance.randrange(1, 3000)}/UBND-VP", local_date(MONDAY), agency.name)
    due = MONDAY + timedelta(minutes=chance.randrange(-600, 6000))
    return a_case(
        state=state,
        procedure=chance.choice(("new", "new", "new", "reset", "both")),
        agency_code=agency.code,
        reply_to=agency.mailbox,
        rows=rows,
        letter=letter,
        findings=(a_flag(row=0),),
        due_at=due,
    )


def _row(chance: random.Random, stt: str) -> Row:
    return a_row(name=_name(chance), stt=stt)


def _name(chance: random.Random) -> str:
    family = chance.choices(_FAMILIES, _WEIGHTS)[0]
    return f"{family} {chance.choice(_MIDDLES)} {chance.choice(_GIVENS)}"


def searches() -> Iterator[tuple[str, str]]:
    """Yield what is searched for: a name most people have, a rare one, a number, nothing at all."""
    yield "a name most have", "nguyen thi"
    yield "three words", "dang huu khang"
    yield "a letter's number", "154 ubnd"
    yield "a case's number", "hs 2025 00012"
    yield "what nobody has", "zebra"
