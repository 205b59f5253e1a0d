"""Why cases went to a person is counted without opening what is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.storage import review_reasons
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.review_reasons import Reason
from mailbot.storage.seal import new_key, seal_from
from tests.builders import MONDAY, a_case

DAY = timedelta(days=1)
UNSIGNED = Finding("signature.unsigned", Severity.BLOCKS)
ODD = Finding("row.phone_odd", Severity.LOOK)
REMARK = Finding("row.directory_missing_new", Severity.NOTE)


@pytest.fixture
def store() -> CaseStore:
    return CaseStore(seal_from(new_key()))


def test_each_case_counts_a_reason_once_and_notes_do_not_count(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        first = store.open(connection, a_case(findings=(UNSIGNED, ODD, ODD, REMARK)), MONDAY)
        store.open(connection, a_case(findings=(ODD,)), MONDAY)
        again = replace(first, subject="lại")
        again = store.save(connection, again, MONDAY + DAY, "reopened", "Lan")
    with database.transaction() as connection:
        store.save(connection, again, MONDAY + DAY, "reopened", "Lan")
    with database.transaction() as connection:
        told = review_reasons.counted(connection, MONDAY, MONDAY + 2 * DAY)
        assert told == (Reason("row.phone_odd", 2, False), Reason("signature.unsigned", 1, True))
        assert review_reasons.counted(connection, MONDAY + DAY, MONDAY + 2 * DAY) == ()


def test_what_was_accepted_without_a_person_has_no_reason(
    database: Database, store: CaseStore
) -> None:
    with database.transaction() as connection:
        clean = store.open(connection, a_case(state=State.ACCEPTED, findings=(REMARK,)), MONDAY)
        seen = store.open(connection, a_case(findings=(ODD,)), MONDAY)
        ids = frozenset({clean.id, seen.id})
        assert review_reasons.with_reasons(connection, ids) == {seen.id}
    with database.transaction() as connection:
        assert review_reasons.with_reasons(connection, ids) == {seen.id}
