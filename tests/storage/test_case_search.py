"""What cases are found by is written once for each, at the end of its transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from mailbot.cases.state import State
from mailbot.storage import case_search, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.tables import cases
from tests.builders import MONDAY, REGISTRY, a_case


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def found_open(connection: Connection, query: str) -> set[int]:
    condition = case_search.is_found_by(connection, query)
    assert condition is not None
    return set(connection.execute(select(cases.c.id).where(condition)).scalars())


def test_cases_opened_together_are_each_found_by_their_own_words(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        first = store.open(connection, a_case(subject="Xin cấp hộp thư"), MONDAY)
        second = store.open(connection, a_case(subject="Quên mật khẩu"), MONDAY)
    with database.transaction() as connection:
        assert found_open(connection, "hộp thư") == {first.id}
        assert found_open(connection, "quen mat") == {second.id}


def test_of_a_case_changed_where_it_was_opened_only_the_last_is_found(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        opened = store.open(connection, a_case(subject="Xin cấp hộp thư"), MONDAY)
        store.save(connection, replace(opened, subject="Quên mật khẩu"), MONDAY, "amended")
    with database.transaction() as connection:
        assert found_open(connection, "hop thu") == set()
        assert found_open(connection, "mat khau") == {opened.id}


def test_a_case_that_ends_is_found_among_those_that_ended(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        opened = store.open(connection, a_case(subject="Quên mật khẩu"), MONDAY)
    with database.transaction() as connection:
        store.save(connection, replace(opened, state=State.CLOSED), MONDAY, "closed")
    with database.transaction() as connection:
        assert found_open(connection, "mat khau") == set()
        assert case_search.find_ended(connection, "mat khau", 5) == (opened.id,)


def test_cases_are_found_by_the_registered_name_of_their_agency(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        registry_store.save_agencies(connection, REGISTRY.agencies)
        letter = replace(a_case().letter, agency_name="")
        of_the_ward = store.open(connection, a_case(letter=letter, rows=()), MONDAY)
        store.open(connection, a_case(letter=letter, rows=(), agency_code=""), MONDAY)
    with database.transaction() as connection:
        assert found_open(connection, "phường Ninh Kiều") == {of_the_ward.id}
