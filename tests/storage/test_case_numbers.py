from __future__ import annotations

import pytest
from sqlalchemy import Connection

from mailbot.storage import case_numbers
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from tests.beside import held_up
from tests.builders import MONDAY, a_case

STORE = CaseStore(seal_from(new_key()))


def opened(database: Database, number: str = "") -> str:
    with database.transaction() as connection:
        return STORE.open(connection, a_case(), MONDAY, number).number


@pytest.mark.parametrize("back", ["HS-2026-00001", "HS-2026-00004"], ids=["below", "above"])
def test_after_a_case_that_came_back_with_its_number_none_is_given_twice(
    database: Database, back: str
) -> None:
    with database.transaction() as connection:
        case_numbers.come_after(connection, "HS-2026-00001")
    before = [opened(database) for _ in range(2)]
    assert before == ["HS-2026-00002", "HS-2026-00003"]
    opened(database, back)
    after = [opened(database) for _ in range(2)]
    last = max(*before, back)
    assert min(after) > last
    assert len({*before, back, *after}) == 5


def test_numbers_that_a_lost_life_may_have_given_away_are_passed_over(database: Database) -> None:
    opened(database)
    with database.transaction() as connection:
        told = case_numbers.pass_over_lost(connection, 2026)
        assert case_numbers.pass_over_lost(connection, 2027) == "HS-2027-01001"
    assert [opened(database), opened(database)] == [told, "HS-2026-01003"]
    assert told == "HS-2026-01002"


def test_two_cases_opened_at_the_same_moment_have_two_numbers(database: Database) -> None:
    numbers = []

    def open_one(connection: Connection) -> None:
        numbers.append(STORE.open(connection, a_case(), MONDAY).number)

    held_up(database, open_one, open_one)
    assert numbers == ["HS-2026-00001", "HS-2026-00002"]
