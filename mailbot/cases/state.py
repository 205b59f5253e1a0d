"""The states of a case and the only moves between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. Comments name who moves it on; waiting for a person costs nothing."""

    IN_REVIEW = "in_review"  # an officer decides
    AWAITING_AUTHORITY = "awaiting_authority"  # examined again: no revocation data to be had now
    ACCEPTED = "accepted"  # provision
    AWAITING_HANDS = "awaiting_hands"  # staff works through the work list
    PROVISIONED = "provisioned"  # compose the result
    REFUSED = "refused"  # compose the refusal
    SUPPLEMENT_ASKED = "supplement_asked"  # compose the supplement request
    AWAITING_SIGNATURE = "awaiting_signature"  # leader, then clerk (two_step)
    SIGNED = "signed"  # deliver
    AWAITING_SUPPLEMENT = "awaiting_supplement"  # the agency completes its dossier
    ANSWERED = "answered"  # the end
    CLOSED = "closed"  # ended by an officer without an answer, with a reason


MOVES: dict[State, frozenset[State]] = {
    State.IN_REVIEW: frozenset(
        {
            State.ACCEPTED,
            State.REFUSED,
            State.SUPPLEMENT_ASKED,
            State.IN_REVIEW,
            State.CLOSED,
        }
    ),
    State.AWAITING_AUTHORITY: frozenset(
        {State.ACCEPTED, State.SUPPLEMENT_ASKED, State.IN_REVIEW, State.CLOSED}
    ),
    State.ACCEPTED: frozenset({State.AWAITING_HANDS, State.PROVISIONED, State.IN_REVIEW}),
    State.AWAITING_HANDS: frozenset({State.ACCEPTED}),
    State.PROVISIONED: frozenset({State.AWAITING_SIGNATURE, State.SIGNED, State.IN_REVIEW}),
    State.REFUSED: frozenset({State.AWAITING_SIGNATURE, State.SIGNED, State.IN_REVIEW}),
    State.SUPPLEMENT_ASKED: frozenset({State.AWAITING_SIGNATURE, State.SIGNED, State.IN_REVIEW}),
    State.AWAITING_SIGNATURE: frozenset({State.SIGNED, State.IN_REVIEW}),
    State.SIGNED: frozenset({State.ANSWERED, State.AWAITING_SUPPLEMENT}),
    State.AWAITING_SUPPLEMENT: frozenset(
        {
            State.ACCEPTED,
            State.SUPPLEMENT_ASKED,
            State.AWAITING_AUTHORITY,
            State.IN_REVIEW,
            State.CLOSED,
        }
    ),
    State.ANSWERED: frozenset({State.IN_REVIEW}),
    State.CLOSED: frozenset({State.IN_REVIEW}),
}

OPEN_STATES = frozenset(State) - {State.ANSWERED, State.CLOSED}
CLOCK_STOPS_IN = frozenset({State.AWAITING_SUPPLEMENT, State.ANSWERED, State.CLOSED})


class WrongMoveError(ValueError):
    """A case was asked to make a move that MOVES does not hold."""


def check_move(before: State, after: State) -> None:
    """Raise WrongMoveError unless MOVES allows going from `before` to `after`."""
    if after not in MOVES[before]:
        raise WrongMoveError(f"a case cannot go from {before} to {after}")
