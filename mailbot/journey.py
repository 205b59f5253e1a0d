"""Which step leaves which state. READ FIRST.

    IMAP → receive → examine ──clean──→ provision → compose → deliver → SMTP
                        │                   ↑          ↑
                        └─ flagged → review ┴──────────┘

`receive` and `examine` stand before a case exists; `deliver` takes over when its letter is signed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from mailbot.cases.case import Case
from mailbot.cases.state import State

Step = Callable[[Case], None]

WITH_PEOPLE = frozenset({State.AWAITING_HANDS, State.AWAITING_SIGNATURE})
"""Where people carry the case on, and our own step stands beside its way: the receipt."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The steps of a case; each can run twice and changes nothing the second time."""

    provision: Step
    compose: Step
    give_receipt: Step
    examine_again: Step

    def step_from(self, state: State) -> Step | None:
        """Return the step that leaves this state, or None where nobody of ours does."""
        match state:
            case State.AWAITING_AUTHORITY:
                return self.examine_again
            case State.ACCEPTED:
                return self.provision
            case State.PROVISIONED | State.REFUSED | State.SUPPLEMENT_ASKED:
                return self.compose
            case State.AWAITING_HANDS | State.AWAITING_SIGNATURE:
                return self.give_receipt  # the result takes a while; then staff carries it on
            case (
                State.IN_REVIEW  # an officer decides
                | State.SIGNED  # deliver, by the slip of the outbox
                | State.AWAITING_SUPPLEMENT  # the agency, through receive and examine
                | State.ANSWERED
                | State.CLOSED
            ):
                return None
            case _:
                assert_never(state)
