"""A change of the working calendar moves the due times it must, on every host, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot import realign
from mailbot.cases.calendar import DeclaredDay
from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.house import House
from mailbot.realign import Entry, LookAgain
from mailbot.storage import calendar_store, history
from mailbot.storage.case_store import CaseStore
from tests.builders import DUE, MONDAY, a_case
from tests.console.office import Staffed, a_house_again, a_staffed_house

OFF = DeclaredDay(date(2026, 11, 25), False, "Công văn số 99/VPCP-KGVX")
A_DAY_LATER = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        yield staffed


def opened(staffed: Staffed, **different: object) -> Case:
    with staffed.house.database.transaction() as connection:
        return staffed.house.cases.open(connection, a_case(**different), MONDAY)


def entered(staffed: Staffed, entry: Entry) -> list[str]:
    with staffed.house.database.transaction() as connection:
        seen = realign.preview(staffed.house, connection, entry)
        moved = realign.enter(staffed.house, connection, entry, "Lan")
    assert seen == moved
    return [move.case.number for move in moved]


def test_a_day_off_moves_the_open_cases_over_it_and_tells_their_story(staffed: Staffed) -> None:
    over = opened(staffed)
    before = opened(
        staffed,
        arrived_at=datetime(2026, 11, 19, 2, tzinfo=UTC),
        due_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
    )
    promised = opened(staffed, due_at=datetime(2026, 12, 4, 10, tzinfo=UTC))
    ended = opened(staffed, state=State.ANSWERED)
    assert entered(staffed, Entry(days=(OFF,))) == [over.number]
    dues = [staffed.load(case.number).due_at for case in (over, before, promised, ended)]
    assert dues == [A_DAY_LATER, before.due_at, promised.due_at, DUE]
    with staffed.house.database.transaction() as connection:
        told = history.of_case(connection, over.id)[-1]
    assert (told.what, told.who, told.detail["after"]) == (
        "due_moved",
        "Lan",
        "17:00 27/11/2026",
    )
    assert staffed.house.deadline(MONDAY).due_at == A_DAY_LATER


def test_taking_the_entry_back_moves_them_back(staffed: Staffed) -> None:
    case = opened(staffed)
    entered(staffed, Entry(days=(OFF,)))
    assert entered(staffed, Entry(remove=OFF.on)) == [case.number]
    assert staffed.load(case.number).due_at == DUE


def test_a_confirmed_year_moves_nothing_and_ends_the_warning(staffed: Staffed) -> None:
    opened(staffed)
    assert staffed.house.calendar.warnings_for([date(2027, 3, 1)])
    assert entered(staffed, Entry(years=((2027, "Thông báo số 1/TB-BNV"),))) == []
    assert not staffed.house.calendar.warnings_for([date(2027, 3, 1)])


def test_another_host_adopts_the_entry_and_moves_what_it_opened_meanwhile(
    staffed: Staffed,
) -> None:
    other = House(staffed.house.settings, lambda: MONDAY)
    try:
        look_again = LookAgain(other)
        look_again()  # as it starts
        assert other.deadline(MONDAY).due_at == DUE
        with staffed.house.database.transaction() as connection:
            realign.enter(staffed.house, connection, Entry(days=(OFF,)), "Lan")
        with other.database.transaction() as connection:
            late = other.cases.open(
                connection, a_case(due_at=other.deadline(MONDAY).due_at), MONDAY
            )
        look_again()
        assert other.deadline(MONDAY).due_at == A_DAY_LATER
        assert staffed.load(late.number).due_at == A_DAY_LATER
        version = staffed.load(late.number).version
        look_again()
        assert staffed.load(late.number).version == version
    finally:
        other.close()


MAKE_UP = DeclaredDay(date(2026, 11, 28), True, "Công văn số 98/VPCP-KGVX")  # a Saturday
FRIDAY = datetime(2026, 11, 27, 2, tzinfo=UTC)
BY_TUESDAY = datetime(2026, 12, 1, 10, tzinfo=UTC)
BY_MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_what_changed_in_the_file_while_nobody_worked_moves_open_cases(
    staffed: Staffed, tmp_path: Path
) -> None:
    """A day that is worked after all brings a due time forward: nobody may learn of it too late."""
    LookAgain(staffed.house)()
    case = opened(staffed, arrived_at=FRIDAY, due_at=BY_TUESDAY)
    file = tmp_path / "working_calendar.toml"
    told = f'[[day]]\ndate = {MAKE_UP.on}\nworking = true\ndocument = "{MAKE_UP.document}"\n'
    file.write_text(told, "utf-8")
    with a_house_again(tmp_path, deadline={"calendar_file": str(file)}) as again:
        look_again = LookAgain(again.house)
        look_again()
        look_again()
        assert again.load(case.number).due_at == BY_MONDAY
        assert again.load(case.number).version == case.version + 1


class Once(CaseStore):
    """Finds, once, that somebody else has changed a case."""

    def _columns(self, case: Case) -> dict[str, Any]:
        if failing:
            raise failing.pop()
        return super()._columns(case)


failing: list[TryLaterError] = []


def test_what_could_not_be_moved_is_moved_at_the_next_look(staffed: Staffed) -> None:
    case = opened(staffed)
    look_again = LookAgain(staffed.house)
    look_again()
    other = House(staffed.house.settings, lambda: MONDAY)
    try:
        with other.database.transaction() as connection:
            calendar_store.enter_days(connection, (OFF,))
    finally:
        other.close()
    staffed.house.cases = Once(staffed.house.seal)
    failing.append(TryLaterError("changed"))
    with pytest.raises(TryLaterError):
        look_again()
    look_again()
    assert staffed.load(case.number).due_at == A_DAY_LATER


def test_an_entry_that_is_saved_at_the_second_try_moves_what_it_must(staffed: Staffed) -> None:
    case = opened(staffed)
    LookAgain(staffed.house)()
    staffed.house.cases = Once(staffed.house.seal)
    failing.append(TryLaterError("changed"))
    with pytest.raises(TryLaterError):
        entered(staffed, Entry(days=(OFF,)))
    assert entered(staffed, Entry(days=(OFF,))) == [case.number]
    assert staffed.load(case.number).due_at == A_DAY_LATER


def test_a_day_that_stays_as_it_was_is_kept_with_its_document(staffed: Staffed) -> None:
    case = opened(staffed)
    same = replace(OFF, on=date(2026, 11, 24))
    assert entered(staffed, Entry(days=(same,))) == []
    assert staffed.load(case.number).due_at == DUE
    with staffed.house.database.transaction() as connection:
        assert calendar_store.entries(connection).days == (same,)
