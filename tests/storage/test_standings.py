"""Where cases stand: asked on every page, so the finished ones must not be in the way."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from mailbot.cases.state import OPEN_STATES, State
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.standings import (
    ended_standings,
    open_counts,
    open_rows,
    open_standings,
    standings_of,
)
from tests.builders import DUE, MONDAY, a_case


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def test_every_state_is_either_open_or_ended(database: Database, store: CaseStore) -> None:
    with database.transaction() as connection:
        opened = {one: store.open(connection, a_case(state=one), MONDAY).id for one in State}
        still_open = {one.id for one in open_standings(connection)}
        ended = {one.id for one in ended_standings(connection, 100)}
    assert still_open == {opened[state] for state in OPEN_STATES}
    assert ended == {opened[state] for state in State if state not in OPEN_STATES}


def test_what_waits_is_counted_by_state_and_what_is_late_apart(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        store.open(connection, a_case(due_at=MONDAY), MONDAY)
        store.open(connection, a_case(), MONDAY)
        store.open(connection, a_case(due_at=MONDAY, state=State.AWAITING_SUPPLEMENT), MONDAY)
        store.open(connection, a_case(due_at=MONDAY, state=State.ANSWERED), MONDAY)
        states, late = open_counts(connection, DUE.replace(hour=9))
    assert states == {State.IN_REVIEW: 2, State.AWAITING_SUPPLEMENT: 1}
    assert late == 1


def test_cases_are_told_in_the_order_they_were_asked_for(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        ids = [store.open(connection, a_case(), MONDAY).id for _ in range(3)]
        assert [one.id for one in standings_of(connection, ids[::-1])] == ids[::-1]


def test_open_cases_are_found_by_their_index(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        return  # an empty table is read whole there; the benchmark looks at the full one
    with database.reading() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {open_rows()}")).all()
    assert "COVERING INDEX ix_cases_open_due" in str(plan)
