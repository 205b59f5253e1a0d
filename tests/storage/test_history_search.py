"""The history is found by case, person, deed and day, newest first, page by page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mailbot.cases.period import Period
from mailbot.storage import history, history_search
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.history_search import Wanted, search
from mailbot.storage.seal import new_key, seal_from
from tests.builders import MONDAY, a_case

DAY = timedelta(days=1)


@pytest.fixture
def filled(database: Database) -> Database:
    store = CaseStore(seal_from(new_key()))
    with database.transaction() as connection:
        case = store.open(connection, a_case(), MONDAY)
    with database.transaction() as connection:
        history.write(connection, MONDAY + DAY, case.id, "ids_read", "Lan")
        history.write(connection, MONDAY + 2 * DAY, None, "logged_in", "Lan")
        history.write(connection, MONDAY + 2 * DAY, None, "logged_in", "Minh")
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(Wanted(), [4, 3, 2, 1], id="everything, newest first"),
        pytest.param(Wanted(case_number="hs-2026-00001"), [2, 1], id="a case"),
        pytest.param(Wanted(case_number="HS-2026-00099"), [], id="a case there is not"),
        pytest.param(Wanted(who="Lan"), [3, 2], id="a person"),
        pytest.param(Wanted(what="logged_in"), [4, 3], id="a deed"),
        pytest.param(Wanted(who="Lan", what="logged_in"), [3], id="both"),
        pytest.param(
            Wanted(period=Period(date(2026, 11, 23), date(2026, 11, 24))), [2, 1], id="two days"
        ),
        pytest.param(
            Wanted(period=Period(date(2026, 12, 1), date(2026, 12, 2))), [], id="days to come"
        ),
        pytest.param(Wanted(before=3), [2, 1], id="the next page"),
    ],
)
def test_what_is_looked_for_is_found(filled: Database, wanted: Wanted, found: list[int]) -> None:
    with filled.transaction() as connection:
        assert [one.line.id for one in search(connection, wanted)] == found


def test_a_line_has_its_cases_number_and_its_link(filled: Database) -> None:
    with filled.transaction() as connection:
        (line,) = search(connection, Wanted(what="opened"))
        assert line.case_number == "HS-2026-00001"
        assert len(line.link) == 64
        assert [one.line.id for one in search(connection, Wanted(), most=2)] == [4, 3]


def test_the_choices_are_who_and_what_stands_in_it(filled: Database) -> None:
    with filled.transaction() as connection:
        assert history_search.deeds(connection) == ("ids_read", "logged_in", "opened")
        assert set(history_search.people(connection)) == {"Lan", "Minh", "mailbot"}
