from __future__ import annotations

import pytest

from mailbot.cases.state import MOVES, State, WrongMoveError, check_move


@pytest.mark.parametrize(
    "state",
    [
        State.ACCEPTED,
        State.PROVISIONED,
        State.REFUSED,
        State.SUPPLEMENT_ASKED,
        State.AWAITING_SIGNATURE,
    ],
)
def test_a_step_that_cannot_go_on_can_leave_its_case_to_a_person(state: State) -> None:
    assert State.IN_REVIEW in MOVES[state]


def test_every_state_has_its_moves() -> None:
    assert MOVES.keys() == set(State)


def test_a_signed_notice_is_never_called_back() -> None:
    with pytest.raises(WrongMoveError):
        check_move(State.SIGNED, State.IN_REVIEW)
