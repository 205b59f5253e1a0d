"""What the list of cases says of their due times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.cases.state import State
from mailbot.commands.cases import is_overdue
from tests.builders import a_case

DUE = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (State.IN_REVIEW, True),
        (State.AWAITING_SIGNATURE, True),
        (State.SIGNED, True),
        (State.AWAITING_SUPPLEMENT, False),
        (State.ANSWERED, False),
        (State.CLOSED, False),
    ],
)
def test_a_case_is_late_only_while_its_clock_runs(state: State, late: bool) -> None:
    assert is_overdue(a_case(state=state, due_at=DUE), DUE + timedelta(seconds=1)) is late
    assert not is_overdue(a_case(state=state, due_at=DUE), DUE)
