"""A step that cannot go on leaves its reason to staff in Vietnamese, to the log in English."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.cases.case import Case, Channel
from mailbot.cases.state import State
from mailbot.errors import NeedsStaffError, StepError
from mailbot.journey import Journey, Step
from mailbot.rounds import Rounds
from mailbot.storage import history, schema
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, open_database
from mailbot.words import load_words
from tests.databases import SEAL

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = CaseStore(SEAL)
WORDS = load_words()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/mailbot.db", lambda: SEAL)
    schema.upgrade(opened)
    yield opened
    opened.close()


def failing(error: Exception) -> Step:
    def step(_case: Case) -> None:
        raise error

    return step


def carried_on(database: Database, error: Exception) -> Case:
    """Return an accepted case after its step failed so."""
    with database.transaction() as connection:
        wanted = Case(
            0, "", State.ACCEPTED, 0, Channel.EMAIL, "stp", "", "new", arrived_at=NOW, due_at=NOW
        )
        case = STORE.open(connection, wanted, NOW)
    step = failing(error)

    def never(number: int) -> None:
        raise AssertionError(number)

    journey = Journey(step, step, step, step)
    rounds = Rounds(
        database=database,
        cases=STORE,
        clock=lambda: NOW,
        examine=never,
        journey=journey,
        decide=never,
        write_apart=never,
        deliver=never,
        words=WORDS,
    )
    rounds.run_due()
    with database.transaction() as connection:
        return STORE.load(connection, case.id)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(
            StepError("agency_gone", agency="stp"),
            "cơ quan “stp” không còn trong danh bạ cơ quan",
            id="worded by its code",
        ),
        pytest.param(
            NeedsStaffError("Máy chủ gửi thư từ chối."),
            "Máy chủ gửi thư từ chối.",
            id="worded where it arose",
        ),
    ],
)
def test_staff_reads_in_vietnamese_why_a_step_waits(
    database: Database, error: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        case = carried_on(database, error)

    (finding,) = case.findings
    assert case.state is State.IN_REVIEW
    assert reason in WORDS.finding(finding)
    with database.transaction() as connection:
        told = history.of_case(connection, case.id)[-1]
    assert reason in told.detail["reason"]


@pytest.mark.parametrize("code", sorted(key for key in WORDS.texts if key.startswith("step.")))
def test_what_a_step_says_stands_in_a_sentence(code: str) -> None:
    said = WORDS.say("case.step_failed", reason=WORDS.texts[code])

    assert not WORDS.texts[code].endswith(".")
    assert WORDS.texts[code][0].islower()
    assert said.startswith("Hệ thống không tự đi tiếp được (")
