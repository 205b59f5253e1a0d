"""Which cases must be read again: asked often, so the finished ones must not be in the way."""

from __future__ import annotations

from sqlalchemy import text

from mailbot.cases.state import OPEN_STATES, State
from mailbot.storage.case_versions import ended_versions, open_rows, open_versions
from tests.builders import a_case
from tests.console.office import Staffed


def test_every_state_is_either_open_or_ended(staffed: Staffed) -> None:
    opened = {state: staffed.open(a_case(state=state)).id for state in State}
    with staffed.house.database.transaction() as connection:
        still_open, ended = set(open_versions(connection)), set(ended_versions(connection))
    assert still_open == {opened[state] for state in OPEN_STATES}
    assert ended == {opened[state] for state in State if state not in OPEN_STATES}


def test_open_cases_are_found_by_their_index(staffed: Staffed) -> None:
    with staffed.house.database.transaction() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {open_rows()}")).all()
    assert "ix_cases_open_due" in str(plan)
